# amazon-ec2-net-utils and ec2-net-utils 1: whether they route the interface.

# Amazon's own tools route the interface some seconds later; then theirs is what survives, and ours was the bridge. A rule
# an address, to a table of theirs in which a default leaves by the ENI: one whose table is empty is worth nothing.
native_routed() {
  for nr_family in 4 6; do
    of_family $nr_family
    nr_rules=$(ip "-$nr_family" -o rule show)
    for nr_one in $IPS; do
      nr_table=$(printf '%s\n' "$nr_rules" | sed -n "s/.*from $nr_one lookup \(10[0-9][0-9][0-9]\)\([^0-9].*\)*\$/\1/p" | head -n 1)
      [ -n "$nr_table" ] || return 1
      case $(ip "-$nr_family" -o route show table "$nr_table" default 2>/dev/null) in *" dev $DEV "*) ;; *) return 1 ;; esac
    done
  done
}

watch_native() {
  within 4500 native_routed || return 1
  plan_main 4 "$NET4" # its connected route came with its rules: only told, it would put it back
  plan_main 6 "$NET6"
}
