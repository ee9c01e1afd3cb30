# From the moment the interface is moved into the standby (conservative: before `ip` has even started to move it) to the
# first complete TCP handshake from a client behind the router, v4 and v6, the script waiting there already, as in a failover.
speed_once() { # -> two numbers in ms
  on standby $SH "$SCRIPT" apply "$ONE" "wait=10,persist=none" >"$TMP/speed.json" 2>/dev/null &
  local pid=$!
  sleep 1.2 # the kernel handles carrier changes (linkwatch) once a second: let the detach be over, as in EC2
  ip netns exec "$LAB_PREFIX-client" $NET appear 5000 $PORT $ENI4 $ENI6 -- \
    ip -n "$LAB_PREFIX-limbo" link set dev eni0 netns "$LAB_PREFIX-standby" name ens7
  wait $pid || echo "apply failed: $(cat "$TMP/speed.json")"
}
vpc up
for SH in dash 'bash --posix' 'busybox sh'; do
  command -v "${SH%% *}" >/dev/null || continue
  : >"$TMP/speeds"
  for _ in 1 2 3 4 5; do
    speed_once >>"$TMP/speeds"
    vpc detach standby
    guest standby cleanup "$ONE" wait=0
  done
  for a in $ENI4 $ENI6; do
    all=$(awk -v a="$a" '$1 == a { print $2 }' "$TMP/speeds" | sort -n | tr '\n' ' ')
    # shellcheck disable=SC2086
    set -- $all
    at_most "$SH: interface appears -> first TCP at $a, ms, median of $# ($all)" "${3:-9999}" 250
  done
done
SH=dash
