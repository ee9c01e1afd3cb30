# Interfaces of EC2, the other networks of this host, and the address with which it sends.

default_devices() { # -> DEFAULT_DEVS: the default routes of main leave by these
  DEFAULT_DEVS=''
  set -- $(ip -4 -o route show default; ip -6 -o route show default)
  while [ $# -gt 1 ]; do
    [ "$1" != dev ] || DEFAULT_DEVS="$DEFAULT_DEVS $2"
    shift
  done
}

# Has a bus behind it; or, in a network namespace, is plain Ethernet with a default route.
of_ec2() { # of_ec2 DEVICE
  [ ! -e "/sys/class/net/$1/device" ] || return 0
  oe_type=0
  in_list "$DEFAULT_DEVS" "$1" && read -r oe_type 2>/dev/null <"/sys/class/net/$1/type" && [ "$oe_type" = 1 ] &&
    [ ! -d "/sys/class/net/$1/bridge" ] && [ ! -e "/sys/class/net/$1/tun_flags" ]
}

# What main says of the networks behind this host (bridges of containers, tunnels) holds for the ENI's addresses too, or
# an answer to a container would leave by the ENI. Never a network in which an interface of EC2's is. A single host (a pod)
# comes and goes too often for a rule; the marks below are enough for it. The VPC CNI has rules of its own for its pods.
know_locals() { # -> LOC4 LOC6, with those that were asked for; BEHIND when there is a single host
  LOC4=$OPT_local4 LOC6=$OPT_local6 BEHIND=''
  default_devices
  [ ! -e "$ROOT/etc/cni/net.d/10-aws.conflist" ] || return 0
  for kl_family in 4 6; do
    of_family $kl_family
    kl_subnets=$NET kl_networks=''
    IFS=$NL
    set -- $(ip "-$kl_family" -o route show table main)
    IFS=$SPACE
    for kl_line; do
      kl_one=${kl_line%% *} kl_dev=${kl_line#* dev }
      kl_dev=${kl_dev%% *}
      case $kl_one in default | fe80:* | *[!0-9a-f.:/]* | *"$ANY") continue ;; */*) ;; *) kl_one=$kl_one/$WIDTH ;; esac
      [ "$kl_dev" != "$DEV" ] && [ "$kl_dev" != lo ] || continue
      if ! of_ec2 "$kl_dev"; then
        case $kl_one in */"$WIDTH") BEHIND=yes && continue ;; esac
        in_list "$kl_networks $LOCAL" "$kl_one" || kl_networks="$kl_networks $kl_one"
      else
        case $kl_line in *' via '*) ;; *) kl_subnets="$kl_subnets $kl_one" ;; esac
      fi
    done
    kl_n=0
    for kl_one in $kl_networks; do
      for kl_subnet in $kl_subnets; do
        covers "$kl_one" "$kl_subnet" && warn "not followed for the ENI: the route to $kl_one, which covers the subnet $kl_subnet" && continue 2
      done
      block$kl_family "$kl_one" 8 "$WIDTH" || continue
      kl_n=$((kl_n + 1))
      [ "$kl_n" -le 40 ] || { warn 'more than 40 local networks: the rest does not reach the ENI' && break; }
      eval "LOC$kl_family=\"\$LOC$kl_family \$kl_one\""
    done
  done
}

covers() { # covers NETWORK SUBNET
  block$kl_family "$2" 1 "$WIDTH" || return 1
  co_base4=${BASE4-} co_base6=${BASE6-} co_plen=$PLEN
  block$kl_family "$1" 1 "$co_plen" || return 1
  if [ "$kl_family" = 4 ]; then
    [ $((BASE4 >> (32 - PLEN))) -eq $((co_base4 >> (32 - PLEN))) ]
  else
    co_high=$HIGH
    bits_of "$co_base6" "$PLEN"
    [ "$HIGH" = "$co_high" ]
  fi
}

# Two VPCs may have the same network: an address that another interface has, and with which this host sends, is the one by
# which it is reached. One that only the ENI has is none, even if the kernel takes it as a source for want of another.
hosts_own() { # -> OWN
  for ho_probe in 192.0.2.1 2001:db8::1; do
    ho_line=" $(ip -o route get $ho_probe 2>/dev/null) "
    for OWN in $IP4 $IP6; do
      case $ho_line in *" dev $DEV "*) ;; *" src $OWN "*) case $(ip -o addr | grep -v "^[0-9]*: $DEV ") in *" $OWN/"* | *" $OWN peer "*) return 0 ;; esac ;; esac
    done
  done
  return 1
}

# An interface with an IPv6 default and no IPv6 address of its own would send with the ENI's, and EC2 drops that.
keep_source() { # -> SOURCE_DEV
  SOURCE_DEV=''
  [ -n "$IP6" ] || return 0
  ks_line=" $(ip -6 -o route get 2001:db8::1 2>/dev/null) "
  ks_dev=${ks_line#* dev }
  ks_dev=${ks_dev%% *} ks_file=/proc/sys/net/ipv6/conf/$ks_dev/use_oif_addrs_only
  [ "$ks_dev" != "$DEV" ] && [ -e "$ks_file" ] || return 0
  for ks_one in $IP6; do
    case $ks_line in *" src $ks_one "*) SOURCE_DEV=$ks_dev ;; esac
  done
  [ "$(cat "$ks_file")" = 0 ] || ! grep -qs "/$ks_dev/" "$(source_file)" || SOURCE_DEV=$ks_dev
  [ -z "$SOURCE_DEV" ] || write_sysctl "$ks_file" 1
}

source_file() { echo "$ROOT/etc/sysctl.d/60-eni-failover-$MACHEX.conf"; }
