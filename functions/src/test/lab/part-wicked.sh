# SLES 15: no package of wicked here, so a stand-in reads the files as wicked 0.6.80 does: it takes down what it has on the
# interface and sets it up from ifcfg-, ifroute- and ifrule-. It refuses a line with a word that it does not know, as wicked
# does with `onlink`, and adds rules under no protocol, whether or not they are there under another.
vpc up
vpc attach standby
on standby mkdir -p /etc/sysconfig/network /run/w
on standby sh -c 'cat >/run/w/wicked; chmod 755 /run/w/wicked' <<'WICKED'
#!/bin/sh
# wicked ifreload DEVICE
dev=$2 dir=/etc/sysconfig/network
[ "$1" = ifreload ] && [ -r "$dir/ifcfg-$dev" ] || exit 1
. "$dir/ifcfg-$dev"
ip addr flush dev "$dev" scope global
ip link set dev "$dev" ${MTU:+mtu "$MTU"} up
set | sed -n "s/^IPADDR[_0-9]*='\{0,1\}\([^']*\)'\{0,1\}$/\1/p" | while read -r one; do ip addr add "$one" dev "$dev" nodad; done
grep -v '^#' "$dir/ifroute-$dev" | while read -r net gw mask on options; do
  for word in $options; do
    case $word in table | scope | mtu | metric | tos | src | weight | proto | [0-9]* | link | global | host | main) ;; *) echo "ifroute-$dev: cannot parse '$net $options'" && continue 2 ;; esac
  done
  case $net in *:*) f=-6 ;; default) case $gw in *:*) f=-6 ;; *) f=-4 ;; esac ;; *) f=-4 ;; esac
  via=''
  [ "$gw" = - ] || via="via $gw"
  ip $f route replace $net $via dev "$on" $options || echo "ifroute-$dev: refused by the kernel: $net $options"
done
grep -v '^#' "$dir/ifrule-$dev" | while read -r f rule; do ip "-${f#ipv}" rule add $rule proto unspec 2>/dev/null; done
exit 0
WICKED
wicked() { on standby /run/w/wicked "$@"; }
wicked_apply() { SEAM="PATH=/run/w:$PATH" guest standby "$1" "$2" "$3"; }

wicked_apply apply "$ONE" wait=5
good 'apply'
same 'by wicked' wicked "$(field persist)"
out=$(wicked ifreload ens7)
same 'wicked takes every line of ours' '' "$out"
yes_ 'its table is complete' table_ok standby
yes_ 'ENI and own address answer from everywhere' all_reach
on standby sh -c 'ip rule flush; ip rule add pref 32766 lookup main; ip rule add pref 32767 lookup default; ip -6 rule flush; ip -6 rule add pref 32766 lookup main'
out=$(wicked ifreload ens7)
same 'alone, as at boot: every line' '' "$out"
yes_ 'and all answers' all_reach
on standby sh -c 'sed "s/^default.*/& onlink/" /etc/sysconfig/network/ifroute-ens7 >/run/w/with; cp /etc/sysconfig/network/ifroute-ens7 /run/w/without; cp /run/w/with /etc/sysconfig/network/ifroute-ens7'
has 'with onlink it refuses the default: the check can fail' "$(wicked ifreload ens7)" "cannot parse 'default table 20001 onlink'"
no_ 'and the far client gets no answer' reach client $ENI4
on standby cp /run/w/without /etc/sysconfig/network/ifroute-ens7

# Its rules stand beside ours under no protocol: they do the same.
local=local_cidrs=172.30.0.0/16+2001:db8:30::/64
wicked_apply apply "$ONE" "wait=5,$local"
good 'apply with local networks'
wicked ifreload ens7 >/dev/null
info "rules after wicked's reload: $(rules standby | wc -l), ours are 4"
wicked_apply verify "$ONE" "wait=2,$local"
good 'verify, with each rule there twice'
wicked_apply apply "$ONE" "wait=5,$local"
good 'apply'
same 'each rule stands once' "4 20000: from all to 172.30.0.0/16 lookup main
4 20001: from 10.0.2.50 lookup 20001
6 20000: from all to 2001:db8:30::/64 lookup main
6 20001: from 2001:db8:0:2::50 lookup 20001" "$(rules standby | sed 's/ proto [a-z]*$//')"
wicked_apply apply "$ONE" "wait=5,$local"
has 'again: nothing' "$OUT" '"rules_added":0,"rules_removed":0'
yes_ 'ENI and own address answer from everywhere' all_reach
wicked ifreload ens7 >/dev/null
vpc detach standby
wicked_apply cleanup "$ONE" wait=0
good 'cleanup'
same 'leaves no rule, of whatever protocol, and no file' '' "$(rules standby)$(on standby find /etc/sysconfig/network -type f)"

# Cleanup while a manager takes the same rules away
vpc attach standby
wicked_apply apply "$TWO" wait=5,persist=none
vpc detach standby
# shellcheck disable=SC2016
on standby sh -c 'mkdir -p /run/x; real=$(command -v ip); printf "#!/bin/sh\ncase \"\$*\" in *-batch*) [ -e /run/x/once ] || { : >/run/x/once; %s rule del from 10.0.2.51 pref 20001; } ;; esac\nexec %s \"\$@\"\n" "$real" "$real" >/run/x/ip; chmod 755 /run/x/ip'
SEAM="PATH=/run/x:$PATH" guest standby cleanup "$TWO" wait=0
good 'a rule vanishes between the look and the batch: cleanup looks again'
yes_ 'it did vanish' on standby test -e /run/x/once
same 'no rule' '' "$(rules standby)"
