# The verb apply, and the wait for the interfaces.

# One deadline for all interfaces; each is handled the moment it is here, not when the last one came.
await_interfaces() { # await_interfaces FUNCTION
  AWAITED=$1 ai_until=$((START + OPT_wait * 100))
  [ "$1" != route_this ] || [ "$COUNT" != 1 ] || find_device "$MAC_1" || host_mtu # asked while nobody waits for it
  while :; do
    MISSING=0
    every try_interface new
    [ "$MISSING" -gt 0 ] || return 0
    now
    [ "$NOW" -lt "$ai_until" ] || break
    nap
  done
  list_macs
  fail 20 "$MISSING of $COUNT interfaces did not appear in $OPT_wait s"
}

try_interface() { # one that is being renamed, or leaves again, is looked for again
  if find_device "$MAC" && settle_device; then
    STEP=here
    "$AWAITED"
  else
    MISSING=$((MISSING + 1))
  fi
}

route_this() {
  state_file
  link_up || { find_device "$MAC" && link_up; } || { fail 21 "cannot set $DEV up" && return 1; }
  know_addresses || return 1
  ! hosts_own || { fail 10 "$OWN is the address of another interface of this host" && return 1; }
  know_locals
  lock
  rt_code=1
  if choose_table && route_now; then
    leave_table "$S_table"
    mark_connections 4
    mark_connections 6
    keep_source
    write_state no
    rt_code=0
  fi
  unlock
  say "$MAC is $DEV: table $TABLE, $ADDED rules added, $REMOVED removed"
  return $rt_code
}

leave_table() { # what was routed by another table before is now left over there
  [ -n "$1" ] && [ "$1" != "$TABLE" ] || return 0
  lt_table=$TABLE TABLE=$1
  clean_rules ''
  TABLE=$lt_table
}

persist_files() {
  state_file
  read_state "$STATE"
  PERSIST=$BACKEND
  case $BACKEND in
  none) return 0 ;;
  ec2net1 | ec2net2)
    PERSIST=deferred
    unlock # others need not wait
    if watch_native; then lock && return 0; fi
    lock
    pf_was=$BACKEND BACKEND=networkd
    [ "$pf_was" = ec2net2 ] || BACKEND=ifcfg
    warn "the host's own tool did not route $MAC in 45 s: $BACKEND file written instead"
    persist_files
    BACKEND=$pf_was
    return 0
    ;;
  esac
  if ! write_persistent; then
    fail 50 "$MAC: cannot write the $BACKEND files"
    PERSIST=none
    return 0
  fi
  drop_files 50 "$FILES"
  write_state no
  # A file that was staged but never read is not held by networkd either.
  if [ "$ANY_CHANGED" = yes ] || { [ "$BACKEND" = networkd ] && ! networkd_holds "${FILES%% *}"; }; then RELOAD=yes; fi
}

persist_activate() {
  case $PERSIST in none | deferred) return 0 ;; esac
  state_file
  activate || { fail 50 "$MAC: $PERSIST did not take the file" && PERSIST=none; }
}

# A manager that configured the link meanwhile may have taken something away: look once more, then judge.
check_this() {
  state_file
  read_state "$STATE"
  lock
  DEFERRED=yes
  [ "$PERSIST" = deferred ] || { DEFERRED=no && route_now; }
  unlock
  within 500 has_carrier || { fail 21 "$DEV has no carrier" && return 1; }
  judge 300
}

do_apply() {
  detect_manager
  RELOAD=no
  case $BACKEND$ROOT in networkd | nm)
    lock
    every prepare_this
    [ "$RELOAD$BACKEND" != yesnetworkd ] || networkd_reload || say 'networkctl reload failed'
    unlock
    ;;
  esac
  await_interfaces route_this
  every unprepare_this new
  RELOAD=no
  lock
  every persist_files here
  case $RELOAD$ROOT$BACKEND in yesnetworkd | yesec2net2) networkd_reload || fail 50 'networkctl reload failed' ;; esac
  every persist_activate here
  unlock
  every check_this here
  tell_neighbours
}
