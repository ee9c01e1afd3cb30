# NetworkManager.

# By MAC, never by name, and never another MAC (a site may have NetworkManager draw one; EC2 drops what comes from it); the
# nm-cloud-setup key keeps that tool off this device; dad-timeout=0, or newer versions take the IPv4 address away for 120 ms
# to test it.
text_nm() {
  OUT="# $MARK
[connection]
id=eni-failover-$MACHEX
uuid=$NM_UUID
type=ethernet
autoconnect=true
autoconnect-priority=100
${NL}[ethernet]
mac-address=$MAC
cloned-mac-address=preserve
${MTU:+mtu=$MTU$NL}${NL}[user]
org.freedesktop.nm-cloud-setup.skip=yes
$NL"
  nm_family 4 disabled
  OUT="$OUT$NL"
  nm_family 6 link-local
}

nm_family() { # nm_family FAMILY METHOD-WITHOUT-ADDRESSES
  of_family "$1"
  OUT="${OUT}[ipv$1]
method=$([ -n "$IPS" ] && echo manual || echo "$2")
never-default=true
ignore-auto-dns=true
"
  [ "$1" = 6 ] || OUT="${OUT}dad-timeout=0$NL"
  nm_n=0
  for nm_one in $IPS; do nm_n=$((nm_n + 1)) OUT="${OUT}address$nm_n=$nm_one/$WIDTH$NL"; done
  [ -z "$NET" ] || OUT="${OUT}route1=$NET
route1_options=table=$TABLE
route2=$ANY,$GW
route2_options=onlink=true,table=$TABLE
"
  nm_n=0
  for nm_one in $IPS $PFX; do
    case $nm_one in */*) ;; *) nm_one=$nm_one/$WIDTH ;; esac
    nm_n=$((nm_n + 1)) OUT="${OUT}routing-rule$nm_n=priority $TABLE from $nm_one table $TABLE$NL"
  done
  for nm_one in $LOCAL; do nm_n=$((nm_n + 1)) OUT="${OUT}routing-rule$nm_n=priority $((TABLE - 1)) to $nm_one table 254$NL"; done
}

nm_runs() { [ "$(bounded 5 nmcli -t -f RUNNING general 2>/dev/null)" = running ]; }

nm_manages() { # is NetworkManager running, and does it hold the device, or else the default route of the host?
  in_path nmcli || return 1
  nm_runs || { [ -e /run/NetworkManager/devices ] && within 300 nm_runs && nap && nap; } || return 1 # it may be restarting
  for nm_dev in $DEV $(ip -o route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p'); do
    case $(bounded 5 nmcli -g GENERAL.STATE device show "$nm_dev" 2>/dev/null) in '' | 10 | '10 '*) ;; *) return 0 ;; esac # 10 is unmanaged, 100 connected
  done
  return 1
}

nm_up() { find_device "$MAC" && bounded 10 nmcli connection load "$1" && bounded 20 nmcli -w 15 connection up uuid "$NM_UUID" ifname "$DEV"; }
