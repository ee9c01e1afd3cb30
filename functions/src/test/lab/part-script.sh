# What the script itself promises: three shells, a second run that changes nothing, every kind of address, tables without
# collision, several interfaces at once, each exit code.
vpc up
vpc attach standby
vpc exec standby ip link set ens7 up
waits 5 on standby grep -qx 1 /sys/class/net/ens7/carrier
shells=(dash 'bash --posix')
! command -v busybox >/dev/null || shells+=('busybox sh')

for SH in "${shells[@]}"; do
  guest standby apply "$TWO" wait=5,persist=none
  good "$SH: apply"
  same "$SH: every rule exactly once" "$RULES_TWO" "$(rules standby)"
  before=$(rules standby; routes standby 20001; on standby ip -o addr; on standby ip route; on standby ip -6 route)
  on standby sh -c 'timeout 3 ip monitor all >/run/monitor 2>&1 &'
  sleep 0.2
  guest standby apply "$TWO" wait=5,persist=none
  good "$SH: apply again"
  has "$SH: the second run adds nothing" "$OUT" '"rules_added":0,"rules_removed":0'
  same "$SH: and the kernel is as before" "$before" "$(rules standby; routes standby 20001; on standby ip -o addr; on standby ip route; on standby ip -6 route)"
  same "$SH: not one route, rule or address was even rewritten" '' "$(on standby cat /run/monitor | grep -vi 'neigh\|lladdr\|\[LINK\]\|netconf\|mroute\|nsid\|STALE\|REACHABLE' | grep -E 'ens7|2000|10\.0\.2|lookup' | grep -v link/)"
  guest standby verify "$TWO" wait=5
  good "$SH: verify"
  vpc detach standby
  guest standby cleanup "$TWO" wait=0
  good "$SH: cleanup"
  same "$SH: cleanup leaves no rule" '' "$(rules standby)"
  same "$SH: cleanup leaves no route" '' "$(routes standby 20001)"
  guest standby cleanup "$TWO" wait=0
  good "$SH: cleanup again"
  has "$SH: which had nothing to do" "$OUT" '"rules_removed":0'
  vpc attach standby
done
SH=dash

guest standby apply "$TWO" wait=5,persist=none
yes_ 'all four addresses answer from everywhere' eval 'for c in client peer1 peer2; do reach $c $LAB_IP4S $LAB_IP6S $PRIMARY; done'
same 'no default of the ENI in main' 1 "$(on standby ip route show default | wc -l)"
same 'no connected route of the ENI in main' '' "$(on standby ip route show table main dev ens7)"
same 'a router advertisement cannot add one: accept_ra is 0' 0 "$(on standby cat /proc/sys/net/ipv6/conf/ens7/accept_ra)"
same 'IPv6 addresses were usable at once: none tentative' '' "$(on standby ip -6 addr show dev ens7 tentative scope global)"

# addresses inside the delegated prefixes, as a container or a VPN would hold them
ip netns exec "$LAB_PREFIX-vpc" nft 'add element bridge lab source { "eni-port" . 10.0.2.65 }; add element bridge lab source6 { "eni-port" . 2001:db8:0:2:1::5 }'
on standby sh -c 'ip addr add 10.0.2.65/32 dev lo; ip -6 addr add 2001:db8:0:2:1::5/128 dev ens7 nodad noprefixroute'
yes_ 'an address of each delegated prefix answers from everywhere' eval 'for c in client peer1; do reach $c 10.0.2.65 2001:db8:0:2:1::5; done'
on standby sh -c 'ip rule del from 10.0.2.64/28 lookup 20001; ip -6 rule del from 2001:db8:0:2:1::/80 lookup 20001'
no_ 'without the rule of its prefix the IPv4 one does not' reach client 10.0.2.65
no_ 'nor the IPv6 one' reach client 2001:db8:0:2:1::5
on standby sh -c 'ip addr del 10.0.2.65/32 dev lo; ip -6 addr del 2001:db8:0:2:1::5/128 dev ens7'
guest standby apply "$TWO" wait=5,persist=none
good 'apply puts them back'

