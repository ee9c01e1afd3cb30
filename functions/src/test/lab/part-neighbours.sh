# Living with others: Docker bridges, firewalld's IPv6 filter, VPC CNI, amazon-ec2-net-utils, an unrecognised host.
vpc up
vpc attach standby

# Docker: a container on the host reaches the ENI's address only when its answers are looked up in main.
on standby sh -c 'ip link add docker0 type bridge && ip addr add 172.17.0.1/16 dev docker0 && ip link set docker0 up
  ip netns add box 2>/dev/null || { mkdir -p /run/netns; ip netns add box; }
  ip link add c0 type veth peer name eth0 netns box && ip link set c0 master docker0 up
  ip -n box addr add 172.17.0.2/16 dev eth0; ip -n box link set eth0 up; ip -n box route add default via 172.17.0.1' 2>"$TMP/docker" || flunk 'docker0' "$(cat "$TMP/docker")"
in_box() { on standby ip netns exec box $NET reach 700 $PORT "$@" | tee "$TMP/box" | grep -q fail && return 1; grep -q ok "$TMP/box"; }
guest standby apply "$ONE" wait=5,persist=none
good 'apply beside docker0'
has 'which is told' "$OUT" 'containers on docker0'
no_ 'a container does not reach the ENI' in_box $ENI4
guest standby apply "$ONE" wait=5,persist=none,local_cidrs=172.17.0.0/16
good 'apply with local_cidrs'
hasnt 'nothing to tell any more' "$OUT" docker0
yes_ 'now it does' in_box $ENI4
same 'one rule more, before ours' "4 20000: from all to 172.17.0.0/16 lookup main proto static
$RULES_ONE" "$(rules standby)"
guest standby apply "$ONE" wait=5,persist=none,local_cidrs=172.17.0.0/16
has 'again: nothing' "$OUT" '"rules_added":0,"rules_removed":0'
yes_ 'and every other client reaches everything' all_reach
guest standby apply "$ONE" wait=5,persist=none
same 'without it: gone again' "$RULES_ONE" "$(rules standby)"
on standby sh -c 'ip link del docker0; ip netns del box'

# firewalld: IPv6_rpfilter is this nftables expression.
if needs nft; then
  on standby sh -c 'mkdir -p /run/firewalld; nft -f -' <<'NFT'
table inet firewalld {
  chain filter_PREROUTING {
    type filter hook prerouting priority filter + 10
    icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
    meta nfproto ipv6 fib saddr . mark . iif oif missing drop
  }
}
NFT
  yes_ "firewalld's IPv6 reverse path filter lets the ENI's traffic in" all_reach
  guest standby apply "$ONE" wait=5,persist=none
  has 'firewalld is told' "$OUT" 'firewalld: the interface is in the default zone'
  on standby ip -6 rule del pref 20001
  no_ 'without our rule that filter drops it: the check can fail' reach client $ENI6
  on standby sh -c 'nft delete table inet firewalld; rm -rf /run/firewalld'
  guest standby apply "$ONE" wait=5,persist=none
fi

# cloud-netconfig (SLES): its pass, each minute, adds a rule for an address that has none, and looks at main before it; when
# any NIC leaves, its clean-up takes away each rule whose source is no address of this host. Emulated: it is not in Debian.
netconfig_pass() {
  # shellcheck disable=SC2016
  on standby sh -c 'i=$(cat /sys/class/net/ens7/ifindex)
    ip rule show | grep -q ^30399: || ip rule add pref 30399 lookup main suppress_prefixlength 0
    ip route replace default via 10.0.2.1 dev ens7 onlink table $((30400 + i))
    ip rule show | grep -q "from 10.0.2.50 " || ip rule add from 10.0.2.50 pref $((30400 + i)) lookup $((30400 + i))'
}
netconfig_cleanup() {
  # shellcheck disable=SC2016
  on standby sh -c 'for f in -4 -6; do
    assigned=" $(ip $f -o addr | sed "s/.* inet6\\{0,1\\} \\([^ /]*\\).*/\\1/" | tr "\\n" " ")"
    ip $f rule show | while read -r pref from source rest; do
      [ "$source" = all ] || case $assigned in *" $source "*) ;; *) ip $f rule del pref ${pref%:} from $source ;; esac
    done
  done'
}
on standby sh -c 'ip rule del pref 20001; ip -6 rule del pref 20001; ip addr replace 10.0.2.50/24 dev ens7 noprefixroute'
netconfig_pass
yes_ 'with the rules of cloud-netconfig alone the far client reaches the ENI' reach client $ENI4
no_ "but one in the primary's subnet does not" reach peer1 $ENI4
on standby sh -c 'ip rule flush 2>/dev/null; ip rule add pref 32766 lookup main; ip rule add pref 32767 lookup default; ip rule add pref 30399 lookup main suppress_prefixlength 0; ip addr del 10.0.2.50/24 dev ens7'
on standby sh -c 'mkdir -p /etc/netconfig.d; : >/etc/netconfig.d/cloud-netconfig'
guest standby apply "$TWO" wait=5,persist=none
good 'apply beside cloud-netconfig'
has 'which is told' "$OUT" 'cloud-netconfig removes rules of unassigned sources'
netconfig_pass
same 'its next pass adds no rule for an address that has ours' "$RULES_TWO" "$(rules standby | grep -v 30399)"
yes_ 'and all reach all' all_reach
netconfig_cleanup
same 'a NIC left: it took the rules of delegated prefixes along, and no others' "$(grep -v / <<<"$RULES_TWO")" "$(rules standby | grep -v 30399)"
yes_ 'the addresses still answer' all_reach
guest standby verify "$TWO" wait=2
code 'verify says which rule is missing' 31
has 'by name' "$OUT" 'no rule for 10.0.2.64/28'
guest standby apply "$TWO" wait=2,persist=none
good 'apply puts them back'
same 'each once' "$RULES_TWO" "$(rules standby | grep -v 30399)"
on standby sh -c 'ip rule del pref 30399; rm -r /etc/netconfig.d'
guest standby apply "$ONE" wait=2,persist=none

