# ENIs and hosts of other shapes: IPv6 alone, the ENI in the subnet of the host's own interface, an ENI that somebody put
# under a bridge, SELinux, a short PATH, and a host that has lost its memory.
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon || return 0
vpc up
vpc networkd standby || { flunk 'networkd runs'; return 0; }
vpc attach standby

# IPv6 alone
SIX="eni=eni-0abc,mac=$MAC,ip6=2001:db8:0:2::50,net6=2001:db8:0:2::/64,table=20001"
guest standby apply "$SIX" wait=5
good 'an ENI of IPv6 alone'
SIX_RULE=$(as_networkd '6 20001: from 2001:db8:0:2::50 lookup 20001 proto static')
same 'one rule' "$SIX_RULE" "$(rules standby)"
yes_ 'answers from everywhere' eval 'for c in client peer1 peer2; do reach $c $ENI6 $PRIMARY; done'
hasnt 'nothing of IPv4 in its file' "$(on standby cat /etc/systemd/network/05-eni-failover-020000000232.network)" 10.0
on standby networkctl reconfigure ens7
waits 5 configured standby ens7
yes_ 'networkd routes it by itself too' reach client $ENI6
guest standby verify "$SIX" wait=2
good 'verify'
guest standby apply "$ONE" wait=5
good 'then it gets an IPv4 address'
same 'rules of both' "$(as_networkd "$RULES_ONE")" "$(rules standby)"
guest standby apply "$SIX" wait=5
good 'and loses it'
same 'one rule again' "$SIX_RULE" "$(rules standby)"
same 'no IPv4 address' '' "$(on standby ip -4 -o addr show dev ens7)"
same 'no IPv4 route' '' "$(on standby ip -4 route show table 20001 2>/dev/null)"
vpc detach standby
guest standby cleanup "$SIX" wait=0
same 'cleanup leaves nothing' '' "$(rules standby)$(on standby find /etc -name '*eni-failover*')"

# The ENI in the subnet of the host's own interface: main's connected route there is the host's own and has to stay.
OWN="eni=eni-0def,mac=02:00:00:00:01:60,ip4=10.0.1.60,net4=10.0.1.0/24,ip6=2001:db8:0:1::60,net6=2001:db8:0:1::/64,table=20001"
# With its MAC from the beginning: udev would give it one of its own, as to any whose address is random
ip -n "$LAB_PREFIX-vpc" link add own-port type veth peer address 02:00:00:00:01:60 name ens8 netns "$LAB_PREFIX-standby"
ip -n "$LAB_PREFIX-vpc" link set own-port master br1 up
ip netns exec "$LAB_PREFIX-vpc" nft 'add element bridge lab source { "own-port" . 10.0.1.60 }; add element bridge lab source6 { "own-port" . 2001:db8:0:1::60 }'
own_reach() { local c; for c in client peer1 peer2; do reach $c 10.0.1.60 2001:db8:0:1::60 $PRIMARY 2001:db8:0:1::20 || { echo "from $c"; return 1; }; done; }
main() { on standby ip route show table main; on standby ip -6 route show table main | grep -v ^fe80::; }
before=$(main)
for filter in 0 1 2; do
  on standby sh -c "for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo $filter >\$f; done"
  losing 1 $PRIMARY
  guest standby apply "$OWN" wait=5,persist=none
  good "rp_filter $filter: the ENI is in the subnet of the host's own interface"
  same 'no ping lost at the own address' 0 "$(lost $PRIMARY)"
  same 'main is as before' "$before" "$(main)"
  yes_ 'both answer from everywhere' own_reach
  on standby ip link set ens8 down
  on standby sh -c 'ip rule flush pref 20001 2>/dev/null; ip rule del pref 20001; ip -6 rule del pref 20001' 2>/dev/null
done
on standby sh -c 'for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 >$f; done'
# DHCP got there first: the address with the subnet's length, a connected route beside the host's own
on standby ip addr flush dev ens8
on standby ip link set ens8 up
on standby ip addr add 10.0.1.60/24 dev ens8
guest standby apply "$OWN" wait=5,persist=none
good 'and DHCP had made a second connected route'
same 'only that one is taken away' "$before" "$(main)"
yes_ 'both answer from everywhere' own_reach

# Two moved ENIs, each in a subnet of its own, one of them the host's
vpc attach standby
guest standby apply "$OWN $ONE" wait=5,persist=none
good 'two ENIs'
yes_ 'the first answers, and the host' own_reach
yes_ 'the second answers, and the host' all_reach
on standby ip link del ens8
guest standby cleanup "$OWN" wait=0
good 'one leaves'
yes_ 'the other answers' all_reach

