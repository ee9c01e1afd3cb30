# The routing table of an ENI: its number and its name.

table_names() { # every word under which `ip` may print table $1
  TABLE_NAMES=$1
  set +f
  for tn_file in $RT_TABLES; do
    [ ! -r "$tn_file" ] || while read -r tn_id tn_name tn_rest; do
      [ "$tn_id" != "$1" ] || TABLE_NAMES="$TABLE_NAMES $tn_name"
    done <"$tn_file"
  done
  set -f
}

# A table is free when nobody else has routes in it, looks it up, or holds its number as a preference. (To list an
# unknown table is an error of `ip`, and means that it is empty.)
table_free() {
  tf_table=$1
  ! in_list "$CLAIMED" "$tf_table" || return 1
  table_names "$tf_table"
  for tf_family in 4 6; do
    IFS=$NL
    set -- $(ip "-$tf_family" -o route show table "$tf_table" 2>/dev/null; ip "-$tf_family" -o rule show)
    IFS=$SPACE
    for tf_line; do
      case "${tf_line#"${tf_line%%[!0-9]*}"}" in
      :[!0-9a-f:]*) # a rule; an IPv6 route has a digit or a colon there
        read_rule "$tf_line"
        if ! in_list "$TABLE_NAMES" "$R_TABLE"; then
          [ "$R_PREF" != "$tf_table" ] || is_local_rule || is_inside_rule || return 1
        elif [ "$R_PREF" != "$tf_table" ] || [ -n "$R_TO$R_MORE" ] || [ "$R_FROM$R_MARK" = all ]; then
          return 1
        fi
        ;;
      *) case "$tf_line " in *" dev $DEV "*) ;; *) return 1 ;; esac ;;
      esac
    done
  done
}

choose_table() {
  CLAIMED=''
  set +f
  for ct_file in "$STATES"/*.state; do
    set -f
    [ "$ct_file" != "$STATE" ] && read_state "$ct_file" && CLAIMED="$CLAIMED $S_table"
  done
  set -f
  read_state "$STATE"
  ct_wanted=${ASKED:-20001}
  # What was chosen before stays, so that a second run changes nothing.
  if [ -n "$S_table" ] && [ "$S_asked" = "$ASKED" ] && table_free "$S_table"; then
    TABLE=$S_table
    return 0
  fi
  TABLE=$ct_wanted
  while ! table_free "$TABLE"; do
    TABLE=$((TABLE + 1))
    [ "$TABLE" -le $((ct_wanted + 50)) ] || { TABLE='' && fail 30 "no free table near $ct_wanted" && return 1; }
  done
  [ "${ASKED:-$TABLE}" = "$TABLE" ] || warn "table $ASKED is in use here: took $TABLE"
}

name_table() {
  [ -n "$OPT_table_name" ] || return 0
  [ -d "$ROOT/etc/iproute2" ] || { warn 'no /etc/iproute2 here: table not named' && return 0; }
  nt_name=$OPT_table_name
  [ "$COUNT" -eq 1 ] || nt_name=$nt_name-$TABLE
  nt_own=$ROOT/etc/iproute2/rt_tables.d/eni-failover-$MACHEX.conf nt_taken=''
  set +f
  for nt_file in $RT_TABLES; do
    [ "$nt_file" = "$nt_own" ] || [ ! -r "$nt_file" ] || while read -r nt_id nt_word nt_rest; do
      case $nt_id=$nt_word in \#*) ;; "$TABLE="* | *="$nt_name") nt_taken="$nt_id $nt_word" ;; esac
    done <"$nt_file"
  done
  set -f
  [ -z "$nt_taken" ] || { warn "table not named $nt_name: $nt_taken is there already" && return 0; }
  put_own "$nt_own" 644 "# $MARK
$TABLE $nt_name
"
}
