# ifupdown (Debian 11).
needs /sbin/ifup /sbin/ifquery || return 0
on_file=/etc/network/interfaces.d/60-eni-failover-020000000232
vpc up
on standby sh -c 'mkdir -p /run/network /etc/network/interfaces.d; printf "auto lo\niface lo inet loopback\nsource /etc/network/interfaces.d/*\n" >/etc/network/interfaces'
vpc attach standby
losing 2 $PRIMARY
guest standby apply "$TWO" wait=5
good 'apply'
same 'by ifupdown' ifupdown "$(field persist)"
same 'rules exactly once' "$RULES_TWO" "$(rules standby)"
same 'pings lost at the own address' 0 "$(lost $PRIMARY)"
has 'ifupdown knows it as up' "$(on standby ifquery --state)" 'ens7=ens7'
losing 2 $PRIMARY $ENI4
guest standby apply "$TWO" wait=5
has 'apply again changes nothing' "$OUT" '"ok":true,"verb":"apply","code":0'
has 'no rule' "$OUT" '"rules_added":0,"rules_removed":0'
same 'no ping lost' '0 0' "$(lost $PRIMARY) $(lost $ENI4)"
losing 3 $PRIMARY
on standby ifdown ens7 >"$TMP/ifdown" 2>&1
same 'ifdown takes our rules away' '' "$(rules standby)"
on standby ip addr flush dev ens7
on standby ifup ens7 >"$TMP/ifup" 2>&1 || flunk ifup "$(cat "$TMP/ifup")"
same 'ifup brings them back' "$RULES_TWO" "$(rules standby)"
yes_ 'table complete' table_ok standby
yes_ 'everything answers' all_reach
same 'pings lost at the own address' 0 "$(lost $PRIMARY)"
guest standby verify "$TWO" wait=2
good 'verify'
# as at boot: nothing but the file
on standby sh -c 'ip rule flush; ip -6 rule flush; for f in -4 -6; do ip $f rule add pref 32766 lookup main 2>/dev/null; ip $f rule add pref 32767 lookup default 2>/dev/null; ip $f rule add pref 0 lookup local 2>/dev/null; done
  rm -f /run/network/ifstate*; ip link set ens7 down; ip addr flush dev ens7; ifup --allow=hotplug ens7' >"$TMP/boot" 2>&1
waits 3 all_reach
yes_ 'as at boot, from the file alone: everything answers' all_reach
yes_ 'rules of the file' eval '[ "$(rules standby | grep -c 20001)" = 6 ]'
vpc detach standby
guest standby cleanup "$TWO" wait=1
good 'cleanup'
same 'no rule, no file' '' "$(rules standby | grep 20001)$(on standby ls $on_file 2>/dev/null)"
# It left without a cleanup, and another ENI gets its name: its stanza must not route the old one's addresses too
vpc attach standby
guest standby apply "$TWO" wait=5
vpc detach standby
on standby ip link add other type veth peer address 02:00:00:00:02:33 name ens7
on standby ip link set other up
OTHER="eni=eni-0def,mac=02:00:00:00:02:33,ip4=10.0.2.60,net4=10.0.2.0/24,table=20009"
guest standby apply "$OTHER" wait=5
good 'another ENI gets the name of one that left uncleaned'
no_ 'the file of the old one is gone' on standby test -e $on_file
same 'no address of the old one is here' '' "$(on standby ip -o addr show dev ens7 | grep -F 10.0.2.5)"
guest standby cleanup "$TWO" wait=0
good 'a late cleanup of the old one'
same 'leaves the rule of the new one' '4 20009: from 10.0.2.60 lookup 20009 proto static' "$(rules standby | grep 2000)"
yes_ 'and its file' on standby test -e /etc/network/interfaces.d/60-eni-failover-020000000233
on standby ip link del ens7
guest standby cleanup "$OTHER" wait=0
same 'no rule, no file' '' "$(rules standby | grep 2000)$(on standby ls /etc/network/interfaces.d)"
on standby sh -c 'echo "auto lo" >/etc/network/interfaces'
vpc attach standby
guest standby apply "$ONE" wait=5
code 'an interfaces file that does not read interfaces.d: told' 50
