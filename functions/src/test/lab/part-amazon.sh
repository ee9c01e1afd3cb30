# Amazon Linux 2023: systemd-networkd, and amazon-ec2-net-utils, which writes a file for networkd some seconds after an
# interface appeared and reloads. The real tool (Debian's package, fetched by `install` and never installed), the real
# networkd and udevd, a DHCP server in both subnets and a metadata service. The unit and the timer are played by a loop:
# nothing here is process 1.
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon netplan dnsmasq curl logger || return 0
TOOL=/var/cache/eni-lab/amazon-ec2-net-utils
[ -x $TOOL/usr/bin/setup-policy-routes ] || { skip 'amazon-ec2-net-utils is not here: run functions/src/test/lab/install'; return 0; }

amazon_up() {
  vpc up
  start_dhcp 2
  # the tool in its place, 80-ec2.network for the driver that there is here, and no file of Debian's own for all others
  cp -r $TOOL "$TMP/tool"
  on standby sh -c 'mkdir -p /usr/share/amazon-ec2-net-utils /run/o/b /run/o/bw /run/o/n /run/o/nw
    mount -t overlay -o lowerdir=/usr/bin,upperdir=/run/o/b,workdir=/run/o/bw lab /usr/bin
    mount -t overlay -o lowerdir=/usr/lib/systemd/network,upperdir=/run/o/n,workdir=/run/o/nw lab /usr/lib/systemd/network
    cp "$1/usr/bin/setup-policy-routes" /usr/bin
    mkdir -p /run/amazon
    cp "$1/usr/share/amazon-ec2-net-utils/lib.sh" /run/amazon
    printf "#!/bin/sh\n" >/run/amazon/logger # there is no syslog here
    chmod 755 /run/amazon/logger
    sed "s/^Driver=.*/Driver=veth/" "$1/usr/lib/systemd/network/80-ec2.network" >/usr/lib/systemd/network/80-ec2.network
    chmod 644 /usr/lib/systemd/network/80-ec2.network' sh "$TMP/tool" || return 1
  start_networkd standby || return 1
  cat >"$TMP/imds" <<IMDS
/latest/meta-data/mac 02:00:00:00:01:14
/latest/meta-data/network/interfaces/macs/$MAC/device-number 1
/latest/meta-data/network/interfaces/macs/$MAC/interface-id eni-0abc
/latest/meta-data/network/interfaces/macs/$MAC/local-ipv4s 10.0.2.50
/latest/meta-data/network/interfaces/macs/$MAC/ipv6s 2001:db8:0:2::50
IMDS
  on standby ip addr add 169.254.169.254/32 dev lo
  daemon standby imds $NET imds "$TMP/imds"
  waits 5 on standby curl -sf -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token
}
# The unit at once, and then the timer's refresh, here every two seconds instead of every minute.
tool_runs() { # tool_runs DEVICE
  # shellcheck disable=SC2016
  daemon standby tool sh -c 'PATH=/run/amazon:$PATH
    until [ -e "/sys/class/net/$1" ]; do sleep 0.05; done
    LIBDIR_OVERRIDE=/run/amazon EC2_IF_INITIAL_SETUP=1 setup-policy-routes "$1" start; echo first
    while [ -e "/sys/class/net/$1" ]; do sleep 2; LIBDIR_OVERRIDE=/run/amazon setup-policy-routes "$1" start; echo again; done
    LIBDIR_OVERRIDE=/run/amazon setup-policy-routes "$1" stop; echo stopped' sh "$1"
}
tool_did() { [ "$(grep -c "$1" "$TMP/tool.log")" -ge "$2" ]; }

if ! out=$(amazon_up 2>&1); then flunk 'Amazon Linux: networkd, its tool, DHCP and IMDS' "$out"; return 0; fi
pass "networkd, DHCP, IMDS and $(sed -n 's/^Version: //p' $TOOL/control 2>/dev/null) of amazon-ec2-net-utils"

# Without us: how long its addresses are dead.
tool_runs ens7
ip -n "$LAB_PREFIX-limbo" link set dev eni0 name ens7
without=$(ip netns exec "$LAB_PREFIX-client" $NET appear 20000 $PORT $ENI4 -- ip -n "$LAB_PREFIX-limbo" link set dev ens7 netns "$LAB_PREFIX-standby" | awk '{ print $2 }')
info "the tool alone: interface appears -> first TCP over IPv4, ms: $without (99999: not in 20 s)"
waits 40 tool_did first 1 || flunk 'the tool ends its first run' "$(cat "$TMP/tool.log")"
yes_ 'the tool made its rule: it does run here' eval 'on standby ip rule show | grep -q "from 10.0.2.50 lookup 10001"'
vpc detach standby
waits 10 tool_did stopped 1
: >"$TMP/tool.log"

