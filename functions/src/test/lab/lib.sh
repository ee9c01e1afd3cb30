# Shared by the parts of the lab; sourced by `run`. Bash.
LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
SSM=$LAB/../../main/ssm
GOLDEN=$LAB/../resources/guest
NET="python3 $LAB/net.py"
export PYTHONDONTWRITEBYTECODE=1
export LAB_PREFIX=${LAB_PREFIX:-l$(($$ % 10000))}
export LAB_IP4S="10.0.2.50 10.0.2.51" LAB_IP6S="2001:db8:0:2::50 2001:db8:0:2::51"
TMP=$(mktemp -d -p /var/tmp)
SCRIPT=${ENI_SCRIPT:-$TMP/eni-failover.sh} # as it stands in the SSM document, byte for byte
[ -n "${ENI_SCRIPT:-}" ] || "$SSM/assemble" --script >"$SCRIPT"
chmod 711 "$TMP" # the script refuses nobody, who has to be able to read it
PASSED=0 FAILED=0 SKIPPED=0 PART=lab PORT=7654

MAC=02:00:00:00:02:32
ENI4=10.0.2.50 ENI6=2001:db8:0:2::50 PRIMARY=10.0.1.20
ONE="eni=eni-0abc,mac=$MAC,ip4=10.0.2.50,net4=10.0.2.0/24,ip6=2001:db8:0:2::50,net6=2001:db8:0:2::/64,table=20001"
TWO="eni=eni-0abc,mac=$MAC,ip4=10.0.2.50+10.0.2.51,pfx4=10.0.2.64/28,net4=10.0.2.0/24,ip6=2001:db8:0:2::50+2001:db8:0:2::51,pfx6=2001:db8:0:2:1::/80,net6=2001:db8:0:2::/64,table=20001"
RULES_ONE="4 20001: from 10.0.2.50 lookup 20001 proto static
6 20001: from 2001:db8:0:2::50 lookup 20001 proto static"
RULES_TWO="4 20001: from 10.0.2.50 lookup 20001 proto static
4 20001: from 10.0.2.51 lookup 20001 proto static
4 20001: from 10.0.2.64/28 lookup 20001 proto static
6 20001: from 2001:db8:0:2:1::/80 lookup 20001 proto static
6 20001: from 2001:db8:0:2::50 lookup 20001 proto static
6 20001: from 2001:db8:0:2::51 lookup 20001 proto static"

pass() { PASSED=$((PASSED + 1)); printf 'ok    %-10s %s\n' "$PART" "$1"; }
flunk() {
  FAILED=$((FAILED + 1))
  printf 'FAIL  %-10s %s\n' "$PART" "$1"
  shift
  [ $# -eq 0 ] || printf '%s\n' "$@" | head -40 | sed 's/^/        | /'
}
# A missing daemon is a skip on a developer's machine and a failure in CI.
skip() {
  if [ "${CI:-}" = true ]; then
    flunk "$1 (a skip is a failure where CI=true)"
  else
    SKIPPED=$((SKIPPED + 1))
    printf 'skip  %-10s %s\n' "$PART" "$1"
  fi
}
info() { printf '      %-10s %s\n' "$PART" "$1"; }
same() { if [ "$2" = "$3" ]; then pass "$1"; else flunk "$1" "expected:" "$2" "got:" "$3"; fi; }
yes_() { # yes_ DESCRIPTION COMMAND...
  local what=$1 out
  shift
  if out=$("$@" 2>&1); then pass "$what"; else flunk "$what" "$*" "$out"; fi
}
no_() {
  local what=$1 out
  shift
  if out=$("$@" 2>&1); then flunk "$what" "succeeded: $*" "$out"; else pass "$what"; fi
}
at_most() { if [ "$2" -le "$3" ]; then pass "$1: $2 (at most $3)"; else flunk "$1: $2, more than $3"; fi; }
has() { case $2 in *"$3"*) pass "$1" ;; *) flunk "$1" "no '$3' in:" "$2" ;; esac; }
hasnt() { case $2 in *"$3"*) flunk "$1" "'$3' in:" "$2" ;; *) pass "$1" ;; esac; }

