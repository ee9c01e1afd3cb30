# The verb stage, also for apply while the interface is away.

# The persistent file ahead of time, on a standby: the manager routes the ENI by itself the moment it appears.
do_stage() {
  detect_manager
  lock
  RELOAD=no
  every stage_this
  [ "$RELOAD" = no ] || [ "$BACKEND" != networkd ] || networkd_reload || fail 50 'networkctl reload failed'
  unlock
}

# While the interface is still away its manager gets the file, and so never begins with DHCP on it.
prepare_this() {
  state_file
  ! find_device "$MAC" && have_addresses || return 0
  read_state "$STATE"
  STAGED=$S_staged
  stage_this
  [ "$STAGED" != yes ] || return 0
  STAGED=no
  write_state no
}

unprepare_this() { # it did not come
  [ "$STAGED" = no ] || return 0
  STAGED='' S_files=$FILES
  state_file
  drop_files 50 ''
  rm -f "$STATE"
  [ "$BACKEND" != networkd ] || networkd_reload || fail 50 'networkctl reload failed'
}

stage_this() {
  state_file
  case $BACKEND in networkd | nm) ;; *) warn "$BACKEND does not find an interface by its MAC: nothing staged" && return 0 ;; esac
  ! find_device "$MAC" || { warn "$MAC is here: not staged; use apply" && return 0; }
  have_addresses || { fail 11 "$MAC: stage needs addresses and subnet" && return 0; } # IMDS knows only what is attached
  without_ipv6
  know_locals
  choose_table || return 0
  write_persistent || { fail 50 "$MAC: cannot write the $BACKEND files" && return 0; }
  PERSIST=$BACKEND
  write_state yes
  [ "$ANY_CHANGED" = yes ] && [ -z "$ROOT" ] || return 0
  RELOAD=yes
  [ "$BACKEND" = networkd ] || within 500 bounded 10 nmcli connection load "${FILES%% *}" || fail 50 "$MAC: NetworkManager did not load the file"
}
