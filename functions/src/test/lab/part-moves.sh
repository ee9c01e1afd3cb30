# One hundred moves there and back between two hosts: rules exactly once at the holder, nothing left at the other, and not
# one of the pings (every 20 ms) to the hosts' own addresses lost.
vpc up
MOVES=${MOVES:-100}
trouble=''
on client $NET loss-until 10.0.1.10 10.0.1.20 >"$TMP/moves.loss" 2>&1 &
loss=$!
vpc attach active
guest active apply "$TWO" wait=5,persist=networkd
at=active to=standby
for n in $(seq "$MOVES"); do
  for leg in there back; do
    vpc detach $at
    vpc attach $to ens$((5 + n % 4))
    SEAM=ENI_ROOT=/run/tree guest $to apply "$TWO" wait=5,persist=networkd
    [ "$RC" = 0 ] && [[ $OUT == *'"verified":true,"rules_added":6,"rules_removed":0'* ]] || trouble="$trouble
move $n $leg: apply: $OUT"
    SEAM=ENI_ROOT=/run/tree guest $at cleanup "$TWO" wait=0
    [ "$RC" = 0 ] || trouble="$trouble
move $n $leg: cleanup: $OUT"
    if [ $((n % 10)) = 0 ]; then
      [ "$(rules $to)" = "$RULES_TWO" ] && [ -z "$(rules $at)$(routes $at 20001)" ] || trouble="$trouble
move $n $leg: $(rules $to; rules $at)"
      reach client $ENI4 $ENI6 >/dev/null || trouble="$trouble
move $n $leg: the ENI does not answer"
    fi
    was=$at at=$to to=$was
  done
done
kill -TERM $(ip netns pids "$LAB_PREFIX-client" | while read -r p; do grep -qs loss-until "/proc/$p/cmdline" && echo "$p"; done)
wait $loss
if [ -z "$trouble" ]; then pass "$MOVES moves there and back: each applied, verified and cleaned"; else flunk 'moves' "$trouble"; fi
same 'rules exactly once at the holder' "$RULES_TWO" "$(rules $at)"
same 'no rule left at the other' '' "$(rules $to)"
same 'no file left at the other' '' "$(on $to find /run/tree -type f ! -name '*.lock')"
info "own addresses: $(cat "$TMP/moves.loss")"
same 'no ping lost at either host'"'"'s own address' '0 0' "$(python3 -c 'import json,sys; d=json.load(open(sys.argv[1])); assert all(v["sent"] > 200 for v in d.values()); print(*(v["lost"] for v in d.values()))' "$TMP/moves.loss")"
