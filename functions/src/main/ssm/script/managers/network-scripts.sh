# network-scripts (RHEL 7 and 8, Amazon Linux 2).

# Network-scripts add each line of route-, route6-, rule- and rule6- with `ip`. EC2SYNC=no keeps ec2-net-utils 1.x from
# rewriting them; NM_CONTROLLED=no keeps NetworkManager away. ifup reads this as shell: `network start` does not fail for an
# interface that is not here. ARPCHECK: EC2 gives an address once, and each probe takes seconds. Held by golden files.
put_ifcfg() {
  pi_dir=$ROOT/etc/sysconfig/network-scripts
  OUT="# $MARK
DEVICE=$DEV
HWADDR=$MAC
ONBOOT=yes
[ -e /sys/class/net/$DEV ] || ONBOOT=no
BOOTPROTO=none
TYPE=Ethernet
DEFROUTE=no
PEERDNS=no
NM_CONTROLLED=no
EC2SYNC=no
NOZEROCONF=yes
IPV6INIT=yes
IPV6_AUTOCONF=no
IPV6_DEFROUTE=no
${MTU:+MTU=$MTU$NL}"
  pi_n=0
  for pi_one in $IP4; do OUT="${OUT}IPADDR$pi_n=$pi_one${NL}PREFIX$pi_n=32${NL}ARPCHECK$pi_n=no$NL" pi_n=$((pi_n + 1)); done
  [ -z "$IP6" ] || OUT="${OUT}IPV6ADDR=${IP6%% *}/128$NL"
  case $IP6 in *' '*) OUT="${OUT}IPV6ADDR_SECONDARIES=\"$(printf '%s/128 ' ${IP6#* })\"$NL" ;; esac
  put_own "$pi_dir/ifcfg-$DEV" 644 "$OUT" || return 1
  for pi_family in 4 6; do
    of_family $pi_family
    pi_end=${pi_family#4}-$DEV
    [ -z "$NET" ] || put_own "$pi_dir/route$pi_end" 644 "# $MARK
$NET dev $DEV$SCOPE table $TABLE proto static
default via $GW dev $DEV onlink table $TABLE proto static
" || return 1
    OUT="# $MARK$NL"
    each "from %s lookup $TABLE pref $TABLE $RULE_PROTO" $IPS $PFX
    each "to %s lookup main pref $((TABLE - 1)) $RULE_PROTO" $LOCAL
    [ -z "$IPS$PFX" ] || put_own "$pi_dir/rule$pi_end" 644 "$OUT" || return 1
  done
}
