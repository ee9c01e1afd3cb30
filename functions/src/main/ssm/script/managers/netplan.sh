# netplan, only where it is asked for.

# For a site that insists on netplan: read at the next boot, never applied here, because `netplan generate` gives every
# generated file a new mtime and the next reload then re-acquires the host's own lease.
text_netplan() {
  OUT="# $MARK
network: {version: 2, ethernets: {eni-failover-$MACHEX: {match: {macaddress: \"$MAC\"}, optional: true,
 dhcp4: false, dhcp6: false, accept-ra: false,${MTU:+ mtu: $MTU,} addresses: [
"
  each '  "%s/32",' $IP4
  each '  "%s/128",' $IP6
  OUT="$OUT ], routes: [$NL"
  of_family 4
  [ -z "$NET4" ] || OUT="$OUT  {to: \"$NET4\", scope: link, table: $TABLE},
  {to: \"0.0.0.0/0\", via: \"$GW\", on-link: true, table: $TABLE},
"
  [ -z "$NET6" ] || OUT="$OUT  {to: \"::/0\", via: \"$GW6\", on-link: true, table: $TABLE},
"
  OUT="$OUT ], routing-policy: [$NL"
  each "  {from: \"%s\", table: $TABLE, priority: $TABLE}," $IP4 $PFX4 $IP6 $PFX6
  each "  {to: \"%s\", table: 254, priority: $((TABLE - 1))}," $LOC4 $LOC6
  OUT="$OUT ] } } }$NL"
}