# a verify that cannot fail would be worth nothing
on standby ip rule del from 10.0.2.51 lookup 20001 pref 20001
guest standby verify "$TWO" wait=2
code 'verify sees a missing rule' 31
on standby ip rule add from 10.0.2.51 lookup 20001 pref 20001 proto static
on standby ip rule add from 10.0.2.51 lookup 20001 pref 20001
guest standby verify "$TWO" wait=2
good 'a second rule of another protocol does no harm: verify'
guest standby apply "$TWO" wait=2,persist=none
good 'apply takes one of the two away'
same 'each rule once again, whoever wrote it' "$RULES_TWO" "$(rules standby | sed 's/unspec/static/')"
for proto in kernel unspec boot; do
  on standby sh -c "ip rule del from 10.0.2.51 pref 20001; ip rule add from 10.0.2.51 lookup 20001 pref 20001 proto $proto"
  guest standby apply "$TWO" wait=2,persist=none
  has "a rule under protocol $proto is one of ours: nothing to do" "$OUT" '"ok":true,"verb":"apply","code":0,"interfaces":[{"eni":"eni-0abc","mac":"02:00:00:00:02:32","dev":"ens7","table":20001,"verified":true,"rules_added":0,"rules_removed":0'
done
on standby ip rule del from 10.0.2.51 pref 20001
guest standby apply "$TWO" wait=2,persist=none
on standby ip route del default table 20001
guest standby verify "$TWO" wait=2
code 'verify sees a missing default' 31
on standby ip addr del 10.0.2.51/32 dev ens7
guest standby verify "$TWO" wait=2
code 'verify sees a missing address' 31
guest standby apply "$TWO" wait=2,persist=none
good 'apply mends both'
on standby ip rule add from 10.0.2.50 lookup main pref 100
guest standby verify "$TWO" wait=2
code 'verify sees that somebody else takes the traffic away' 31
on standby ip rule del pref 100

# changes of the ENI's addresses
guest standby apply "${TWO/10.0.2.51/10.0.2.52}" wait=2,persist=none
good 'an address is swapped'
same 'its rule is swapped' "${RULES_TWO/10.0.2.51/10.0.2.52}" "$(rules standby)"
same 'the old address is gone' '' "$(on standby ip -o addr show dev ens7 to 10.0.2.51)"
guest standby apply "${ONE/2001:db8:0:2::50/2001:0db8:0:2:0:0:0:50}" wait=2,persist=none
good 'an IPv6 address spelled another way'
same 'is the same address: rules of one address each' "$RULES_ONE" "$(rules standby)"

# DHCP and a router advertisement got there first
on standby ip addr add 10.0.2.50/24 dev ens7
on standby ip route add default via 10.0.2.1 dev ens7 metric 50
on standby ip -6 route add default via fe80:ec2::1 dev ens7 metric 1000
guest standby apply "$ONE" wait=2,persist=none
good 'apply over a hijacked default'
has 'which it reports' "$OUT" main_default_hijack
same 'and removes' "default via 10.0.1.1 dev eth0 proto dhcp metric 100" "$(on standby ip route show default | sed 's/ *$//')"
same 'in IPv6 too' 1 "$(on standby ip -6 route show default | wc -l)"
yes_ 'all reach all' all_reach
vpc detach standby
guest standby cleanup '' wait=0
good 'cleanup with no interface named: everything remembered and gone'
same 'nothing is left' '' "$(rules standby)$(on standby ls /var/lib/eni-failover)"

