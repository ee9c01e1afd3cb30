# From the moment the interface is moved into the standby (conservative: before `ip` has even started to move it) to the
# first complete TCP handshake from a client behind the router, v4 and v6, the script waiting there already, as in a failover.
speed_once() { # -> two numbers in ms
  on standby $SH "$SCRIPT" apply "$ONE" "wait=10,persist=none" >"$TMP/speed.json" 2>/dev/null &
  local pid=$!
  sleep 1.2 # the kernel handles carrier changes (linkwatch) once a second: let the detach be over, as in EC2
  ip -n "$LAB_PREFIX-limbo" link set dev eni0 name ens7
  ip netns exec "$LAB_PREFIX-client" $NET appear 5000 $PORT $ENI4 $ENI6 -- \
    ip -n "$LAB_PREFIX-limbo" link set dev ens7 netns "$LAB_PREFIX-standby"
  wait $pid || echo "apply failed: $(cat "$TMP/speed.json")"
}
vpc up
for SH in dash 'bash --posix' 'busybox sh'; do
  command -v "${SH%% *}" >/dev/null || continue
  for round in 1 2 3; do # a neighbour's load can spoil a round of five, hardly three
    : >"$TMP/speeds"
    for _ in 1 2 3 4 5; do
      speed_once >>"$TMP/speeds"
      vpc detach standby
      guest standby cleanup "$ONE" wait=0
    done
    four=$(awk -v a=$ENI4 '$1 == a { print $2 }' "$TMP/speeds" | sort -n | tr '\n' ' ')
    six=$(awk -v a=$ENI6 '$1 == a { print $2 }' "$TMP/speeds" | sort -n | tr '\n' ' ')
    # shellcheck disable=SC2086
    set -- $four $six
    info "$SH: interface appears -> first TCP, ms: v4 $four v6 $six"
    [ $# != 10 ] || [ "$3" -gt 250 ] || [ "$8" -gt 250 ] || break
  done
  at_most "$SH: interface appears -> first TCP over IPv4, median of five, ms" "${3:-9999}" 250
  at_most "$SH: interface appears -> first TCP over IPv6, median of five, ms" "${8:-9999}" 250
done
SH=dash