# The script waits there already, as in a failover. Three times: the kernel may take a second to see a carrier.
: >"$TMP/appeared"
for round in 1 2 3; do
  if [ $round != 1 ]; then
    vpc detach standby
    waits 10 tool_did stopped 1
    : >"$TMP/tool.log"
    guest standby cleanup "$ONE" wait=1
  fi
  tool_runs ens7
  on standby $SH "$SCRIPT" apply "$ONE" wait=10 >"$TMP/al.json" 2>"$TMP/al.err" &
  pid=$!
  sleep 1.5
  ip -n "$LAB_PREFIX-limbo" link set dev eni0 name ens7
  ip netns exec "$LAB_PREFIX-client" $NET appear 20000 $PORT $ENI4 $ENI6 -- ip -n "$LAB_PREFIX-limbo" link set dev ens7 netns "$LAB_PREFIX-standby" |
    awk '{ print $2 }' | sort -n | tail -1 >>"$TMP/appeared"
  [ $round = 3 ] || wait $pid
done
losing 12 $PRIMARY $ENI4 $ENI6
wait $pid
OUT=$(tail -1 "$TMP/al.json")
has 'apply while the tool starts' "$OUT" '{"ok":true,'
same 'kept by our own file for networkd' networkd "$(field persist)"
at_most "interface appears -> first TCP over IPv4 and IPv6, ms, median of $(tr '\n' ' ' <"$TMP/appeared")" "$(sort -n "$TMP/appeared" | sed -n 2p)" 250
waits 40 tool_did first 1 || flunk 'the tool ends its first run' "$(cat "$TMP/tool.log")"
waits 15 tool_did again 2 || flunk 'and two refreshes' "$(cat "$TMP/tool.log")"
same 'pings lost at the ENI, IPv4 and IPv6, while the tool runs and refreshes' '0 0' "$(lost $ENI4) $(lost $ENI6)"
same "and at the host's own address" 0 "$(lost $PRIMARY)"
held 'the tool ran'
same 'main has no route to the subnet of the ENI' '' "$(on standby ip route show table main dev ens7; on standby ip -6 route show table main dev ens7 | grep -v -e ^fe80 -e '^[^ /]* ')"
guest standby apply "$ONE" wait=5
good 'a second apply'
has 'changes nothing' "$OUT" '"rules_added":0,"rules_removed":0'
held 'a second apply'
losing 3 $PRIMARY $ENI4 $ENI6
restart_networkd standby
waits 5 configured standby ens7
info "networkd restarted: pings lost at own/ENI v4/v6: $(lost $PRIMARY)/$(lost $ENI4)/$(lost $ENI6)"
held 'networkd restarted'
guest standby verify "$ONE" wait=2
good 'verify'

# It leaves and is cleaned, and returns under another name: the tool's file of the old name has its MAC still (its own bug 166).
vpc detach standby
waits 10 tool_did stopped 1
guest standby cleanup "$ONE" wait=1
good 'cleanup'
same 'no rule, no file of ours' '' "$(rules standby)$(on standby find /etc/systemd/network -name '*eni-failover*')"
: >"$TMP/tool.log"
tool_runs ens9
vpc attach standby ens9
guest standby apply "$ONE" wait=5
good 'it returns as ens9, before we came'
waits 40 tool_did first 1
held 'returned as ens9'

# Told to leave it to the tool: what counts is where its table leads, not that there is a rule.
vpc detach standby
waits 10 tool_did stopped 1
guest standby cleanup "$ONE" wait=1
vpc attach standby
on standby sh -c 'ip rule add from 10.0.2.50 lookup 10001 pref 10001; ip -6 rule add from 2001:db8:0:2::50 lookup 10001 pref 10001'
guest standby apply "$ONE" wait=5,persist=deferred
same 'rules to an empty table are not taken for routing: our own file' 0:networkd "$RC:$(field persist)"
has 'and told' "$OUT" "did not route $MAC in 45 s"
waits 5 on standby sh -c '! ip rule show | grep -q "lookup 10001"' || on standby ip rule del pref 10001
yes_ 'ENI and own address answer from everywhere' all_reach
