# A pre-armed standby: the persistent file is there before the interface. The manager finds it by its MAC and routes it by
# itself; the command only verifies. The gain is measured: first TCP without any script, against the script's own way.
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon netplan dnsmasq || return 0
vpc up
start_dhcp
if ! out=$(start_networkd standby 2>&1); then flunk 'networkd runs' "$out"; return 0; fi
RULES_ONE=$(as_networkd "$RULES_ONE") RULES_TWO=$(as_networkd "$RULES_TWO")
appear_ms() {
  ip -n "$LAB_PREFIX-limbo" link set dev eni0 name ens7
  ip netns exec "$LAB_PREFIX-client" $NET appear 8000 $PORT $ENI4 $ENI6 -- \
    ip -n "$LAB_PREFIX-limbo" link set dev ens7 netns "$LAB_PREFIX-standby" | awk '{ print $2 }' | sort -n | tail -1
}
median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
losing 1.5 $PRIMARY
guest standby stage "$ONE" wait=0
good 'stage'
same 'by networkd' networkd "$(field persist)"
same 'stage: pings lost at the own address' 0 "$(lost $PRIMARY)"
same 'nothing is routed yet' '' "$(rules standby)"
guest standby stage "$ONE" wait=0
good 'stage again'
guest standby cleanup '' wait=0
good 'the boot-hook cleanup'
yes_ 'leaves a staged file alone' on standby test -f /etc/systemd/network/05-eni-failover-020000000232.network
: >"$TMP/staged"
for _ in 1 2 3 4 5; do
  sleep 1.2
  appear_ms >>"$TMP/staged"
  guest standby verify "$ONE" wait=5
  [ "$RC" = 0 ] || flunk 'verify of a staged interface' "$OUT" "$ERR"
  vpc detach standby
done
vpc attach standby
guest standby verify "$ONE" wait=5
good 'the interface comes: verified with nothing applied'
has 'nothing was added' "$OUT" '"rules_added":0'
held 'staged'
guest standby apply "$ONE" wait=5
good 'apply on top'
has 'finds everything there' "$OUT" '"rules_added":0,"rules_removed":0'
vpc detach standby
guest standby cleanup "$ONE" wait=1
good 'cleanup by name removes the staged file'
same 'no rule, no file' '' "$(rules standby)$(on standby ls /etc/systemd/network)"

outdated /etc/systemd/network
on standby networkctl reconfigure ens7
sleep 1
waits 5 configured standby ens7
same 'nor comes back when networkd configures it anew' '' "$(old_ones /etc/systemd/network)"
guest standby verify "$PRESENT" wait=5
good 'verify'
yes_ 'ENI and own address answer from everywhere' all_reach
vpc detach standby
guest standby cleanup "$PRESENT" wait=1
same 'no rule, no file' '' "$(rules standby)$(on standby ls /etc/systemd/network)"

: >"$TMP/unstaged"
for _ in 1 2 3 4 5; do
  on standby $SH "$SCRIPT" apply "$ONE" "wait=10" >"$TMP/stage.json" 2>/dev/null &
  pid=$!
  sleep 1.2
  appear_ms >>"$TMP/unstaged"
  wait $pid || flunk 'apply' "$(cat "$TMP/stage.json")"
  vpc detach standby
  guest standby cleanup "$ONE" wait=1
done
staged=$(median <"$TMP/staged") unstaged=$(median <"$TMP/unstaged")
info "interface appears -> first TCP, v4 and v6, ms: staged $staged ($(tr '\n' ' ' <"$TMP/staged")), script waiting there $unstaged ($(tr '\n' ' ' <"$TMP/unstaged"))"
at_most 'staged, with no command at all: median ms' "$staged" 1000
at_most 'networkd host, script waiting: median ms' "$unstaged" 250
# apply writes the file while the interface is still away; where it never comes the file goes again, unless it was staged.
file=/etc/systemd/network/05-eni-failover-020000000232.network
on standby $SH "$SCRIPT" apply "$ONE" wait=3 >"$TMP/away.json" 2>"$TMP/err" &
pid=$!
yes_ 'apply: the file is there before the interface' waits 2 on standby test -s $file
wait $pid
RC=$? OUT=$(tail -1 "$TMP/away.json") ERR=$(cat "$TMP/err")
code 'the interface does not come' 20
same 'no rule, no file, no memory' '' "$(rules standby)$(on standby find /etc/systemd/network /var/lib/eni-failover -type f)"
guest standby stage "$ONE" wait=0
guest standby apply "$ONE" wait=1
code 'nor one that was staged' 20
yes_ 'whose file stays' on standby test -s $file
guest standby cleanup '' wait=0
yes_ 'over the boot-hook cleanup too' on standby test -s $file
guest standby cleanup "$ONE" wait=0
# killed while it waits: the next cleanup of what is not here takes the file
on standby $SH "$SCRIPT" apply "$ONE" wait=30 >"$TMP/away.json" 2>/dev/null &
waits 5 on standby test -s $file
waits 5 on standby test -s /var/lib/eni-failover/020000000232.state
kill -KILL "$(on standby sh -c 'grep -lsa eni-failover.sh /proc/[0-9]*/cmdline | cut -d/ -f3 | head -n 1')"
wait $! 2>/dev/null
guest standby cleanup '' wait=0
good 'killed while it waits: cleanup'
same 'leaves no file' '' "$(on standby find /etc/systemd/network /var/lib/eni-failover -type f)"
# one that cannot be staged says so
guest standby stage "mac=$MAC" wait=0
code 'stage without addresses' 11
SEAM=ENI_BACKEND=ifupdown guest standby stage "$ONE" wait=0
good 'a manager that goes by name'
has 'says that nothing is staged' "$OUT" 'nothing staged'
