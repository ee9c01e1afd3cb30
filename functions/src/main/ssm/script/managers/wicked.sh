# wicked (SLES 15).

# ifroute-: destination gateway netmask device options; ifrule-: as ip rule, with the family in front (ifrule(5) of
# wicked), and wicked knows no onlink: the subnet's route, which comes first, is enough. CLOUD_NETCONFIG_MANAGE=no keeps
# cloud-netconfig off this interface. The lab reads them with a stand-in for wicked.
put_wicked() {
  pw_dir=$ROOT/etc/sysconfig/network
  OUT="# $MARK
STARTMODE='hotplug'
BOOTPROTO='static'
LLADDR=''
${MTU:+MTU='$MTU'$NL}CLOUD_NETCONFIG_MANAGE='no'
"
  pw_n='' pw_routes="# $MARK$NL" pw_rules="# $MARK$NL"
  for pw_family in 4 6; do
    of_family $pw_family
    for pw_one in $IPS; do OUT="${OUT}IPADDR${pw_n:+_}$pw_n='$pw_one/$WIDTH'$NL" pw_n=$((${pw_n:-0} + 1)); done
    [ -z "$NET" ] || pw_routes="$pw_routes$NET - - $DEV table $TABLE$SCOPE${NL}default $GW - $DEV table $TABLE$NL"
    for pw_one in $IPS $PFX; do pw_rules="${pw_rules}ipv$pw_family from $pw_one table $TABLE pref $TABLE$NL"; done
    for pw_one in $LOCAL; do pw_rules="${pw_rules}ipv$pw_family to $pw_one table main pref $((TABLE - 1))$NL"; done
  done
  put_own "$pw_dir/ifcfg-$DEV" 644 "$OUT" && put_own "$pw_dir/ifroute-$DEV" 644 "$pw_routes" && put_own "$pw_dir/ifrule-$DEV" 644 "$pw_rules"
}
