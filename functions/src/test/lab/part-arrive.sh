# From the interface's appearance to the first answer, and what is lost after it, under each manager that runs here. Amazon's
# tool has a part of its own; network-scripts and wicked do nothing at this moment: their files are for the next boot.
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon netplan dnsmasq /usr/sbin/NetworkManager nmcli /sbin/ifup || return 0
vpc up
start_dhcp
start_networkd standby || { flunk 'networkd runs'; return 0; }
arrive networkd
vpc up
start_nm || { flunk 'NetworkManager runs'; return 0; }
arrive NetworkManager
vpc up
on standby sh -c 'mkdir -p /run/network /etc/network/interfaces.d; printf "auto lo\niface lo inet loopback\nsource /etc/network/interfaces.d/*\n" >/etc/network/interfaces'
arrive ifupdown
vpc up
on standby mkdir -p /etc/sysconfig/network-scripts
SEAM=ENI_BACKEND=ifcfg
arrive 'no manager at work'
