# The verb verify, and the check with which apply ends.

# Nothing is sent: the kernel is asked where a packet from each address would go.
looks_routed() { # -> WHY when not
  find_device "$MAC" || { WHY='it left' && return 1; }
  [ ! -e "/sys/class/net/$DEV/brport" ] && [ ! -e "/sys/class/net/$DEV/bonding_slave" ] || { WHY="$DEV is part of a bridge or bond" && return 1; }
  table_names "$TABLE"
  for lr_family in 4 6; do
    of_family $lr_family
    [ "$lr_family" = 4 ] || [ -n "$IPS" ] || has_ipv6 || continue
    lr_have=$(ip "-$lr_family" -o addr show dev "$DEV")
    case $lr_have in *dadfailed*) WHY="an address of $DEV is used elsewhere (DAD failed)" && return 1 ;; esac
    lr_ask='' lr_n=0
    for lr_one in $IPS; do
      case $lr_have in *" $INET $lr_one/"*) ;; *) WHY="$lr_one is not on $DEV" && return 1 ;; esac
      lr_ask="${lr_ask}route get $PROBE from $lr_one$NL" lr_n=$((lr_n + 1))
    done
    if [ "$DEFERRED" = no ]; then
      scan_rules "$lr_family"
      want_rules
      for lr_one in $WANTED; do
        in_list "$HAVE" "$lr_one" && continue
        case $lr_one in
        to,*) warn "${lr_one#to,} has no rule: what the ENI's addresses begin to send there is lost; apply once more" ;;
        *) WHY="no rule for ${lr_one#*,} in table $TABLE" && return 1 ;;
        esac
      done
      for lr_one in $HAVE; do
        case $lr_one in from,*) in_list "$WANTED" "$lr_one" || { WHY="a rule for ${lr_one#*,} is left over in table $TABLE" && return 1; } ;; esac
      done
    fi
    lr_hits=0
    IFS=$NL
    set -- $(printf '%s' "$lr_ask" | ip "-$lr_family" -o -force -batch - 2>&1)
    IFS=$SPACE
    for lr_line; do case "$lr_line " in "$PROBE from"*" dev $DEV "*) lr_hits=$((lr_hits + 1)) ;; esac done
    WHY="only $lr_hits of $lr_n IPv$lr_family addresses leave by $DEV"
    [ "$lr_hits" -eq "$lr_n" ] || return 1
  done
}

judge() { # judge HUNDREDTHS
  VERIFIED=false
  within "$1" looks_routed || { fail 31 "$MAC: $WHY" && return 1; }
  VERIFIED=true
  [ "$OPT_strict" = no ] || check_gateway
}

check_gateway() { # only when asked (strict=yes): the VPC router answers ARP and ND, not necessarily ping
  for cg_family in 4 6; do
    of_family $cg_family
    [ -n "$IPS" ] || continue
    bounded 3 ping -$cg_family -c 1 -W 1 -I "${IPS%% *}" "$GW$([ $cg_family = 4 ] || echo "%$DEV")" >/dev/null 2>&1 && continue
    case $(ip -$cg_family neigh show "$GW" dev "$DEV") in
    *REACHABLE* | *STALE* | *DELAY* | *PROBE*) ;;
    *) VERIFIED=false && fail 31 "the gateway $GW does not answer on $DEV" ;;
    esac
  done
}

do_verify() {
  detect_manager
  await_interfaces verify_this
}

verify_this() {
  state_file
  PERSIST=none
  if read_state "$STATE"; then
    FILES=$S_files
    case $S_backend in ec2net1 | ec2net2) PERSIST=deferred ;; ?*) PERSIST=$S_backend ;; esac
  fi
  TABLE=${ASKED:-20001}
  TABLE=${S_table:-$TABLE}
  DEFERRED=no
  [ "$PERSIST" != deferred ] || ! native_routed || DEFERRED=yes
  know_addresses || return 1
  know_locals
  for vt_file in $FILES; do
    [ -e "$vt_file" ] || { fail 50 "$vt_file is gone" && PERSIST=none; }
  done
  for vt_family in 4 6; do
    of_family $vt_family
    mc_chain=ENI-FAILOVER-$MACHEX
    [ -z "$FWMARK" ] || jumps -C 2>/dev/null || warn 'ports that containers publish do not answer at the ENI: apply once more'
  done
  # A manager that finds the interface by its MAC may need a moment more than we did.
  judge 500
}
