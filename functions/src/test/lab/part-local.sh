# Networks behind the host, and hosts that are shaped otherwise: containers, tunnels, MTU, IPv6 without an address.
needs iptables || return 0
vpc up
vpc attach standby
# a bridge with a container: bridge NAME NETWORK-PREFIX CONTAINER
bridge() {
  # shellcheck disable=SC2016
  on standby sh -c 'ip link add "$1" type bridge && ip addr add "$2.1/24" dev "$1" && ip link set "$1" up
    mkdir -p /run/netns; ip netns add "$3"
    ip link add "v$3" type veth peer name eth0 netns "$3" && ip link set "v$3" master "$1" up
    ip -n "$3" addr add "$2.2/24" dev eth0; ip -n "$3" link set eth0 up; ip -n "$3" link set lo up; ip -n "$3" route add default via "$2.1"
    ip netns exec "$3" setsid python3 "$4" listen 8080 "$3" </dev/null >/dev/null 2>&1 &' sh "$1" "$2" "$3" "$LAB/net.py"
}
in_box() { local box=$1; shift; on standby ip netns exec "$box" $NET reach 700 $PORT "$@" | tee "$TMP/box" | grep -q fail && return 1; grep -q ok "$TMP/box"; }
published() { ! on "$1" $NET reach 700 80 $ENI4 | grep -q fail; }
on standby sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward
  iptables -t nat -A PREROUTING -p tcp --dport 80 -m addrtype --dst-type LOCAL -j DNAT --to-destination 172.31.7.2:8080
  iptables -t nat -A POSTROUTING -s 172.31.7.0/24 ! -o br-web -j MASQUERADE'
bridge br-web 172.31.7 web
on standby sh -c 'ip tuntap add tun9 mode tun; ip addr add 10.200.0.1/24 dev tun9; ip link set tun9 up; ip route add 10.201.0.0/16 dev tun9'

guest standby apply "$ONE" wait=5,persist=none
good 'apply beside a bridge of containers and a tunnel'
for net in 172.31.7.0/24 10.200.0.0/24 10.201.0.0/16; do has "what main says of $net holds" "$(rules standby)" "4 20000: from all to $net lookup main"; done
hasnt 'never of a subnet of EC2' "$(rules standby)" '10.0.1.0/24'
yes_ 'a container reaches the ENI' in_box web $ENI4
for place in client peer1 peer2; do yes_ "a port that a container publishes answers at the ENI, to $place" published $place; done
for filter in 1 2; do
  on standby sh -c "for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo $filter >\$f; done"
  yes_ "with rp_filter=$filter too" published client
done
on standby sh -c 'for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$f; done'
yes_ 'ENI and own address answer from everywhere' all_reach
guest standby apply "$ONE" wait=5,persist=none
has 'again: nothing' "$OUT" '"rules_added":0,"rules_removed":0'
same 'the chain is there once' 1 "$(on standby iptables -t mangle -S PREROUTING | grep -c ENI-FAILOVER)"
on standby ip rule del pref 20001 fwmark 0x2000/0x3000
no_ 'without the rule of the mark it does not: the check can fail' published client
guest standby verify "$ONE" wait=1
code 'and verify says so' 31
guest standby apply "$ONE" wait=5,persist=none
yes_ 'apply puts it back' published client

# What kubelet and kube-proxy do with their marks
on standby sh -c 'iptables -A INPUT -m mark --mark 0x8000/0x8000 -j DROP; iptables -t nat -A POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE'
yes_ 'our marks are not those of kubelet and kube-proxy: all answers' all_reach
yes_ 'published ports too' published client
same 'none was dropped or masqueraded by them' '0 0' "$(on standby sh -c 'iptables -nvxL INPUT; iptables -t nat -nvxL POSTROUTING' | awk '/mark match/ { printf "%s%s", n++ ? " " : "", $1 }')"
on standby sh -c 'iptables -F INPUT; iptables -t nat -D POSTROUTING -m mark --mark 0x4000/0x4000 -j MASQUERADE'

