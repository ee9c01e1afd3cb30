# Addresses, routes and rules of an ENI: what is missing or left over, carried out in one batch.

# The loaded ENI's half of a family. The VPC router is the first address of an IPv4 subnet.
of_family() { # of_family FAMILY -> IPS PFX NET GW LOCAL FWMARK INET WIDTH ANY PROBE SCOPE FLAGS
  INET=inet6 WIDTH=128 IPS=$IP6 PFX=$PFX6 NET=$NET6 GW=$GW6 LOCAL=$LOC6 FWMARK='' ANY=::/0 PROBE=2001:db8::1 SCOPE='' FLAGS='nodad noprefixroute'
  if [ "$1" = 4 ]; then
    INET=inet WIDTH=32 IPS=$IP4 PFX=$PFX4 NET=$NET4 GW='' LOCAL=$LOC4 ANY=0.0.0.0/0 PROBE=192.0.2.1 SCOPE=' scope link' FLAGS=noprefixroute
  fi
  [ -z "$LOCAL$BEHIND" ] || [ -z "$IPS$PFX" ] || ! forwards "$1" || FWMARK=0x$((${TABLE:-0} % 2 + 1))000/0x3000
  [ "$1" = 4 ] && [ -n "$NET" ] || return 0
  parse4 "${NET%/*}"
  N4=$((N4 + 1)) GW=$((N4 >> 24 & 255)).$((N4 >> 16 & 255)).$((N4 >> 8 & 255)).$((N4 & 255))
}

lowest_metric() { # lowest_metric FAMILY -> the best main default that is not on DEV, or empty
  LOWEST='' LOWEST_DEV=''
  IFS=$NL
  set -- $(ip "-$1" -o route show default)
  IFS=$SPACE
  for lm_line; do
    case "$lm_line " in *" dev $DEV "*) continue ;; esac
    metric_of "$lm_line"
    [ -z "$LOWEST" ] || [ "$METRIC" -lt "$LOWEST" ] || continue
    LOWEST=$METRIC LOWEST_DEV=${lm_line#* dev }
    LOWEST_DEV=${LOWEST_DEV%% *}
  done
}

metric_of() {
  METRIC=0
  case $1 in *' metric '*) METRIC=${1#* metric } METRIC=${METRIC%% *} ;; esac
}

# Routes of this device in main that take traffic which is not theirs: the ENI's connected route (breaks the standby's
# own address for the ENI's subnet) and a default as good as the host's own (takes everything, SSM included).
plan_main() { # plan_main FAMILY NET
  lowest_metric "$1"
  pm_net=$2
  case $(ip "-$1" -o route show default | grep nexthop) in *" dev $DEV "*) warn "main_default_hijack: a multipath default leaves by $DEV too" ;; esac
  IFS=$NL
  set -- $(ip "-$1" -o route show table main dev "$DEV")
  IFS=$SPACE
  for pm_line; do
    metric_of "$pm_line"
    case $pm_line in
    "$pm_net "*)
      if [ "${BACKEND#ec2net}" != "$BACKEND" ]; then
        warn "main has $pm_net on $DEV: the host's own address may not answer in that subnet"
      else
        PLAN="${PLAN}route del $pm_net dev $DEV table main$NL"
        warn "removed $pm_net on $DEV from main"
      fi
      ;;
    default*)
      if [ -n "$LOWEST" ] && [ "$METRIC" -le "$LOWEST" ]; then
        pm_via=${pm_line#default }
        case $pm_via in via\ *) pm_via=${pm_via#via } pm_via="via ${pm_via%% *} " ;; *) pm_via='' ;; esac
        PLAN="${PLAN}route del default ${pm_via}dev $DEV table main$([ "$METRIC" = 0 ] || echo " metric $METRIC")$NL"
        warn "main_default_hijack: default on $DEV, metric $METRIC"
      fi
      ;;
    esac
  done
}

# What is missing, in the order in which the kernel accepts it, and what is left over after that: never a hole.
plan() { # plan FAMILY, for the loaded ENI -> PLAN, and counts in PLAN_ADD, PLAN_DEL
  PLAN='' PLAN_ADD=0 PLAN_DEL=0
  of_family "$1"
  pf_have=$(ip "-$1" -o addr show dev "$DEV")
  for pf_one in $IPS; do
    # The same address with another length is left alone: taking it away would be an outage.
    case $pf_have in *" $INET $pf_one/"*) ;; *) PLAN="${PLAN}addr add $pf_one/$WIDTH dev $DEV $FLAGS$NL" ;; esac
  done
  for pf_one in $S_ips; do # what we put there before and is not wanted any more
    in_list "$IPS" "$pf_one" || case $pf_have in *" $INET $pf_one/$WIDTH "*) PLAN="${PLAN}addr del $pf_one/$WIDTH dev $DEV$NL" ;; esac
  done
  if [ -n "$IPS$PFX" ]; then
    pf_have=$NL$(ip "-$1" -o route show table "$TABLE" 2>/dev/null)
    case $pf_have in *"$NL$NET dev $DEV "*) ;; *) PLAN="${PLAN}route replace $NET dev $DEV$SCOPE proto static table $TABLE$NL" ;; esac
    case $pf_have in *"${NL}default via $GW dev $DEV "*) ;; *) PLAN="${PLAN}route replace default via $GW dev $DEV onlink proto static table $TABLE$NL" ;; esac
  fi
  scan_rules "$1"
  want_rules
  for pf_one in $WANTED; do in_list "$HAVE" "$pf_one" || plan_rule ADD add "$pf_one" " $RULE_PROTO"; done
  for pf_one in $HAVE; do in_list "$WANTED" "$pf_one" || plan_rule DEL del "$pf_one" ''; done
  for pf_one in $TWICE; do plan_rule DEL del "$pf_one" ''; done # without a protocol it takes one of them
  [ -z "$NET" ] || plan_main "$1" "$NET"
}

plan_rule() { # plan_rule COUNTER add|del KIND,SELECTOR REST
  pr_kind=${3%%,*} pr_to="lookup $TABLE pref $TABLE"
  case $pr_kind in to | inside) pr_to="lookup main pref $((TABLE - 1))" ;; esac
  [ "$pr_kind" != inside ] || pr_kind=fwmark
  PLAN="${PLAN}rule $2 $pr_kind ${3#*,} $pr_to$4$NL"
  eval "PLAN_$1=\$((PLAN_$1 + 1))"
}

# Another manager may change the same things between our look and our batch, and a batch stops at its first error:
# look again and do what is left, three times.
route_now() {
  table_names "$TABLE"
  for rn_family in 4 6; do
    [ "$rn_family" = 4 ] || [ -n "$IP6$PFX6" ] || has_ipv6 || continue
    rn_try=1
    while :; do
      plan "$rn_family"
      [ -n "$PLAN" ] || break
      if rn_error=$(printf '%s' "$PLAN" | ip "-$rn_family" -batch - 2>&1); then
        ADDED=$((ADDED + PLAN_ADD)) REMOVED=$((REMOVED + PLAN_DEL))
        break
      else
        say "ip -batch: $rn_error"
      fi
      rn_try=$((rn_try + 1))
      find_device "$MAC" || rn_try=4 # renamed, or gone
      if [ "$rn_try" -gt 3 ] && [ -n "$rn_error" ]; then
        fail 30 "ip refused: $(clean "$rn_error")"
        return 1
      fi
      nap
    done
  done
}