# An ENI of another VPC that has the same network: subnet, gateway and link-local gateway are those of the host's own
ip netns add "$LAB_PREFIX-twin"
ip -n "$LAB_PREFIX-twin" link add wire type veth peer address 02:00:00:00:01:60 name ens8 netns "$LAB_PREFIX-standby"
ip -n "$LAB_PREFIX-twin" link set lo up
ip -n "$LAB_PREFIX-twin" link set wire up
for one in 10.0.1.1/24 10.50.0.1/32 2001:db8:0:1::1/64 fe80:ec2::1/64 2001:db8:0:50::1/128; do ip -n "$LAB_PREFIX-twin" addr add $one dev wire $([[ $one == 10.* ]] || echo nodad); done
twin_reach() { ip netns exec "$LAB_PREFIX-twin" $NET reach 700 $PORT 10.0.1.60 2001:db8:0:1::60 >"$TMP/twin"; ! grep fail "$TMP/twin"; }
before=$(main)
guest standby apply "$OWN" wait=5,persist=none
good "an ENI of another VPC with the host's own network"
same 'main is as before' "$before" "$(main)"
yes_ 'it answers in its own subnet' twin_reach
ip -n "$LAB_PREFIX-twin" route replace 10.0.1.0/24 dev wire src 10.50.0.1
ip -n "$LAB_PREFIX-twin" route replace 2001:db8:0:1::/64 dev wire src 2001:db8:0:50::1
yes_ 'and beyond its gateway' twin_reach
yes_ 'the host and the other ENI answer' all_reach
# which may even have the host's own address: then there is nothing that could be routed without losing the host
for own in ip4=$PRIMARY,net4=10.0.1.0/24 ip6=2001:db8:0:1::20,net6=2001:db8:0:1::/64; do
  guest standby apply "eni=eni-0def,mac=02:00:00:00:01:60,$own,table=20001" wait=5,persist=none
  code "${own%%,*} is the address of the host: refused" 10
  has 'and why' "$OUT" 'is the address of another interface of this host'
  yes_ 'and the host still answers by it' reach client $PRIMARY 2001:db8:0:1::20
done
on standby ip link del ens8
guest standby cleanup "$OWN" wait=0

# Addresses that stand on another interface already, as a service binds them or an older tool left them
vpc detach standby
guest standby cleanup "$ONE" wait=0
on standby sh -c 'ip addr add 10.0.2.50/32 dev lo; ip addr add 10.0.2.50/32 dev eth0; ip -6 addr add 2001:db8:0:2::50/128 dev lo nodad; ip -6 addr add 2001:db8:0:2::50/128 dev eth0 nodad'
elsewhere() { on standby ip -o addr | grep -cE ' (lo|eth0) .* (10.0.2.50/32|2001:db8:0:2::50/128) '; }
vpc attach standby
guest standby apply "$ONE" wait=5,persist=none
good 'its addresses stand on lo and eth0 already'
same 'rules exactly once' "$RULES_ONE" "$(rules standby)"
yes_ 'all reach all' all_reach
vpc detach standby
guest standby cleanup "$ONE" wait=0
same 'cleanup leaves them where they were' 4 "$(elsewhere)"
on standby sh -c 'for d in lo eth0; do ip addr del 10.0.2.50/32 dev $d; ip -6 addr del 2001:db8:0:2::50/128 dev $d; done'
vpc attach standby
guest standby apply "$ONE" wait=5,persist=none

# Under a bridge its addresses are not where packets arrive
on standby sh -c 'ip link add br0 type bridge; ip link set ens7 master br0'
guest standby apply "$ONE" wait=5,persist=none
code 'under a bridge: not routed, whatever its rules say' 31
has 'and why' "$OUT" 'ens7 is part of a bridge or bond'
no_ 'it does not answer indeed' reach client $ENI4
on standby ip link del br0
guest standby apply "$ONE" wait=5,persist=none
good 'free again'
yes_ 'and it does' all_reach

# SELinux: a file that was moved keeps the label of where it came from, so the policy's own is asked for. A stand-in notes it.
on standby sh -c 'mkdir -p /run/se /etc/sysconfig/network-scripts; printf "#!/bin/sh\necho \"\$*\" >>/run/labelled\n" >/run/se/restorecon; chmod 755 /run/se/restorecon
  echo BOOTPROTO=dhcp >/etc/sysconfig/network-scripts/ifcfg-ens7'