# One that comes later: its requests are answered at once; verify tells of it, and from the next apply on it has its rule.
bridge br-late 172.31.8 late
yes_ 'a container of a network that came later reaches the ENI' in_box late $ENI4
yes_ 'and a published port' on standby ip netns exec late $NET reach 700 80 $ENI4
on standby ip rule del pref 20000 fwmark 0x3000/0x3000
no_ 'without the rule of the second mark it does not: the check can fail' in_box late $ENI4
guest standby verify "$ONE" wait=1
code 'and verify says so' 31
guest standby apply "$ONE" wait=5,persist=none
yes_ 'apply puts it back' in_box late $ENI4
bridge br-later 172.31.9 later
guest standby verify "$ONE" wait=1
good 'verify'
has 'which tells of a network without a rule' "$OUT" '172.31.9.0/24 has no rule'
on standby iptables -t mangle -F PREROUTING
guest standby verify "$ONE" wait=1
has 'and of marks that are gone, as after a reboot' "$OUT" 'ports that containers publish do not answer at the ENI'
guest standby apply "$ONE" wait=5,persist=none
yes_ 'apply puts them back' published client
has 'and the rule is there' "$(rules standby)" '172.31.9.0/24'
on standby sh -c 'ip netns pids later | xargs kill; ip netns del later; ip link del br-later'
guest standby apply "$ONE" wait=5,persist=none
hasnt 'a network that is gone has no rule any more' "$(rules standby)" '172.31.9.0/24'

# A route that covers a subnet of EC2's is not followed, and told.
on standby ip route add 10.0.0.0/8 dev tun9
guest standby apply "$ONE" wait=5,persist=none
has 'a route over a tunnel that covers a subnet of EC2 is told' "$OUT" 'the route to 10.0.0.0/8, which covers the subnet 10.0'
hasnt 'and not followed' "$(rules standby)" '10.0.0.0/8'
yes_ 'who is in those subnets reaches the ENI' reach peer1 $ENI4
on standby ip route del 10.0.0.0/8 dev tun9

# A single host behind a veth, as Calico wires a pod: no rule of its own, and it is answered all the same. Calico sets
# proxy_delay to 0 too: else the kernel answers ARP after up to 0.8 s, by chance.
on standby sh -c 'ip netns add pod; ip link add cali1 type veth peer name eth0 netns pod; ip link set cali1 up; ip route add 10.244.3.7/32 dev cali1
  echo 1 >/proc/sys/net/ipv4/conf/cali1/proxy_arp; echo 0 >/proc/sys/net/ipv4/neigh/cali1/proxy_delay; ip -n pod link set eth0 up; ip -n pod addr add 10.244.3.7/32 dev eth0
  ip -n pod route add 169.254.1.1 dev eth0; ip -n pod route add default via 169.254.1.1'
guest standby apply "$ONE" wait=5,persist=none
hasnt 'a single host gets no rule of its own' "$(rules standby)" 10.244.3.7
yes_ 'but an answer' in_box pod $ENI4
on standby sh -c 'ip netns del pod; ip link del cali1 2>/dev/null'

vpc detach standby
guest standby cleanup "$ONE" wait=0
good 'cleanup'
same 'no rule, no chain' '' "$(rules standby)$(on standby iptables-save -t mangle | grep ENI-FAILOVER)"

# In the files of each manager
for backend in networkd nm ifupdown ifcfg wicked; do
  vpc attach standby
  SEAM="ENI_ROOT=/run/files ENI_BACKEND=$backend" guest standby apply "$ONE" wait=5
  good "$backend: apply"
  files=$(on standby sh -c 'cat $(find /run/files/etc -type f)')
  has "$backend: the networks are in its files" "$files" '172.31.8.0/24'
  [ $backend != networkd ] || has "$backend: and the marks" "$files" '0x2000/0x3000'
  vpc detach standby
  SEAM="ENI_ROOT=/run/files ENI_BACKEND=$backend" guest standby cleanup "$ONE" wait=0
