# Hosts on which something is already where ours would go: tables that only look free, defaults over two interfaces, more
# shells, stacked interfaces with the ENI's MAC, a late name, strict ARP.
vpc up
vpc attach standby

# A table in which another interface has an IPv6 route is not free.
for net in 2001:db8:77::/64 2001::/16 default fd77::1; do
  on standby ip -6 route add "$net" dev eth0 table 20001
  guest standby apply "$ONE" wait=5,persist=none
  has "a foreign IPv6 route to $net: another table" "$OUT" '"table":20002,'
  has 'and told' "$OUT" 'table 20001 is in use here'
  same 'the foreign route stays' 1 "$(on standby ip -6 route show table 20001 | wc -l)"
  vpc detach standby
  guest standby cleanup "$ONE" wait=0
  on standby ip -6 route flush table 20001
  vpc attach standby
done

# A default of main over both interfaces
guest standby apply "$ONE" wait=5,persist=none
on standby ip route add default metric 50 nexthop via 10.0.1.1 dev eth0 nexthop via 10.0.2.1 dev ens7 onlink
guest standby apply "$ONE" wait=5,persist=none
has 'a multipath default over the ENI is told, IPv4' "$OUT" 'a multipath default leaves by ens7 too'
on standby ip route del default metric 50
on standby ip -6 route add default metric 50 nexthop via fe80:ec2::1 dev eth0 nexthop via fe80:ec2::1 dev ens7
guest standby apply "$ONE" wait=5,persist=none
has 'and IPv6' "$OUT" 'a multipath default leaves by ens7 too'
on standby ip -6 route del default metric 50
guest standby apply "$ONE" wait=5,persist=none
hasnt 'without it nothing is told' "$OUT" multipath

# More shells that a site may have as its sh
for shell in mksh ksh; do
  if needs $shell; then
    vpc detach standby
    guest standby cleanup "$ONE" wait=0
    vpc attach standby
    SH=$shell guest standby apply "$ONE" wait=5,persist=ifcfg
    good "$shell: apply"
    hasnt "$shell: the lock is its own" "$OUT$ERR" lock
    same "$shell: rules" "$RULES_ONE" "$(rules standby)"
    SH=$shell guest standby verify "$ONE" wait=2
    good "$shell: verify"
    on standby flock /run/eni-failover.lock sleep 2 &
    sleep 0.5
    began=$(now_ms)
    SH=$shell guest standby apply "$ONE" wait=5,persist=ifcfg
    good "$shell: apply while another command holds the lock"
    if [ $(($(now_ms) - began)) -ge 1000 ]; then pass "$shell: it waited"; else flunk "$shell: it did not wait for the lock"; fi
    wait $!
    vpc detach standby
    SH=$shell guest standby cleanup "$ONE" wait=0
    good "$shell: cleanup"
    vpc attach standby
  fi
done

# A file that cleanup gives back is not said to be "not ours any more", whether it is remembered or found.
on standby sh -c 'mkdir -p /etc/sysconfig/network-scripts; printf "DEVICE=ens7\n# theirs\n" >/etc/sysconfig/network-scripts/ifcfg-ens7'
guest standby apply "$ONE" wait=5,persist=ifcfg
vpc detach standby
guest standby cleanup "$ONE" wait=0
good 'cleanup gives a file back'
hasnt 'without a word of doubt' "$OUT" 'not ours any more'
has 'it is theirs' "$(on standby cat /etc/sysconfig/network-scripts/ifcfg-ens7)" theirs
on standby rm -r /etc/sysconfig/network-scripts
# An interface that left without cleanup: network-scripts source the file, at boot too.
vpc attach standby
guest standby apply "$ONE" wait=5,persist=ifcfg
onboot() { on standby sh -c 'cd /etc/sysconfig/network-scripts; . ./ifcfg-ens7; echo $ONBOOT'; }
same 'ifcfg: brought up at boot where the interface is here' yes "$(onboot)"
vpc detach standby
same 'and passed by where it left' no "$(onboot)"
guest standby cleanup "$ONE" wait=0
vpc attach standby

# What this host does with ARP and with its own addresses
guest standby apply "$ONE" wait=5,persist=none
hasnt 'an ordinary host: nothing to tell' "$OUT" arp_ignore
hasnt 'nor of its rule for local addresses' "$OUT" 'rule for local'
on standby sh -c 'echo 2 >/proc/sys/net/ipv4/conf/all/arp_ignore'
guest standby apply "$ONE" wait=5,persist=none
has 'arp_ignore=2 is told' "$OUT" 'arp_ignore of all is above 1'
on standby sh -c 'echo 1 >/proc/sys/net/ipv4/conf/all/arp_ignore; echo 2 >/proc/sys/net/ipv4/conf/all/arp_announce; ip neigh flush all'
for ns in client peer1 peer2 vpc; do ip -n "$LAB_PREFIX-$ns" neigh flush all; done
guest standby apply "$ONE" wait=5,persist=none
yes_ 'strict ARP (arp_ignore=1, arp_announce=2): all answers' all_reach
on standby sh -c 'echo 0 >/proc/sys/net/ipv4/conf/all/arp_ignore; echo 0 >/proc/sys/net/ipv4/conf/all/arp_announce'
on standby sh -c 'ip rule add pref 32765 lookup local; ip rule del pref 0'
guest standby apply "$ONE" wait=5,persist=none
has 'the rule for local addresses after ours is told' "$OUT" 'the rule for local addresses is at 32765, after ours'
on standby sh -c 'ip rule add pref 0 lookup local; ip rule del pref 32765'
vpc detach standby
guest standby cleanup "$ONE" wait=0

needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon || return 0
vpc up
vpc networkd standby || { flunk 'networkd runs'; return 0; }
# The name changes after udev's time is over: the file is by MAC.
vpc attach standby eth9
guest standby stage "${ONE}" wait=0
(
  sleep 1.5
  on standby sh -c 'ip link set eth9 down; ip link set eth9 name ens7; ip link set ens7 up'
) &
guest standby apply "$ONE" wait=10
wait $!
sleep 1
guest standby apply "$ONE" wait=10
good 'the interface gets its name late: apply'
same 'kept by networkd' networkd "$(field persist)"
yes_ 'and all answers' all_reach

# macvlan upon the ENI has its MAC too: the file is not for it.
if on standby ip link add link ens7 name mv0 address $MAC type macvlan 2>/dev/null; then
  on standby sh -c 'ip link set mv0 up 2>/dev/null; networkctl reload'
  sleep 1
  hasnt 'networkd does not take a macvlan upon the ENI for it' "$(networkd_state standby mv0)" eni-failover
  has 'the ENI it does' "$(networkd_state standby ens7)" eni-failover
  guest standby apply "$ONE" wait=5
  good 'apply beside it'
  same 'the ENI is the ENI' ens7 "$(field dev)"
  same 'mv0 has no address of it' '' "$(on standby ip -o addr show dev mv0 | grep -F 10.0.2.50)"
  on standby ip link del mv0
else
  info 'this kernel has no macvlan'
fi
