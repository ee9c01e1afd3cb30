# systemd-networkd.

# No new addresses by DHCP or RA on this link, /32 and /128 so that main gets no connected route, and every rule here,
# because networkd flushes rules that no .network file names whenever it configures any link. Type and Kind (from 251 on): a
# VLAN or macvlan upon the ENI has its MAC too. 05- sorts before netplan's 10-, the distribution's 07-, and ec2-net-utils'
# 70- and 80-.
text_networkd() {
  OUT="# $MARK
[Match]
MACAddress=$MAC
Type=ether
Kind=!macvlan !macvtap
${NL}[Link]
RequiredForOnline=no
${MTU:+MTUBytes=$MTU$NL}${NL}[Network]
DHCP=no
IPv6AcceptRA=no
LinkLocalAddressing=ipv6
"
  each "\n[Address]\nAddress=%s/32" $IP4
  each "\n[Address]\nAddress=%s/128\nDuplicateAddressDetection=none" $IP6
  for tw_family in 4 6; do
    of_family $tw_family
    [ -z "$NET" ] || OUT="$OUT
[Route]
Destination=$NET${SCOPE:+${NL}Scope=link}
Table=$TABLE
${NL}[Route]
Gateway=$GW
GatewayOnLink=yes
Table=$TABLE
"
  done
  each "\n[RoutingPolicyRule]\nFrom=%s\nTable=$TABLE\nPriority=$TABLE" $IP4 $PFX4 $IP6 $PFX6
  each "\n[RoutingPolicyRule]\nTo=%s\nTable=254\nPriority=$((TABLE - 1))" $LOC4 $LOC6
  for tw_family in 4 6; do
    of_family $tw_family
    each "\n[RoutingPolicyRule]\nFirewallMark=%s\nFamily=ipv$tw_family\nTable=$TABLE\nPriority=$TABLE" $FWMARK
    each "\n[RoutingPolicyRule]\nFirewallMark=%s\nFamily=ipv$tw_family\nTable=254\nPriority=$((TABLE - 1))" ${FWMARK:+$INSIDE}
  done
}

networkd_reload() {
  bounded 15 networkctl reload && return 0
  # no reload before 244, and no flushing of foreign rules before 248
  ! version networkctl 'systemd ' 243 || { warn "systemd $VERSION cannot reload networkd: kept from the next boot on" && return 0; }
  within 500 bounded 15 networkctl reload # it may be restarting
}

# networkd says in its state file which .network a link uses and whether it is done with it.
networkd_holds() {
  find_device "$MAC" || return 1 # it may have got its name only now
  read -r nh_index <"/sys/class/net/$DEV/ifindex" || return 1
  nh_state=$(cat "/run/systemd/netif/links/$nh_index" 2>/dev/null)$NL
  case $nh_state in *"NETWORK_FILE=$1$NL"*) ;; *) return 1 ;; esac
  case $nh_state in *"ADMIN_STATE=configured$NL"*) ;; *) return 1 ;; esac
}

# Its state file lags a reload, so it is asked again a little later.
networkd_takes() {
  within 500 networkd_holds "$1" || return 1
  [ "$RELOAD" = yes ] || return 0
  nap && nap && nap
  within 500 networkd_holds "$1"
}