# VPC CNI
on standby sh -c 'mkdir -p /etc/cni/net.d; echo {} >/etc/cni/net.d/10-aws.conflist'
guest standby apply "$ONE" wait=5
good 'an EKS node'
same 'is not persisted' none "$(field persist)"
has 'and says so' "$OUT" 'VPC CNI node: routed now, not persisted'
on standby rm /etc/cni/net.d/10-aws.conflist

# nothing recognised
on standby sh -c 'mv /etc/network/interfaces /etc/network/off'
guest standby apply "$ONE" wait=5
good 'nothing recognised'
same 'is not persisted' none "$(field persist)"
has 'and says so' "$OUT" 'no network manager recognised'
vpc detach standby
guest standby cleanup "$ONE" wait=1

# amazon-ec2-net-utils 2: bridge, then defer, then watch. A stand-in does what was measured of the real one: DHCP at once
# with the connected route, and after some seconds its own rules in table 10000+n.
on standby sh -c 'mkdir -p /usr/bin /usr/lib/udev/rules.d /run/ub /run/ur
  mount -t overlay -o lowerdir=/usr/bin,upperdir=/run/ub,workdir=/run/ur lab /usr/bin
  mkdir -p /run/ub2 /run/ur2; mount -t overlay -o lowerdir=/usr/lib/udev/rules.d,upperdir=/run/ub2,workdir=/run/ur2 lab /usr/lib/udev/rules.d
  : >/usr/lib/udev/rules.d/99-vpc-policy-routes.rules; printf "#!/bin/sh\n" >/usr/bin/setup-policy-routes; chmod 755 /usr/bin/setup-policy-routes' 2>"$TMP/al" || flunk 'stand-in' "$(cat "$TMP/al")"
vpc attach standby
(
  sleep 3
  on standby sh -c 'ip addr add 10.0.2.50/24 dev ens7; ip route add 10.0.2.0/24 dev ens7 table 10001; ip route add default via 10.0.2.1 dev ens7 table 10001
    ip rule add from 10.0.2.50 lookup 10001 pref 10001'
) 2>/dev/null &
on standby dash "$SCRIPT" apply "$ONE" wait=5 >"$TMP/al.json" 2>/dev/null &
pid=$!
sleep 1
yes_ 'Amazon Linux 2023: routed by us before its tool gets round to it' reach client $ENI4 $ENI6
wait $pid
OUT=$(tail -1 "$TMP/al.json")
same 'deferred to it' True:deferred "$(field ok):$(field persist)"
same 'no file of ours' '' "$(on standby find /etc/systemd/network -name '*eni-failover*')"
has 'its trade-off is told' "$OUT" 'may not answer in that subnet'
on standby sh -c 'ip rule flush pref 20001' 2>/dev/null || on standby ip rule del pref 20001
guest standby verify "$ONE" wait=5
good 'its refresh flushed our rule: still routed, by its own'
on standby ip rule del pref 10001
vpc detach standby
guest standby cleanup "$ONE" wait=1
same 'nothing of ours is left' '' "$(rules standby)"

# ec2-net-utils 1 (Amazon Linux 2): the same; and where its tool makes no rule, network-scripts get files of ours.
on standby sh -c 'umount -l /usr/lib/udev/rules.d; umount -l /usr/bin; mkdir -p /etc/sysconfig/network-scripts; : >/etc/sysconfig/network-scripts/ec2net-functions'
files() { on standby find /etc/sysconfig/network-scripts -name '*ens7'; }
vpc attach standby
(
  sleep 2
  on standby sh -c 'ip route add default via 10.0.2.1 dev ens7 onlink table 10007; ip rule add from 10.0.2.50 lookup 10007'
) 2>/dev/null &
guest standby apply "$ONE" wait=5
wait $!
same 'Amazon Linux 2: deferred to its tool' 0:deferred "$RC:$(field persist)"
same 'no file of ours' '' "$(files)"
same 'router advertisements are left to it' 1 "$(on standby cat /proc/sys/net/ipv6/conf/ens7/accept_ra)"
yes_ 'answers' reach client $ENI4 $ENI6
on standby ip rule del from 10.0.2.50 lookup 10007
vpc detach standby
guest standby cleanup "$ONE" wait=1
vpc attach standby
(
  sleep 5
  began=$(now_ms)
  on standby dash "$SCRIPT" apply "$ONE" wait=5,persist=none >"$TMP/meanwhile" 2>&1
  echo "$? $(($(now_ms) - began))" >"$TMP/meanwhile.took"
) &
guest standby apply "$ONE" wait=5
wait $!
read -r rc took <"$TMP/meanwhile.took"
same 'while one command waits for that tool another need not wait: its code' 0 "$rc"
at_most 'and its time, ms' "$took" 5000
good 'its tool makes no rule in 45 s: routed all the same'
has 'and told' "$OUT" 'made no rule for 02:00:00:00:02:32 in 45 s: ifcfg file written instead'
has 'by files that tell its tool to keep away' "$(on standby cat /etc/sysconfig/network-scripts/ifcfg-ens7)" EC2SYNC=no
yes_ 'answers' all_reach
vpc detach standby
guest standby cleanup "$ONE" wait=1
same 'cleanup takes the files away' '' "$(files)"
