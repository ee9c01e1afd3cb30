# Which network manager keeps this host: detected, given the files, asked to read them.

# Detected, never guessed from the distribution's name. The order: who would undo our work comes first. Amazon Linux 2023 is
# a networkd host: its tool writes a file for networkd that sorts after ours, some seconds later, and then keeps away.
detect_manager() {
  case $OPT_persist in auto) ;; deferred) BACKEND=ec2net2 ;; *) BACKEND=$OPT_persist ;; esac
  if [ -z "$BACKEND" ]; then
    if [ -e "$ROOT/etc/cni/net.d/10-aws.conflist" ]; then
      BACKEND=none
      warn 'VPC CNI node: routed now, not persisted; the CNI owns the rules'
    elif [ -e "$ROOT/etc/sysconfig/network-scripts/ec2net-functions" ]; then
      BACKEND=ec2net1
    elif nm_manages; then
      BACKEND='nm'
    elif [ -e /run/systemd/netif/state ] && in_path networkctl; then
      BACKEND=networkd
    elif in_path wicked && [ -d "$ROOT/etc/sysconfig/network" ]; then
      BACKEND=wicked
    elif [ -d "$ROOT/etc/sysconfig/network-scripts" ] && in_path ifup; then
      BACKEND=ifcfg
    elif [ -f "$ROOT/etc/network/interfaces" ] && in_path ifup; then
      BACKEND=ifupdown
    else
      BACKEND=none
      warn 'no network manager recognised: routed now, lost at reboot'
    fi
  fi
  match_manager
}

# NetworkManager before 1.42 (RHEL 8, 9.0, 9.1) and networkd before 248 (Debian 11, Ubuntu 20.04) give their rules no
# protocol: ours must be like them, or each stands twice.
match_manager() {
  case $BACKEND in
  nm) version nmcli 'version 1.' 41 ;;
  networkd) version networkctl 'systemd ' 247 ;;
  *) false ;;
  esac && RULE_PROTO=''
}

version() { # version PROGRAM TEXT-BEFORE-IT HIGHEST: -> VERSION: that or older
  VERSION=$(bounded 5 "$1" --version 2>/dev/null)
  VERSION=${VERSION##*"$2"}
  VERSION=${VERSION%%[!0-9]*}
  is_number "$VERSION" 0 "$3"
}

# Who else is here. Each is harmless beside our preference, or says what to look at.
tell_neighbours() {
  tn_rules=$(ip -o rule show)
  case $tn_rules in *"${NL}302"[0-9][0-9]:* | *"${NL}304"[0-9][0-9]:*) warn 'nm-cloud-setup has rules here: ours come first' ;; esac
  [ ! -e "$ROOT/usr/libexec/cloud-netconfig/cloud-netconfig" ] && [ ! -e "$ROOT/etc/netconfig.d/cloud-netconfig" ] ||
    warn 'cloud-netconfig removes rules of unassigned sources when any NIC leaves: verify again then'
  [ ! -e "$ROOT/run/firewalld" ] && [ ! -e "$ROOT/run/firewalld.pid" ] ||
    warn 'firewalld: the interface is in the default zone unless assigned'
  [ "$BACKEND" != ifupdown ] || [ ! -e "$ROOT/etc/udev/rules.d/75-cloud-ifupdown.rules" ] ||
    warn 'cloud-ifupdown-helper may run DHCP on an interface that it sees for the first time: verify again'
  for tn_conf in all ${DEV:+"$DEV"}; do
    case $(cat "/proc/sys/net/ipv4/conf/$tn_conf/arp_ignore" 2>/dev/null) in
    '' | [01]) ;;
    *) warn "arp_ignore of $tn_conf is above 1: an address with /32 may not answer ARP" ;;
    esac
  done
  IFS=$NL
  for tn_rule in $tn_rules; do
    IFS=$SPACE
    case $tn_rule in
    *'from all lookup local'*) ! is_number "${tn_rule%%:*}" 19900 32766 || warn "the rule for local addresses is at ${tn_rule%%:*}, after ours: this host may not reach the ENI itself" ;;
    esac
  done
  IFS=$SPACE
}

# Writes the files of the loaded ENI; activation comes after, once for all of them.
write_persistent() {
  FILES='' ANY_CHANGED=no
  host_mtu
  case $BACKEND in networkd | nm) ;; *) MARK="$MARK as $DEV" ;; esac
  case $BACKEND in
  networkd) text_networkd && put_own "$ROOT/etc/systemd/network/05-eni-failover-$MACHEX.network" 644 "$OUT" ;;
  nm) text_nm && put_own "$ROOT/etc/NetworkManager/system-connections/eni-failover-$MACHEX.nmconnection" 600 "$OUT" ;;
  ifupdown) text_ifupdown && put_own "$ROOT/etc/network/interfaces.d/60-eni-failover-$MACHEX" 644 "$OUT" ;;
  ifcfg) put_ifcfg ;;
  wicked) put_wicked ;;
  esac || return 1
  [ -z "$SOURCE_DEV" ] || put_own "$(source_file)" 644 "# $MARK
net/ipv6/conf/$SOURCE_DEV/use_oif_addrs_only = 1
" || return 1
  if [ "$OPT_netplan" = yes ]; then
    text_netplan
    put_own "$ROOT/etc/netplan/60-eni-failover-$MACHEX.yaml" 600 "$OUT" || return 1
  fi
  name_table
}

activate() { # the manager takes over what runs already
  [ -z "$ROOT" ] || return 0 # the tree of a test: no manager reads it
  case $PERSIST in
  networkd) networkd_takes "${FILES%% *}" ;;
  nm) [ "$RELOAD" = no ] && [ "$(bounded 5 nmcli -g GENERAL.CON-UUID device show "$DEV")" = "$NM_UUID" ] || within 1500 nm_up "${FILES%% *}" ;; # it may see a device after us
  ifupdown)
    case $(cat /etc/network/interfaces) in *interfaces.d/*) ;; *) warn '/etc/network/interfaces does not read interfaces.d' && return 1 ;; esac
    case $(bounded 5 ifquery --state "$DEV" 2>/dev/null) in "$DEV="*) [ "$RELOAD" = yes ] || return 0 ;; esac
    bounded 30 ifup --force "$DEV"
    ;;
  # wicked and network-scripts read the files at the next boot or ifup; an ifup now would take the addresses away.
  *) return 0 ;;
  esac
}