SEAM="PATH=/run/se:$PATH" guest standby apply "$ONE" wait=5,persist=ifcfg
good 'a host with SELinux'
for one in ifcfg-ens7 route-ens7 rule6-ens7; do has "$one is labelled" "$(on standby cat /run/labelled)" "/etc/sysconfig/network-scripts/$one"; done
vpc detach standby
on standby rm /run/labelled
SEAM="PATH=/run/se:$PATH" guest standby cleanup "$ONE" wait=0
good 'cleanup'
has 'so is what comes back' "$(on standby cat /run/labelled)" /etc/sysconfig/network-scripts/ifcfg-ens7
on standby rm -r /etc/sysconfig/network-scripts

# A PATH without sbin, or none
vpc attach standby
for path in /usr/bin:/bin ''; do
  RC=0
  OUT=$(on standby sh -c 'cd /run; printf "#!/bin/sh\ntouch /run/trap\n" >uname; chmod 755 uname; exec env -i PATH="$1" "$2" "$3" apply "$4" wait=5,persist=none' sh "$path" "$(on standby sh -c 'command -v dash')" "$SCRIPT" "$ONE" 2>"$TMP/err") || RC=$?
  ERR=$(cat "$TMP/err") OUT=${OUT##*$'\n'}
  good "PATH='$path'"
done
no_ 'and no program of the current directory ran' on standby test -e /run/trap

# It lost its memory (a full disk, a state that was not restored): cleanup by name finds what has the MAC in its name
guest standby apply "$ONE" wait=5,netplan=yes,table_name=moved
good 'apply'
vpc detach standby
on standby rm -r /var/lib/eni-failover
guest standby cleanup "$ONE" wait=0
good 'cleanup of a host that remembers nothing'
same 'no rule, no file' '' "$(rules standby)$(on standby find /etc -name '*eni-failover*')"

# Files that go by the interface's name have no MAC in theirs: they are found by their first line, and no other file is
for backend in ifcfg wicked; do
  dir=/etc/sysconfig/network
  [ $backend = wicked ] || dir=$dir-scripts
  foreign() { on standby sh -c "cd $dir; find . -type f | sort | xargs grep -c ''"; }
  on standby sh -c "mkdir -p $dir; cd $dir; echo HWADDR=$MAC >ifcfg-eth5; printf 'DEVICE=x\n# Written by ENI Failover, removed by its cleanup: $MAC as ens7\n' >ifcfg-x"
  before=$(foreign)
  vpc attach standby
  guest standby apply "$ONE" wait=5,persist=$backend
  good "$backend: apply"
  on standby rm -r /var/lib/eni-failover
  vpc detach standby
  vpc attach standby ens6
  guest standby apply "$ONE" wait=5,persist=$backend
  good "$backend: the host remembers nothing, and it returns under another name"
  same "$backend: no file by the old name" '' "$(on standby find $dir -name '*-ens7')"
  vpc detach standby
  on standby rm -r /var/lib/eni-failover
  guest standby cleanup "$ONE" wait=0
  good "$backend: cleanup of a host that remembers nothing"
  same "$backend: no rule, no file, and every foreign file" "$before" "$(rules standby)$(foreign)"
  # it left uncleaned, and another gets its name
  vpc attach standby
  guest standby apply "$ONE" wait=5,persist=$backend
  vpc detach standby
  on standby ip link add other type veth peer address 02:00:00:00:02:33 name ens7
  on standby ip link set other up
  OTHER="eni=eni-0def,mac=02:00:00:00:02:33,ip4=10.0.2.60,net4=10.0.2.0/24,table=20009"
  guest standby apply "$OTHER" wait=5,persist=$backend
  good "$backend: another ENI gets the name of one that left uncleaned"
  same "$backend: nothing of the old one is in its files" '' "$(on standby grep -rlF -e 10.0.2.50 -e 2001:db8:0:2::50 $dir)"
  files=$(foreign)
  guest standby cleanup "$ONE" wait=0
  good "$backend: a late cleanup of the old one"
  same "$backend: leaves the files of the new one" "$files" "$(foreign)"
  on standby ip link del ens7
  guest standby cleanup "$OTHER" wait=0
  same "$backend: no rule, no file of ours" "$before" "$(rules standby)$(foreign)"
  on standby rm -r $dir
done
