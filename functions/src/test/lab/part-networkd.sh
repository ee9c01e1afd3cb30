# systemd-networkd with a real udevd, a real lease and the file that netplan wrote (Ubuntu, Debian 12 and 13).
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon netplan dnsmasq || return 0
vpc up
start_dhcp
if ! out=$(start_networkd standby 2>&1); then flunk 'networkd runs' "$out"; return 0; fi
pass "networkd runs: $(on standby networkctl --version | head -1), eth0 has a lease"
file=/etc/systemd/network/05-eni-failover-020000000232.network

# What networkd itself costs the host's own address when it is told to configure eth0 again, before we were ever here.
losing 2 $PRIMARY
on standby networkctl reconfigure eth0
BASE=$(lost $PRIMARY)
waits 5 configured standby eth0
info "networkctl reconfigure eth0, before we were here: $BASE pings lost at the own address"
# At a start it takes the leased address away and puts it back with the new lease, here some 40 to 400 ms later.
restarts() { # restarts LINK -> pings lost at the own address, sorted, of three times
  for _ in 1 2 3; do
    losing 1 $PRIMARY
    restart_networkd standby
    waits 5 configured standby "$1"
    lost $PRIMARY
  done | sort -n
}
# shellcheck disable=SC2046
set -- $(restarts eth0)
RESTART_BASE=$3
info "networkd restarted three times, before we were here: $* pings lost at the own address"
no_worse() { at_most "$1: pings lost at the own address (without us $2; a busy machine adds some)" "$(lost $PRIMARY)" $(($2 + 10)); }

# Without the file: what goes wrong on every host that is only routed by hand.
vpc attach standby
guest standby apply "$ONE" wait=5,persist=none
good 'apply without persistence'
yes_ 'works at first' all_reach
on standby networkctl reconfigure eth0
sleep 1
waits 5 configured standby eth0
if flushes; then
  same 'then networkd, asked to reconfigure eth0, flushes the rules: the reason for the file' '' "$(rules standby)"
else
  same 'networkd before 248 leaves the rules alone' "$RULES_ONE" "$(rules standby)"
fi

RULES_ONE=$(as_networkd "$RULES_ONE")
losing 2.5 $PRIMARY
guest standby apply "$ONE" wait=5
good 'apply, persisted'
same 'by networkd' networkd "$(field persist)"
! flushes || has 'the flushed rules were put back' "$OUT" '"rules_added":2'
same 'our apply with its reload: pings lost at the host'"'"'s own address' 0 "$(lost $PRIMARY)"
held 'after apply'
same 'the file can be read by networkd' 644 "$(on standby stat -c %a $file)"
stamp=$(on standby stat -c %Y.%i $file)
state=$(networkd_state standby ens7)
losing 1.5 $PRIMARY $ENI4
guest standby apply "$ONE" wait=5
good 'apply again'
has 'changes nothing' "$OUT" '"rules_added":0,"rules_removed":0'
same 'the file was not touched' "$stamp" "$(on standby stat -c %Y.%i $file)"
same 'no ping lost' '0 0' "$(lost $PRIMARY) $(lost $ENI4)"

losing 2 $PRIMARY $ENI4 $ENI6
on standby networkctl reload
sleep 0.7
info "reload: lost at own/ENI v4/ENI v6: $(lost $PRIMARY)/$(lost $ENI4)/$(lost $ENI6)"
same 'reload: no ping lost at the own address' 0 "$(lost $PRIMARY)"
held 'reload'
losing 2 $PRIMARY $ENI4 $ENI6
on standby sh -c 'touch /run/systemd/network/10-netplan-eth0.network; networkctl reload'
sleep 1
no_worse "reload after eth0's file got a new mtime" $BASE
info "lost at ENI v4/v6: $(lost $ENI4)/$(lost $ENI6)"
held "eth0's file touched, reload"
for link in eth0 ens7; do
  losing 2 $PRIMARY $ENI4 $ENI6
  on standby networkctl reconfigure $link
  sleep 1
  if [ $link = eth0 ]; then no_worse 'reconfigure eth0' $BASE; else same 'reconfigure of the ENI: pings lost at the own address' 0 "$(lost $PRIMARY)"; fi
  info "lost at ENI v4/v6: $(lost $ENI4)/$(lost $ENI6)"
  waits 5 configured standby $link
  held "reconfigure $link"
done
# shellcheck disable=SC2046
set -- $(restarts ens7)
at_most "networkd restarted three times: pings lost at the own address, the least of $* (without us $RESTART_BASE at most; a busy machine adds some)" "$1" $((RESTART_BASE + 5))
losing 1 $ENI4 $ENI6
restart_networkd standby
waits 5 configured standby ens7
info "once more: lost at ENI v4/v6: $(lost $ENI4)/$(lost $ENI6)"
held 'networkd restarted'
stop_one standby systemd-networkd
run_networkd standby
waits 5 configured standby ens7
held 'networkd stopped and started'
guest standby verify "$ONE" wait=2
good 'verify after all that'

# It leaves, and is cleaned; it returns under another name.
vpc detach standby
losing 1.5 $PRIMARY
guest standby cleanup "$ONE" wait=1
good 'cleanup after it left'
same 'no ping lost' 0 "$(lost $PRIMARY)"
same 'no rule, no file' '' "$(rules standby)$(on standby ls /etc/systemd/network)"
vpc attach standby ens9
guest standby apply "$ONE" wait=5
good 'it returns as ens9'
held 'returned'
on standby sh -c 'ip link set ens9 down; sleep 0.2; ip link set ens9 up'
sleep 1
guest standby apply "$ONE" wait=5
good 'apply after a link flap'
held 'link down and up'

# An address is added: only the ENI's link is reconfigured.
losing 2 $PRIMARY $ENI4
guest standby apply "${ONE/ip4=10.0.2.50/ip4=10.0.2.50+10.0.2.51}" wait=5
good 'an address more'
same 'no ping lost at the own address' 0 "$(lost $PRIMARY)"
info "lost at the ENI: $(lost $ENI4)"
yes_ 'it answers too' reach client 10.0.2.51 $ENI4 $ENI6

# Half a file, as a host has it whose power went off
on standby sh -c "head -c 150 $file >/run/half; cat /run/half >$file"
guest standby apply "$ONE" wait=5
good 'half a file of ours: apply'
held 'half a file'
has 'which is whole again' "$(on standby cat $file)" 'From=2001:db8:0:2::50'

# networkd is down at this moment: a package is being upgraded
stop_one standby systemd-networkd
on standby rm $file
(sleep 1; run_networkd standby) &
guest standby apply "$ONE" wait=5
wait $!
good 'networkd restarts while we apply'
same 'by networkd' networkd "$(field persist)"
held 'networkd came back'

# A file that sorts before ours: told, not hidden.
on standby sh -c 'printf "[Match]\nMACAddress=02:00:00:00:02:32\n[Network]\nDHCP=no\n" >/etc/systemd/network/01-site.network; networkctl reload'
sleep 0.5
guest standby apply "${ONE/10.0.2.50/10.0.2.51}" wait=5
code 'a foreign file wins over ours' 50
