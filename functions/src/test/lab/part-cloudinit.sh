# cloud-init's hotplug pass on Ubuntu 24.04 and later and Debian 13: for 30 s after an attach it rewrites its netplan file
# with a stanza for the new NIC and applies it, which is generate + reload + reconfigure of everything.
# (netplan 0.106 matches by PermanentMACAddress=, which a veth has not: the stanza matches by name.)
needs /lib/systemd/systemd-networkd /lib/systemd/systemd-udevd dbus-daemon netplan dnsmasq || return 0
leased() { on "$1" ip -4 -o addr show dev eth0 | grep -q "inet $PRIMARY/"; }
cloud_init_pass() {
  on standby sh -c 'umask 022
    cat >/etc/netplan/50-cloud-init.yaml <<YAML
network:
  version: 2
  ethernets:
    eth0:
      dhcp4: true
      dhcp4-overrides: {route-metric: 100}
      accept-ra: false
      addresses: ["2001:db8:0:1::20/64"]
      routes: [{to: "::/0", via: "fe80:ec2::1", on-link: true}]
    ens7:
      dhcp4: false
      addresses: ["10.0.2.50/24", "2001:db8:0:2::50/64"]
      routes: [{to: "0.0.0.0/0", via: "10.0.2.1", table: 101}, {to: "10.0.2.0/24", scope: link, table: 101}]
      routing-policy: [{from: "10.0.2.50", table: 101}]
YAML
    netplan generate --root-dir /; networkctl reload' >"$TMP/pass.log" 2>&1
  # networkd 252 forgets for good an address whose lease has just come when it is reconfigured: its debug log calls it
  # "requesting,removing" from then on. So not before what the reload began is over.
  sleep 0.3
  waits 5 leased standby
  waits 5 configured standby eth0
  on standby networkctl reconfigure eth0 ens7 >>"$TMP/pass.log" 2>&1
  sleep 0.6
  waits 5 configured standby eth0
  waits 5 configured standby ens7
}
vpc up
start_dhcp
if ! out=$(start_networkd standby 2>&1); then flunk 'networkd runs' "$out"; return 0; fi
flushes || { skip 'no system with networkd before 248 has such passes'; return 0; }
vpc attach standby
guest standby apply "$ONE" wait=5,persist=none
cloud_init_pass
hasnt 'without our file one pass takes our rules away' "$(rules standby)" '20001: from'
no_ 'and a client cannot reach all any more' all_reach

guest standby apply "$ONE" wait=5
good 'apply over what cloud-init made'
held 'after apply'
losing 5 $PRIMARY $ENI4 $ENI6
for pass in 1 2 3; do
  cloud_init_pass
  held "cloud-init pass $pass"
done
info "three passes: pings lost at own/ENI v4/ENI v6: $(lost $PRIMARY)/$(lost $ENI4)/$(lost $ENI6)"
at_most 'three passes, of which each re-acquires the lease: pings lost at the own address' "$(lost $PRIMARY)" 30

# The netplan file for the site that insists: written, valid, not applied.
guest standby apply "$TWO" wait=5,netplan=yes
good 'netplan=yes'
same 'mode' 600 "$(on standby stat -c %a /etc/netplan/60-eni-failover-020000000232.yaml)"
on standby sh -c 'rm -rf /run/np; mkdir -p /run/np/etc/netplan; cp /etc/netplan/60-* /run/np/etc/netplan/; netplan generate --root-dir /run/np' >"$TMP/np.log" 2>&1 &&
  pass 'netplan accepts it' || flunk 'netplan accepts it' "$(cat "$TMP/np.log")"
made=$(on standby sh -c 'cat /run/np/run/systemd/network/*.network' 2>/dev/null)
for want in Address=10.0.2.51/32 Address=2001:db8:0:2::51/128 Gateway=10.0.2.1 Gateway=fe80:ec2::1 GatewayOnLink=true From=10.0.2.64/28 Priority=20001; do
  has "netplan makes of it: $want" "$made" "$want"
done
# Older ones say so in the file; from 1.0 on the unit that waits at boot names whom it waits for
# (from 1.2 on in another folder).
not_waited_for() {
  case $made in *RequiredForOnline=no*) return 0 ;; esac
  unit=$(on standby find /run/np/run/systemd -path '*/systemd-networkd-wait-online.service.d/10-netplan.conf' -exec cat '{}' +)
  case $unit in *eni-failover*) return 1 ;; *Unit*) return 0 ;; esac
  return 1
}
yes_ 'no boot waits for it' not_waited_for
vpc detach standby
guest standby cleanup "$TWO" wait=1
good 'cleanup'
same 'no file of ours is left' '' "$(on standby find /etc/netplan /etc/systemd/network -name '*eni-failover*')"
