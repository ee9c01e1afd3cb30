# ifupdown.

# Every line may be run again over what apply did already. `|| :` is for "File exists" and, on the way down, "not there".
text_ifupdown() {
  OUT="# $MARK
allow-hotplug $DEV
iface $DEV inet manual
  pre-up echo 0 > /proc/sys/net/ipv6/conf/\$IFACE/accept_ra || :
  pre-up ip link set dev \$IFACE ${MTU:+mtu $MTU }up
"
  for ti_family in 4 6; do
    ti_ip="ip -$ti_family"
    of_family $ti_family
    each "  up $ti_ip addr replace %s/$WIDTH dev \$IFACE $FLAGS" $IPS
    [ -z "$NET" ] || OUT="$OUT  up $ti_ip route replace $NET dev \$IFACE proto static table $TABLE
  up $ti_ip route replace default via $GW dev \$IFACE onlink proto static table $TABLE
"
    each "  up $ti_ip rule add from %s lookup $TABLE pref $TABLE $RULE_PROTO 2>/dev/null || :" $IPS $PFX
    each "  up $ti_ip rule add to %s lookup main pref $((TABLE - 1)) $RULE_PROTO 2>/dev/null || :" $LOCAL
    each "  down $ti_ip rule del from %s lookup $TABLE pref $TABLE 2>/dev/null || :" $IPS $PFX
  done
}
