# NetworkManager on a private bus (RHEL, Rocky, Alma, Fedora, SLES 16), with a real udevd.
needs /usr/sbin/NetworkManager nmcli dbus-daemon /lib/systemd/systemd-udevd || return 0
vpc up
if ! start_nm; then flunk 'NetworkManager runs' "$(tail -5 "$TMP/nm.log")" "$(on standby nmcli device)"; return 0; fi
pass "NetworkManager runs: $(on standby nmcli --version)"
nm_minor=$(on standby nmcli --version | sed 's/.*version 1\.\([0-9]*\).*/\1/')
if [ "$nm_minor" -lt 42 ]; then # RHEL 8, 9.0, 9.1: its rules have no protocol, and so have ours beside it
  RULES_ONE=${RULES_ONE//static/unspec} RULES_TWO=${RULES_TWO//static/unspec}
fi
# What NetworkManager itself loses when its own profile of eth0 is activated again, before we were here: newer ones take
# the address away for a moment to test it, and not each time as long.
again() { # -> pings lost at the own address, sorted, of three times
  for _ in 1 2 3; do
    losing 2 $PRIMARY
    on standby nmcli -w 10 connection up eth0 >/dev/null
    lost $PRIMARY
  done | sort -n
}
# shellcheck disable=SC2046
set -- $(again)
NM_BASE=$3
info "nmcli connection up eth0, before we were here: $* pings lost at the own address"
waits 10 eth0_up

vpc attach standby
losing 3 $PRIMARY
guest standby apply "$TWO" wait=5
good 'apply'
same 'by NetworkManager' 'nm' "$(field persist)"
same 'apply: pings lost at the own address' 0 "$(lost $PRIMARY)"
held2() {
  same "$1: rules exactly once" "$RULES_TWO" "$(rules standby)"
  yes_ "$1: table complete" table_ok standby
  yes_ "$1: ENI and own address answer from everywhere" all_reach
}
held2 'apply'
yes_ 'the profile is active on the device' nm_holds ens7
same 'mode of the keyfile' 600 "$(on standby stat -c %a /etc/NetworkManager/system-connections/eni-failover-020000000232.nmconnection)"
hasnt 'main got no default by the ENI' "$(on standby ip route show default; on standby ip -6 route show default)" ens7
losing 2 $PRIMARY $ENI4
guest standby apply "$TWO" wait=5
good 'apply again'
has 'changes nothing' "$OUT" '"rules_added":0,"rules_removed":0'
same 'no ping lost, own address and ENI' '0 0' "$(lost $PRIMARY) $(lost $ENI4)"

losing 3 $PRIMARY
stop_one standby NetworkManager
sleep 0.5
held2 'NetworkManager stopped'
run_nm
waits 10 nm_holds ens7
same 'restart: pings lost at the own address' 0 "$(lost $PRIMARY)"
held2 'NetworkManager restarted'

stop_one standby NetworkManager
on standby rm /etc/NetworkManager/system-connections/eni-failover-020000000232.nmconnection
(sleep 1; run_nm) &
guest standby apply "$TWO" wait=5
wait $!
good 'NetworkManager restarts while we apply'
same 'by NetworkManager' 'nm' "$(field persist)"
yes_ 'the profile is active on the device' nm_holds ens7
held2 'NetworkManager came back'

losing 3 $PRIMARY
on standby sh -c 'ip link set ens7 down; ip link set ens7 name eth9; ip link set eth9 up'
waits 10 nm_holds eth9
sleep 0.5
guest standby apply "$TWO" wait=5
good 'renamed, apply'
same 'the new name' eth9 "$(field dev)"
held2 'renamed'
same 'rename: pings lost at the own address' 0 "$(lost $PRIMARY)"

losing 3 $PRIMARY
vpc detach standby
sleep 0.7
same 'it leaves: NetworkManager takes its rules away by itself' '' "$(rules standby)"
vpc attach standby ens5
waits 10 nm_holds ens5
waits 5 table_ok standby
same 'leave and return: pings lost at the own address' 0 "$(lost $PRIMARY)"
held2 'it returns as ens5, with no command'
guest standby verify "$TWO" wait=5
good 'verify'
# shellcheck disable=SC2046
set -- $(again)
sleep 0.3
held2 "eth0's profile activated again"
at_most "eth0's profile activated again: pings lost at the own address, the least of $* (without us $NM_BASE at most; a busy machine adds some)" "$1" $((NM_BASE + 10))
vpc detach standby
sleep 0.3
guest standby cleanup "$TWO" wait=1
good 'cleanup'
same 'no rule, no file, no profile' '' "$(rules standby)$(on standby ls /etc/NetworkManager/system-connections | grep -v eth0)$(on standby nmcli -t -f NAME connection | grep eni-failover)"

# nm-cloud-setup looks at main first for everything but its own defaults: a client in the primary's subnet cannot reach the
# ENI. Its rules, as it writes them, are added by hand (it is not in Debian); ours come before.
vpc attach standby
# NetworkManager clears a device that it has just met, so its own tool says the same again until it stays.
cloud_setup() {
  on standby sh -c 'ip link set ens7 up; ip addr replace 10.0.2.50/24 dev ens7 noprefixroute
    ip route replace 10.0.2.0/24 dev ens7 table 30400; ip route replace default via 10.0.2.1 dev ens7 table 30400
    for rule in "30350 lookup main suppress_prefixlength 0" "30400 from 10.0.2.50 lookup 30400"; do
      ip rule show pref ${rule%% *} | grep -q . || ip rule add pref $rule
    done'
  reach client $ENI4
}
waits 10 cloud_setup
yes_ 'with nm-cloud-setup'"'"'s rules the far client reaches the ENI' reach client $ENI4
no_ "but one in the primary's subnet does not" reach peer1 $ENI4
guest standby apply "$ONE" wait=5,persist=none
good 'apply beside nm-cloud-setup'
has 'which is told' "$OUT" 'nm-cloud-setup has rules here'
yes_ 'now it does' all_reach
has "nm-cloud-setup's rules are left alone" "$(rules standby)" '30400: from 10.0.2.50 lookup 30400'
vpc detach standby
on standby sh -c 'ip rule del pref 30350; ip rule del pref 30400'
guest standby cleanup "$ONE" wait=1

# staged
guest standby stage "$ONE" wait=0
good 'stage'
sleep 1.2
vpc attach standby ens6
waits 10 nm_holds ens6
guest standby verify "$ONE" wait=5
good 'it comes: verified with no apply'
held 'staged'
vpc detach standby
sleep 0.3
guest standby cleanup "$ONE" wait=1

# A site may have NetworkManager draw a MAC for each profile. EC2 drops what comes from such a MAC.
on standby sh -c 'printf "[connection-drawn]\nmatch-device=interface-name:ens*\nethernet.cloned-mac-address=random\n" >>/run/nm.conf'
stop_one standby NetworkManager
run_nm
vpc attach standby
guest standby apply "$ONE" wait=5
good 'apply where profiles draw a MAC'
yes_ 'the profile is active on the device' nm_holds ens7
mac_of() { on standby cat /sys/class/net/ens7/address; }
same 'the ENI keeps its own' $MAC "$(mac_of)"
yes_ 'ENI and own address answer from everywhere' all_reach
# shellcheck disable=SC2016
on standby sh -c 'file=/etc/NetworkManager/system-connections/eni-failover-020000000232.nmconnection
  sed -i /^cloned-mac-address/d $file && nmcli connection load $file && nmcli -w 5 connection up id eni-failover-020000000232' >/dev/null 2>&1
hasnt 'without that line of the profile it does not: the check can fail' "$(mac_of)" $MAC
on standby ip link set ens7 down
on standby ip link set ens7 address $MAC
vpc detach standby
sleep 0.3
guest standby cleanup "$ONE" wait=1
stop_one standby NetworkManager
on standby sed -i '/connection-drawn/,$d' /run/nm.conf
run_nm

outdated /etc/NetworkManager/system-connections
yes_ 'ENI and own address answer from everywhere' all_reach
