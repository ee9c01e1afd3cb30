# The network device of an ENI: found by MAC, set up.

# Stacked devices (vlan, bridge, bond, macvlan) may carry the MAC of the one below: they have lower_* links. A device
# with a bus behind it wins. Names are never trusted: eth1, ens6 and enX1 change, and so does the slot.
find_device() { # MAC -> DEV
  DEV='' fd_virtual=''
  set +f
  for fd_path in /sys/class/net/*; do
    read -r fd_mac 2>/dev/null <"$fd_path/address" || continue
    [ "$fd_mac" = "$1" ] || continue
    [ ! -d "$fd_path/bridge" ] && [ ! -d "$fd_path/bonding" ] || continue
    for fd_lower in "$fd_path"/lower_*; do [ ! -e "$fd_lower" ] || continue 2; done
    if [ -e "$fd_path/device" ]; then
      DEV=${fd_path##*/}
      break
    fi
    fd_virtual=${fd_path##*/}
  done
  set -f
  [ -n "$DEV" ] || DEV=$fd_virtual
  case $DEV in *[!A-Za-z0-9._-]*) DEV='' ;; esac # would not be one word in a batch
  [ -n "$DEV" ]
}

# udev renames a device only while it is down, so it must be done before the link is set up; a lost event (udev
# restarting, amazon-ec2-net-utils#86) must not hold us.
settle_device() {
  { read -r sd_index <"/sys/class/net/$DEV/ifindex"; } 2>/dev/null || return 1
  [ ! -e /run/udev/control ] || within 200 [ -e "/run/udev/data/n$sd_index" ] || warn "udev has not handled $DEV in 2 s"
  find_device "$MAC"
}

list_macs() {
  SEEN='' lm_n=0
  set +f
  for lm_path in /sys/class/net/*; do
    read -r lm_mac 2>/dev/null <"$lm_path/address" || continue
    case $lm_mac in 00:00:00:00:00:00 | *[!0-9a-f:]* | '') continue ;; esac
    lm_n=$((lm_n + 1))
    [ "$lm_n" -le 20 ] && SEEN="$SEEN${SEEN:+,}\"$lm_mac\""
  done
  set -f
}

link_up() {
  lu_conf=/proc/sys/net/ipv6/conf/$DEV
  # A router advertisement would put a second IPv6 default beside the host's own, with the same metric. networkd and
  # NetworkManager read advertisements themselves and are told by their files. ec2-net-utils 1.x relies on the kernel.
  if [ "$BACKEND" != ec2net1 ]; then
    write_sysctl "$lu_conf/accept_ra" 0
    write_sysctl "$lu_conf/accept_dad" 0
  fi
  [ -n "${MTU+asked}" ] || host_mtu
  [ -z "$MTU" ] || [ "$MTU" = "$(cat "/sys/class/net/$DEV/mtu")" ] || ip link set dev "$DEV" mtu "$MTU" || warn "cannot give $DEV the MTU $MTU"
  ip link set dev "$DEV" up
}

# The MTU of the host's own interface: where one takes 9,001 bytes and the other 1,500, the larger packets are lost.
host_mtu() { # -> MTU, or empty
  MTU=''
  default_devices
  for hm_family in 4 6; do
    lowest_metric $hm_family
    [ -n "$LOWEST" ] && of_ec2 "$LOWEST_DEV" && read -r MTU <"/sys/class/net/$LOWEST_DEV/mtu" && return 0
  done
}

has_carrier() {
  hc_value=0
  { read -r hc_value <"/sys/class/net/$DEV/carrier"; } 2>/dev/null
  [ "$hc_value" = 1 ]
}
