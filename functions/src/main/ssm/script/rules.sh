# Policy rules: read, compared with the wanted ones, removed.

is_local_rule() { [ "$R_FROM" = all ] && [ -n "$R_TO" ] && [ "$R_TABLE" = main ] && [ -z "$R_MORE$R_MARK" ]; }

is_inside_rule() { [ "$R_FROM$R_TO$R_TABLE$R_MARK$R_MORE" = "allmain$INSIDE" ]; }

read_rule() { # one line of `ip -o rule show` -> R_PREF R_FROM R_TO R_MARK R_TABLE R_MORE
  R_FROM='' R_TO='' R_MARK='' R_TABLE='' R_MORE=''
  set -- $1
  R_PREF=${1%:}
  shift
  while [ $# -gt 0 ]; do
    case $1 in
    from) R_FROM=${2-} ;;
    to) R_TO=${2-} ;;
    lookup | table) R_TABLE=${2-} ;;
    fwmark) R_MARK=${2-} ;;
    proto | protocol) ;;
    *) R_MORE="$R_MORE $1" && shift && continue ;;
    esac
    shift
    [ $# -eq 0 ] || shift
  done
  R_FROM=${R_FROM%/32} R_FROM=${R_FROM%/128} R_TO=${R_TO%/32} R_TO=${R_TO%/128}
}

bare() { # as the kernel prints them: a single host without its length -> BARE
  BARE=''
  for ba_one; do
    ba_one=${ba_one%/32}
    BARE="$BARE ${ba_one%/128}"
  done
}

# A rule is what it does: who wrote it, and under which protocol, makes no difference. -d shows those of the kernel too.
scan_rules() { # scan_rules FAMILY -> HAVE (from,X to,X fwmark,X: ours by preference and table), TWICE (those once more)
  HAVE='' TWICE=''
  IFS=$NL
  set -- $(ip "-$1" -d -o rule show)
  IFS=$SPACE
  for sr_line; do
    sr_rule=''
    case $sr_line in
    "$TABLE:"* | "$((TABLE - 1)):"*)
      read_rule "$sr_line"
      if [ "$R_PREF" != "$TABLE" ]; then
        ! is_local_rule || sr_rule=to,$R_TO
        ! is_inside_rule || sr_rule=inside,$INSIDE
      elif in_list "$TABLE_NAMES" "$R_TABLE" && [ -z "$R_TO$R_MORE" ]; then
        case $R_FROM,$R_MARK in all,) ;; all,*) sr_rule=fwmark,$R_MARK ;; *,) sr_rule=from,$R_FROM ;; esac
      fi
      ;;
    esac
    [ -n "$sr_rule" ] || continue
    if in_list "$HAVE" "$sr_rule"; then TWICE="$TWICE $sr_rule"; else HAVE="$HAVE $sr_rule"; fi
  done
}

want_rules() { # -> WANTED, of the family that of_family was asked for
  WANTED=''
  bare $IPS $PFX
  for wr_one in $BARE; do WANTED="$WANTED from,$wr_one"; done
  bare $LOCAL
  for wr_one in $BARE; do WANTED="$WANTED to,$wr_one"; done
  [ -z "$FWMARK" ] || WANTED="$WANTED fwmark,$FWMARK inside,$INSIDE"
}

# Ours are: at our preference to our table (known from the state file or the caller); and, for the addresses given,
# any rule whose preference is its own table.
clean_rules() { # clean_rules ADDRESSES
  table_names "${TABLE:=0}"
  bare $1
  for cr_family in 4 6; do
    # Only ours: others may have routes there.
    [ "$TABLE" = 0 ] || [ -z "$DEV" ] || ip "-$cr_family" route flush table "$TABLE" dev "$DEV" 2>/dev/null
    cr_try=1
    while :; do
      our_rules
      [ -n "$cr_batch" ] || break
      if cr_error=$(printf '%s' "$cr_batch" | ip "-$cr_family" -batch - 2>&1); then
        REMOVED=$((REMOVED + cr_n))
        break
      fi
      cr_try=$((cr_try + 1)) # somebody may have removed one meanwhile: look again
      [ "$cr_try" -le 3 ] || { fail 40 "ip refused: $(clean "$cr_error")" && break; }
    done
  done
}

our_rules() { # -> cr_batch, cr_n
  cr_batch='' cr_n=0
  IFS=$NL
  set -- $(ip "-$cr_family" -o rule show)
  IFS=$SPACE
  for cr_line; do
    read_rule "$cr_line"
    if [ "$R_PREF" = $((TABLE - 1)) ] && is_local_rule; then
      cr_rule="to $R_TO lookup main"
    elif [ "$R_PREF" = $((TABLE - 1)) ] && is_inside_rule; then
      cr_rule="fwmark $R_MARK lookup main"
    elif [ -n "$R_TO$R_MORE" ] || [ "$R_FROM$R_MARK" = all ]; then
      continue
    elif { [ "$R_PREF" = "$TABLE" ] && in_list "$TABLE_NAMES" "$R_TABLE"; } ||
      { [ "$R_PREF" = "$R_TABLE" ] && is_number "$R_TABLE" 20000 29999 && in_list "$BARE" "$R_FROM"; }; then
      cr_rule="from $R_FROM${R_MARK:+ fwmark $R_MARK} lookup $R_PREF"
    else
      continue
    fi
    cr_batch="${cr_batch}rule del $cr_rule pref $R_PREF$NL" cr_n=$((cr_n + 1))
  done
}