# tables
on standby ip route add 10.77.0.0/16 via 10.0.1.1 table 20001
vpc attach standby
guest standby apply "$ONE" wait=2,persist=none
good 'somebody else has routes in table 20001'
same 'the next table is taken' 20002 "$(field table)"
has 'and told' "$OUT" 'table 20001 is in use here'
guest standby apply "$ONE" wait=2,persist=none
same 'and kept at the next run' 20002:0 "$(field table):$(field rules_added)"
on standby ip route flush table 20001
vpc detach standby
guest standby cleanup "$ONE" wait=0
vpc attach standby
guest standby apply "$ONE" wait=2,persist=none
same 'table 20001 is ours again' 20001 "$(field table)"
on standby ip route add 10.77.0.0/16 via 10.0.1.1 table 20001
guest standby apply "$ONE" wait=2,persist=none
same 'then somebody else puts a route into it: the next one is taken' 20002 "$(field table)"
same 'of 20001 the route that is not ours is left, and no other' '10.77.0.0/16 via 10.0.1.1 dev eth0' "$(routes standby 20001)"
yes_ 'answers' all_reach
on standby ip route add 10.78.0.0/16 via 10.0.1.1 table 20002
vpc detach standby
guest standby cleanup "$ONE" wait=0
same 'cleanup leaves their routes too' '10.78.0.0/16 via 10.0.1.1 dev eth0' "$(routes standby 20002)"
on standby sh -c 'ip route flush table 20001; ip route flush table 20002'
vpc attach standby
on standby ip rule add from 10.88.0.0/16 lookup main pref 20003
on standby ip rule add from 10.88.0.0/16 lookup 20004 pref 500
guest standby apply "${ONE/table=20001/table=20003}" wait=2,persist=none
same 'a preference or a lookup of somebody else is passed by' 20005 "$(field table)"
has 'somebody else'"'"'s rules are left alone' "$(rules standby)" '20003: from 10.88.0.0/16 lookup main'
on standby ip rule del pref 20003
on standby ip rule del pref 500
vpc detach standby
guest standby cleanup "$ONE" wait=0
same 'nothing is left' '' "$(rules standby)"
vpc attach standby
guest standby apply "${ONE%,table=*}" wait=2,persist=none
same 'no table given: 20001' 20001 "$(field table)"
on standby mkdir -p /etc/iproute2/rt_tables.d # as Debian 12 has it; Debian 13 has not
guest standby apply "$ONE" wait=2,persist=ifcfg,table_name=moved
same 'a table name is written when asked for' '20001 moved' "$(on standby tail -1 /etc/iproute2/rt_tables.d/eni-failover-020000000232.conf)"
guest standby apply "$ONE" wait=2,persist=none
has 'named tables are understood' "$OUT" '"verified":true,"rules_added":0'
vpc detach standby
guest standby cleanup "$ONE" wait=0
same 'and cleaned' "" "$(rules standby)$(on standby find /etc/iproute2/rt_tables.d -name '*.conf')"

# several at once, in any order, with one deadline
on standby ip link add other type veth peer address 02:00:00:00:02:33 name ens8
on standby ip link set other up
on standby ip link add a0 type bridge
on standby ip link set a0 address 02:00:00:00:02:33 # sorts before ens8, and has its MAC, as a bridge over it would
SECOND="eni=eni-0def,mac=02:00:00:00:02:33,ip4=10.0.2.60,net4=10.0.2.0/24,table=20001"
(sleep 1; vpc attach standby) &
guest standby apply "$SECOND $ONE" wait=8,persist=none
good 'two interfaces in one command, the second comes a second later'
same 'each has its own table, though both asked for the same' '20001 20002' \
  "$(python3 -c 'import json,sys; print(*sorted(i["table"] for i in json.loads(sys.argv[1])["interfaces"]))' "$OUT")"
has 'a bridge with the same MAC is not taken for it' "$OUT" '"dev":"ens8"'
yes_ 'the moved one answers from everywhere' all_reach
wait $! 2>/dev/null
t=$(now_ms)
guest standby apply "$ONE eni=eni-0no,mac=02:00:00:00:02:99,ip4=10.0.2.70,net4=10.0.2.0/24,table=20009" wait=1,persist=none
code 'one of two does not appear' 20
at_most 'the wait is bounded, ms' $(($(now_ms) - t)) 4000
has 'the MACs that were seen are listed' "${OUT#*seen_macs}" '"02:00:00:00:01:14"'
has 'the other one is routed and verified all the same' "$OUT" '"table":20002,"verified":true'
on standby ip link del ens8
on standby ip link del a0
vpc detach standby
guest standby cleanup '' wait=0
same 'nothing is left' '' "$(rules standby)"