vpc() { "$LAB/vpc" "$@"; }
on() { local h=$1; shift; "$LAB/vpc" exec "$h" "$@"; }

# guest HOST VERB INTERFACES OPTIONS -> OUT (the last line of stdout), RC, ERR. SH chooses the shell.
SH=dash
guest() {
  local host=$1
  shift
  RC=0
  # shellcheck disable=SC2086
  OUT=$(on "$host" env ${SEAM:-} $SH "$SCRIPT" "$@" 2>"$TMP/err") || RC=$?
  ERR=$(cat "$TMP/err")
  OUT=${OUT##*$'\n'}
}
field() { python3 -c 'import json,sys; d=json.loads(sys.argv[1]); i=d["interfaces"][0] if d["interfaces"] else {}; print({**i,**d}[sys.argv[2]])' "$OUT" "$1"; }
good() { # good DESCRIPTION: the last guest command succeeded
  if [ "$RC" = 0 ] && [[ $OUT == '{"ok":true,'* ]]; then pass "$1"; else flunk "$1" "rc $RC" "$OUT" "$ERR"; fi
}
code() { if [ "$RC" = "$2" ] && [[ $OUT == *"\"code\":$2,"* ]]; then pass "$1"; else flunk "$1: code $RC instead of $2" "$OUT" "$ERR"; fi; }

# Every rule that is not the kernel's own, both families, sorted. Duplicates stay visible.
rules() {
  { on "$1" ip -d -o rule show | sed 's/^/4 /'; on "$1" ip -6 -d -o rule show | sed 's/^/6 /'; } |
    tr '\t' ' ' | grep -v ' \(0\|32766\|32767\): from all lookup \(local\|main\|default\)' | sed 's/ *$//' | sort || :
}
routes() { { on "$1" ip route show table "$2"; on "$1" ip -6 route show table "$2"; } 2>/dev/null | sed 's/ *$//'; }
table_ok() { # exactly our four routes, whatever the metric (NetworkManager 1.30 adds one to the gateway)
  local got
  got=$(routes "$1" "${2:-20001}" | grep -v '^fe80:ec2::1 ' | sed -E 's/ (metric [0-9]+|pref medium|proto [a-z]+|scope link|onlink)//g' | sed -E "s/ dev [a-z0-9]+//; s/ *$//" | sort)
  [ "$got" = "10.0.2.0/24
2001:db8:0:2::/64
default via 10.0.2.1
default via fe80:ec2::1" ] || { printf '%s\n' "$got"; return 1; }
}
reach() { # reach CLIENT ADDRESS...: all answer TCP
  local from=$1 got
  shift
  # shellcheck disable=SC2086
  got=$(on "$from" $NET reach "${REACH_MS:-700}" $PORT "$@")
  ! grep -q fail <<<"$got" || { echo "$got"; return 1; }
}
all_reach() { # every client place reaches the ENI and the standby's own address
  local c
  for c in client peer1 peer2; do reach "$c" "$ENI4" "$ENI6" "$PRIMARY" || { echo "from $c"; return 1; }; done
}

# Pings at 20 ms from the far client while something happens: they have begun when `losing` returns and end when `lost` is
# first asked, or after that many seconds if these are longer.
losing() { # losing SECONDS ADDRESS... (background); then lost
  rm -f "$TMP/loss.begun" "$TMP/loss.over"
  # shellcheck disable=SC2086,SC2094 # a stem of names, and a file
  on client $NET loss "$@" "$TMP/loss" >"$TMP/loss" 2>&1 &
  LOSS_PID=$!
  waits 20 test -e "$TMP/loss.begun" || flunk 'the pings do not begin' "$(cat "$TMP/loss")"
}
lost() { # lost ADDRESS -> number, after the run ended
  : >"$TMP/loss.over"
  while kill -0 "$LOSS_PID" 2>/dev/null; do sleep 0.05; done # asked from a subshell, which cannot wait for it
  python3 -c 'import json,sys; d=json.load(open(sys.argv[1]))[sys.argv[2]]; assert d["sent"]>20, d; print(d["lost"])' "$TMP/loss" "$1"
}

# Daemons run inside a host's namespaces, with their output in a file: a pipe would keep CI waiting.
daemon() { # daemon HOST LOG COMMAND...
  local host=$1 log=$2
  shift 2
  on "$host" setsid "$@" </dev/null >"$TMP/$log.log" 2>&1 &
  disown
}
waits() { # waits SECONDS COMMAND...
  local end=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$end" ] || return 1
    sleep 0.05
  done
}
start_bus() {
  on "$1" mkdir -p /run/dbus
  daemon "$1" dbus dbus-daemon --system --nofork --nopidfile
  waits 5 on "$1" test -S /run/dbus/system_bus_socket
}
start_udev() {
  on "$1" mkdir -p /run/udev
  daemon "$1" udev /lib/systemd/systemd-udevd
  waits 5 on "$1" test -S /run/udev/control
  on "$1" udevadm trigger --subsystem-match=net --action=add
  on "$1" udevadm settle -t 5
}
pids_of() { # pids_of HOST NAME: the processes of that name (the kernel keeps 15 characters of it) inside that host
  local pid
  for pid in $(ip netns pids "$LAB_PREFIX-$1"); do
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != "${2:0:15}" ] || echo "$pid"
  done
}
stop_one() { # stop_one HOST NAME [SIGNAL]: and wait until it is gone; nothing to stop is an error
  local pids
  pids=$(pids_of "$1" "$2")
  [ -n "$pids" ] || { flunk "stop $2: it was not running"; return 1; }
  # shellcheck disable=SC2086
  kill "-${3:-TERM}" $pids
  for _ in $(seq 200); do
    [ -n "$(pids_of "$1" "$2")" ] || return 0
    sleep 0.05
  done
  flunk "stop $2: it does not stop"
  return 1
}
installed() { # installed PROGRAM, where the hosts run (the router's dnsmasq is this machine's)
  # shellcheck disable=SC2016
  if [ -n "${LAB_ROOT:-}" ] && [ "$1" != dnsmasq ]; then chroot "$LAB_ROOT" sh -c 'command -v "$1"' sh "$1"; else command -v "$1"; fi
}
needs() { # needs PROGRAM...: or skip the part
  local p
  for p; do
    installed "$p" >/dev/null 2>&1 || { skip "$p is not installed: run functions/src/test/lab/install"; return 1; }
  done
}
now_ms() { date +%s%3N; }

# ------------------------------------------------------------------ systemd-networkd, as on a netplan host
# eth0 by DHCP (a real lease from dnsmasq in the router) from a file that `netplan generate` wrote.
start_dhcp() { # start_dhcp [2]: in the subnet of the hosts; 2: in that of the ENI too
  local second=()
  [ "${1:-}" != 2 ] || second=(--interface=br2 "--dhcp-range=tag:br2,10.0.2.0,static,255.255.255.0,30m" "--dhcp-host=$MAC,10.0.2.50" "--dhcp-option=tag:br2,3,10.0.2.1")
  ip netns exec "$LAB_PREFIX-vpc" setsid dnsmasq --conf-file=/dev/null --no-daemon --port=0 --no-ping --dhcp-authoritative --interface=br1 "${second[@]}" --bind-interfaces \
    --dhcp-range=10.0.1.0,static,255.255.255.0,30m --dhcp-host=02:00:00:00:01:14,10.0.1.20 --dhcp-host=02:00:00:00:01:0a,10.0.1.10 \
    --dhcp-option=3,10.0.1.1 --dhcp-leasefile="$TMP/leases" --pid-file= </dev/null >"$TMP/dnsmasq.log" 2>&1 &
  disown
}
networkd_state() { on "$1" cat "/run/systemd/netif/links/$(on "$1" cat "/sys/class/net/$2/ifindex")"; }
flushes() { # networkd takes away the rules that no file names from 248 on
  [ "$(on standby networkctl --version | sed -n 's/^systemd \([0-9]*\).*/\1/p')" -ge 248 ]
}
as_networkd() { # as_networkd RULES: one before 248 gives its rules no protocol, and so do we beside it
  if flushes; then echo "$1"; else echo "${1//static/unspec}"; fi
}
configured() { networkd_state "$1" "$2" | grep -q '^ADMIN_STATE=configured'; }
run_networkd() {
  daemon "$1" networkd-"$1" env SYSTEMD_LOG_LEVEL=info /lib/systemd/systemd-networkd
  waits 10 configured "$1" eth0
}
# As `systemctl restart` does it, by the unit's RestartKillSignal=SIGUSR2 (systemd#13696); a TERM is a stop.
restart_networkd() {
  stop_one "$1" systemd-networkd USR2
  run_networkd "$1"
}
start_networkd() { # start_networkd HOST
  # netplan with --root-dir /, because from 1.2 on it would ask the systemd that is process 1 for a reload
  on "$1" install -d -o systemd-network -g systemd-network /run/systemd/netif /run/systemd/netif/links /run/systemd/netif/leases /run/systemd/netif/lldp
  on "$1" sh -c 'umask 022; mkdir -p /etc/netplan /run/systemd/network
    rm -f /etc/systemd/network/* /etc/netplan/*
    cat >/etc/netplan/50-cloud-init.yaml' <<'YAML'
network:
  version: 2
  ethernets:
    eth0:
      dhcp4: true
      dhcp4-overrides: {route-metric: 100}
      accept-ra: false
      addresses: ["2001:db8:0:1::20/64"]
      routes: [{to: "::/0", via: "fe80:ec2::1", on-link: true}]
YAML
  on "$1" sh -c 'umask 022; chmod 600 /etc/netplan/*; netplan generate --root-dir /' >"$TMP/netplan.log" 2>&1 || { cat "$TMP/netplan.log"; return 1; }
  start_bus "$1" && start_udev "$1" || return 1
  on "$1" ip addr flush dev eth0 scope global
  run_networkd "$1" || { tail -20 "$TMP/networkd-$1.log"; return 1; }
}
# A file staged for addresses that the ENI no longer has when it comes: a secondary address and a prefix were swapped. The
# manager routes the old ones by itself; apply puts it right, and nothing of the old is left. The ENI stays, as ens7.
PRESENT=${TWO/+10.0.2.51/+10.0.2.52}
old_ones() { # old_ones DIRECTORY, where the manager's files are
  on standby sh -c 'ip -o addr; ip rule; ip route show table all; cat "$1"/*eni-failover* /var/lib/eni-failover/*' sh "$1" | grep -E '10\.0\.2\.(51|96)'
}
outdated() { # outdated DIRECTORY
  guest standby stage "${TWO//10.0.2.64\/28/10.0.2.96\/28}" wait=0
  good 'stage, for addresses that will be old'
  sleep 1.2
  vpc attach standby
  waits 10 reach client "$ENI4" 10.0.2.51
  has 'the manager routes by the old file' "$(rules standby)" 'from 10.0.2.96/28 lookup 20001'
  losing 3 "$PRIMARY" "$ENI4"
  guest standby verify "$PRESENT" wait=2
  code 'verify sees that it is old' 31
  guest standby apply "$PRESENT" wait=5
  good 'apply of the present addresses'
  same 'pings lost at the own address' 0 "$(lost "$PRIMARY")"
  info "lost at the address that both have: $(lost "$ENI4")"
  same 'rules of the present addresses, each once' "${RULES_TWO/10.0.2.51/10.0.2.52}" "$(rules standby)"
  same 'nothing of the old is left: address, rule, route, file' '' "$(old_ones "$1")"
}
held() { # the whole promise, after something happened: rules exactly once, all routes, everything answers
  same "$1: rules exactly once" "$RULES_ONE" "$(rules standby)"
  yes_ "$1: table complete" table_ok standby
  yes_ "$1: ENI and own address answer from everywhere" all_reach
}

# ------------------------------------------------------------------ NetworkManager on a private bus, with a real udevd
run_nm() {
  daemon standby nm /usr/sbin/NetworkManager --no-daemon --config /run/nm.conf --state-file /run/nm.state
  waits 10 on standby nmcli -t -f RUNNING general
  waits 10 eth0_up
}
eth0_up() { on standby nmcli -g GENERAL.STATE device show eth0 | grep -q '^100'; }
nm_holds() { [ "$(on standby nmcli -g GENERAL.CON-UUID device show "$1")" = e1fa1100-0e01-5000-8000-020000000232 ]; }
start_nm() {
  on standby sh -c 'mkdir -p /run/udev/rules.d /etc/NetworkManager/system-connections
    rm -f /etc/NetworkManager/system-connections/* /etc/NetworkManager/conf.d/*
    echo "SUBSYSTEM==\"net\", ENV{NM_UNMANAGED}=\"0\"" >/run/udev/rules.d/99-lab.rules
    printf "[main]\nplugins=keyfile\ndhcp=internal\nauth-polkit=false\nno-auto-default=*\nrc-manager=unmanaged\n[logging]\nlevel=INFO\n" >/run/nm.conf
    cat >/etc/NetworkManager/system-connections/eth0.nmconnection
    chmod 600 /etc/NetworkManager/system-connections/eth0.nmconnection' <<'KEYFILE'
[connection]
id=eth0
uuid=11111111-2222-3333-4444-555555555555
type=ethernet
interface-name=eth0
[ipv4]
method=manual
address1=10.0.1.20/24,10.0.1.1
[ipv6]
method=manual
address1=2001:db8:0:1::20/64
route1=::/0,fe80:ec2::1
route1_options=onlink=true
KEYFILE
  start_bus standby && start_udev standby && run_nm
}

# As in a failover: the script waits there, then the interface appears. Four times; it stays. The first time is not counted:
# the kernel takes a second to see the carrier of an interface that was never up. Three times more where a neighbour's load
# may have spoilt them.
arrive() { # arrive NAME
  local round pid times lost4=0 lost6=0 own=0
  for round in 0 1 2 3 4 5 6; do
    case $round in 0 | 1 | 4) : >"$TMP/arrived" ;; esac
    on standby env ${SEAM:-} $SH "$SCRIPT" apply "$ONE" wait=10 >"$TMP/arrive.json" 2>"$TMP/err" &
    pid=$!
    sleep 1.5
    ip -n "$LAB_PREFIX-limbo" link set dev eni0 name ens7
    ip netns exec "$LAB_PREFIX-client" $NET appear 8000 $PORT $ENI4 $ENI6 -- \
      ip -n "$LAB_PREFIX-limbo" link set dev ens7 netns "$LAB_PREFIX-standby" | awk '{ print $2 }' | sort -n | tail -1 >>"$TMP/arrived"
    losing 4 $PRIMARY $ENI4 $ENI6
    wait $pid || flunk "$1: apply" "$(cat "$TMP/arrive.json" "$TMP/err")"
    lost4=$((lost4 + $(lost $ENI4))) lost6=$((lost6 + $(lost $ENI6))) own=$((own + $(lost $PRIMARY)))
    case $round in 3 | 6) [ "$(sort -n "$TMP/arrived" | sed -n 2p)" -gt 250 ] || break ;; esac
    [ $round = 6 ] || { vpc detach standby; guest standby cleanup "$ONE" wait=1; }
  done
  times=$(tr '\n' ' ' <"$TMP/arrived")
  at_most "$1: interface appears -> first TCP over IPv4 and IPv6, ms, median of $times" "$(sort -n "$TMP/arrived" | sed -n 2p)" 250
  same "$1: pings lost in the four seconds after that, each time: own address, ENI v4, v6" '0 0 0' "$own $lost4 $lost6"
}