done
on standby sh -c 'ip netns pids web | xargs kill; ip netns pids late | xargs kill; ip netns del web; ip netns del late; ip link del br-web; ip link del br-late; ip link del tun9; iptables -t nat -F; echo 0 >/proc/sys/net/ipv4/ip_forward'

# MTU: the host's own, on the ENI too
for ns in vpc standby client; do for dev in $(ip -n "$LAB_PREFIX-$ns" -o link show | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p'); do ip -n "$LAB_PREFIX-$ns" link set "$dev" mtu 9001 2>/dev/null; done; done
ip -n "$LAB_PREFIX-limbo" link set eni0 mtu 1500
large() { on client ping -M "do" -s 8000 -c 2 -W 1 $ENI4; }
vpc attach standby
guest standby apply "$ONE" wait=5,persist=none
good 'a host at 9001 bytes'
same 'the ENI gets the same' 9001 "$(on standby cat /sys/class/net/ens7/mtu)"
yes_ 'a packet of 8,000 bytes is answered' large
on standby ip link set ens7 mtu 1500
no_ 'at 1500 it is not: the check can fail' large
guest standby apply "$ONE" wait=5,persist=none
yes_ 'the next apply sees it' large
vpc detach standby
guest standby cleanup "$ONE" wait=0
for ns in vpc standby client; do for dev in $(ip -n "$LAB_PREFIX-$ns" -o link show | sed -n 's/^[0-9]*: \([^:@]*\).*/\1/p'); do ip -n "$LAB_PREFIX-$ns" link set "$dev" mtu 1500 2>/dev/null; done; done

# The host's own interface has an IPv6 default and no IPv6 address: it must not send with the ENI's.
on standby ip -6 addr flush dev eth0 scope global
on standby sh -c 'ip -6 route replace default via fe80:ec2::1 dev eth0 proto ra metric 1024'
source6() { on standby ip -6 -o route get 2001:db8:0:9::10 2>&1; }
vpc attach standby
on standby sh -c 'ip link set ens7 up; ip -6 addr add 2001:db8:0:2::50/128 dev ens7 nodad noprefixroute'
has "the kernel would take the ENI's address: the check can fail" "$(source6)" "src $ENI6"
SEAM=ENI_BACKEND=ifupdown guest standby apply "$ONE" wait=5,persist=ifcfg
good "apply, with the ENI's address there already"
hasnt "the host does not send with the ENI's address" "$(source6)" "src $ENI6"
yes_ 'the ENI answers' reach client $ENI4 $ENI6
guest standby apply "$ONE" wait=5,persist=ifcfg
good 'again'
same 'it is kept over a reboot' '1' "$(on standby sh -c 'cat /etc/sysctl.d/*eni-failover* | grep -c net/ipv6/conf/eth0/use_oif_addrs_only')"
vpc detach standby
guest standby cleanup "$ONE" wait=0
good 'cleanup'
same 'all of it is as it was' 0 "$(on standby sh -c 'cat /proc/sys/net/ipv6/conf/eth0/use_oif_addrs_only; ls /etc/sysctl.d | grep eni-failover')"

# Only an address that another interface has, and with which the host sends, is refused.
vpc attach standby
on standby sh -c 'ip -6 addr add 2001:db8:0:2::50/64 dev eth0 nodad noprefixroute'
guest standby apply "$ONE" wait=5,persist=none
code "an address that is the host's own on another interface" 10
has 'is refused by name' "$OUT" '2001:db8:0:2::50 is the address of another interface of this host'
on standby ip -6 addr del 2001:db8:0:2::50/64 dev eth0
guest standby apply "$ONE" wait=5,persist=none
good 'without it: apply'
