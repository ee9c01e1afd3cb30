# The verb cleanup.

do_cleanup() {
  [ "$COUNT" -gt 0 ] || remember_all
  [ "$OPT_force" = yes ] || every await_gone
  lock
  RELOAD=no
  every clean_this
  [ "$RELOAD" = no ] || [ -n "$ROOT" ] || networkd_reload || fail 40 'networkctl reload failed'
  every clean_again gone
  unlock
}

await_gone() { # a graceful detach may still be under way
  now
  within $((START + OPT_wait * 100 - NOW)) is_gone || :
}

clean_again() { clean_rules "$IP4 $PFX4 $IP6 $PFX6"; } # a manager may have put rules back before it read that they are gone

is_gone() { ! find_device "$MAC"; }

remember_all() {
  set +f
  for ra_file in "$STATES"/*.state; do
    set -f
    read_state "$ra_file" || continue
    blank
    case $S_mac in ??:??:??:??:??:??) ;; *) continue ;; esac
    MAC=$S_mac ENI=$S_eni
    find_device "$MAC" && continue # it is at home: nothing to clean
    [ "$S_staged" != yes ] || continue # waits for its interface on purpose
    [ "$COUNT" -lt 15 ] || break
    COUNT=$((COUNT + 1))
    save "$COUNT"
  done
  set -f
}

# A late or repeated command must not tear down an interface that came back.
clean_this() {
  state_file
  if find_device "$MAC" && [ "$OPT_force" = no ]; then
    fail 40 "$MAC is still here as $DEV: nothing cleaned"
    return 0
  fi
  STEP=gone
  read_state "$STATE"
  TABLE=${S_table:-$ASKED}
  [ "$ROOT$S_backend" != ifupdown ] || [ -z "$S_dev" ] || [ -e "/sys/class/net/$S_dev" ] || bounded 30 ifdown --force "$S_dev" || say "ifdown $S_dev: not known"
  drop_files 40 ''
  unmark_connections 4
  unmark_connections 6
  rm -f "$ROOT/run/eni-failover.$MACHEX.marked"
  clean_rules "$IP4 $PFX4 $IP6 $PFX6"
  [ "$CODE" = 40 ] || rm -f "$STATE"
}