# exit codes
guest standby verify "$ONE" wait=0
code 'not here' 20
vpc attach standby
guest standby cleanup "$ONE" wait=0
code 'cleanup refuses while the interface is here' 40
guest standby apply "${ONE%%,ip4*}" wait=1,persist=none
code 'no addresses, no IMDS' 11
SEAM='ENI_ROOT=/run/x' guest standby apply "$ONE" wait=1,persist=networkd
good 'a test tree for the files'
on standby sh -c 'rm -rf /run/x; echo >/run/x'
SEAM='ENI_ROOT=/run/x' guest standby apply "$ONE" wait=1,persist=networkd
code 'files cannot be written: routed now, not kept' 50
has 'and said so' "$OUT" '"verified":true'
# 21 and 30 by an ip that fails at one thing
on standby sh -c 'mkdir /run/bin; touch /run/bin/ip; chmod 755 /run/bin/ip; printf "#!/bin/sh\ncase \"\$*\" in *\"\$(cat /run/refuse)\"*) echo refused >&2; exit 2 ;; esac\nexec /sbin/ip \"\$@\"\n" >/run/bin/ip'
on standby sh -c 'echo "link set" >/run/refuse'
SEAM="PATH=/run/bin:$PATH" guest standby apply "$ONE" wait=1,persist=none
code 'the link cannot be set up' 21
on standby sh -c 'echo "-4 -batch" >/run/refuse'
on standby ip rule del from 10.0.2.50 lookup 20001
SEAM="PATH=/run/bin:$PATH" guest standby apply "$ONE" wait=1,persist=none
code 'ip refuses the batch' 30
on standby rm /run/bin/ip
# A host whose only ip is busybox's: the PATHs that the script adds are hidden by a mount namespace
if command -v busybox >/dev/null; then
  RC=0
  OUT=$(on standby unshare -m sh -c 'mkdir -p /run/old; cp "$(command -v busybox)" /run/old/ip
    for p in /bin/ip /sbin/ip /usr/bin/ip /usr/sbin/ip; do [ ! -e "$p" ] || mount --bind /run/old/ip "$p"; done
    exec dash "$@"' sh "$SCRIPT" verify "$ONE" wait=0 2>"$TMP/err") || RC=$?
  ERR=$(cat "$TMP/err")
  code 'ip is busybox' 13
fi
guest standby apply "$ONE" wait=0,bogus=1
code 'an unknown option' 10
guest standby apply "$ONE $ONE" wait=0
code 'the same MAC twice' 10
guest standby apply "${ONE/ip4=10.0.2.50/ip4=10.0.3.50}" wait=0
code 'an address outside its subnet' 10
if [ -x /usr/bin/setpriv ] || command -v setpriv >/dev/null; then
  RC=0
  OUT=$(on standby setpriv --reuid 65534 --clear-groups dash "$SCRIPT" verify "$ONE" wait=0 2>/dev/null) || RC=$?
  code 'not root' 12
fi

# IMDS, when the control plane gave no addresses
on standby ip addr replace 169.254.169.254/32 dev lo
cat >"$TMP/imds" <<'IMDS'
/latest/meta-data/network/interfaces/macs/02:00:00:00:02:32/local-ipv4s 10.0.2.50\n10.0.2.51
/latest/meta-data/network/interfaces/macs/02:00:00:00:02:32/ipv6s 2001:db8:0:2::50
/latest/meta-data/network/interfaces/macs/02:00:00:00:02:32/subnet-ipv4-cidr-block 10.0.2.0/24
/latest/meta-data/network/interfaces/macs/02:00:00:00:02:32/subnet-ipv6-cidr-blocks 2001:db8:0:2::/64
IMDS
no_imds() { ! on standby curl -s -o /dev/null --max-time 1 http://169.254.169.254/; }
if needs curl; then
  # shellcheck disable=SC2086
  daemon standby imds $NET imds "$TMP/imds"
  waits 5 on standby curl -s -o /dev/null http://169.254.169.254/
  guest standby apply "mac=$MAC" wait=2,persist=none
  good 'addresses from IMDSv2'
  same 'all of them' "4 20001: from 10.0.2.50 lookup 20001 proto static
4 20001: from 10.0.2.51 lookup 20001 proto static
6 20001: from 2001:db8:0:2::50 lookup 20001 proto static" "$(rules standby)"
  for pid in $(pids_of standby python3); do ! tr '\0' ' ' <"/proc/$pid/cmdline" | grep -q ' imds ' || kill -TERM "$pid"; done
  waits 5 no_imds
  sed -i 's/local-ipv4s .*/local-ipv4s 10.0.2.50;touch${IFS}x/' "$TMP/imds"
  # shellcheck disable=SC2086
  daemon standby imds $NET imds "$TMP/imds"
  waits 5 on standby curl -s -o /dev/null http://169.254.169.254/
  guest standby apply "mac=$MAC" wait=2,persist=none
  code 'a hostile IMDS is refused' 11
fi

# two commands at once: SSM retries
at_once() { # at_once INTERFACE INTERFACE TITLE: answers in $TMP/a and $TMP/b
  local a b
  vpc detach standby
  guest standby cleanup "$ONE" wait=0
  (sleep 0.5; vpc attach standby) &
  on standby dash "$SCRIPT" apply "$1" wait=5,persist=none >"$TMP/a" 2>/dev/null &
  a=$!
  on standby dash "$SCRIPT" apply "$2" wait=5,persist=none >"$TMP/b" 2>/dev/null &
  b=$!
  wait $a && wait $b && pass "$3 at once both end well" || flunk "$3 at once" "$(cat "$TMP/a" "$TMP/b")"
}
at_once "$ONE" "$ONE" 'two applies'
same 'and every rule is there exactly once' "$RULES_ONE" "$(rules standby)"

# two commands at once for two interfaces that ask for the same table
on standby ip link add other type veth peer address 02:00:00:00:02:33 name ens8
on standby ip link set other up
at_once "$SECOND" "$ONE" 'two applies of two interfaces'
same 'each has its own table' '20001 20002' "$(python3 -c 'import json,sys; print(*sorted(json.loads(open(f).read().splitlines()[-1])["interfaces"][0]["table"] for f in sys.argv[1:]))' "$TMP/a" "$TMP/b")"
yes_ 'the moved one answers from everywhere' all_reach
on standby ip link del ens8
guest standby cleanup "$SECOND" wait=0

# the lock: held for a while, and held for too long (a flock that gives up at once stands for the 30 s)
on standby flock /run/eni-failover.lock sleep 1.5 &
sleep 0.2
guest standby apply "$ONE" wait=5,persist=none
good 'the lock is held for a second: apply waits for it'
yes_ 'so it says itself' python3 -c 'import json,sys; assert 1000 <= json.loads(sys.argv[1])["elapsed_ms"] < 5000' "$OUT"
on standby sh -c 'mkdir -p /run/bin; printf "#!/bin/sh\nexit 1\n" >/run/bin/flock; chmod 755 /run/bin/flock'
SEAM="PATH=/run/bin:$PATH" guest standby apply "$ONE" wait=1,persist=none
code 'the lock is held for too long' 30
on standby rm /run/bin/flock

# the size of the answer
many=''
for i in $(seq 10 24); do many="$many eni=eni-0123456789abcdef0,mac=02:00:00:00:03:$i,ip4=10.0.2.1$i,net4=10.0.2.0/24,table=$((20100 + i))"; done
guest standby apply "${many# }" wait=0,persist=none
code 'fifteen interfaces that are not here' 20
at_most 'characters of the answer' ${#OUT} 2499
yes_ 'which is JSON' python3 -c 'import json,sys; assert len(json.loads(sys.argv[1])["interfaces"]) == 15' "$OUT"

# what the rehearsal measures with: the longest gap of each kind must see a gap that is there
guest standby apply "$ONE" wait=5,persist=none
waits 3 reach client $ENI4 $ENI6
(sleep 4) | vpc watch $ENI4 $ENI6 >"$TMP/watch" 2>/dev/null &
pid=$!
sleep 1.2
vpc detach standby
sleep 0.6
on standby dash "$SCRIPT" apply "$ONE" wait=5,persist=none >/dev/null 2>&1 &
vpc attach standby
wait $pid
info "watch over a detach of 600 ms: $(cut -c1-90 "$TMP/watch")"
yes_ 'watch prints the longest gap of tcp4, ping4, tcp6 and ping6, each from 600 ms to 2.6 s' python3 -c 'import json,sys
d = json.loads(open(sys.argv[1]).read().splitlines()[-1])
assert all(600 <= d[k] <= 2600 for k in ("tcp4", "ping4", "tcp6", "ping6")), d' "$TMP/watch"
vpc down
# who keeps a VPC may die in any way: its end of the pipe closes, and nothing is left
sleep 1000 | vpc keep >"$TMP/keep" 2>&1 &
keeper=$!
waits 20 grep -q ready "$TMP/keep"
has 'vpc keep makes the namespaces' "$(ip netns list)" "$LAB_PREFIX-client"
kill -KILL "$(jobs -p %+)" # the sleep, first of the pipeline
wait $keeper
same 'and takes them down when its keeper was killed' '' "$(ip netns list | grep "^$LAB_PREFIX-")"
yes_ 'down may be run again' vpc down
same 'down leaves no namespace' '' "$(ip netns list | grep "^$LAB_PREFIX-")"
# its keeper may be killed too: the next rehearsal sweeps up what has the number of a process that is gone, and only that
sleep 1000 &
alive=$!
for number in 4999999 $alive; do ip netns add r$number-vpc; ip netns add r$number-client; done
vpc sweep 2>/dev/null
same 'what a killed rehearsal left is swept up' '' "$(ip netns list | grep '^r4999999-')"
same 'and not what one that lives has' 2 "$(ip netns list | grep -c "^r$alive-")"
kill $alive
wait $alive 2>/dev/null
vpc sweep 2>/dev/null
same 'until it is gone' '' "$(ip netns list | grep "^r$alive-")"
