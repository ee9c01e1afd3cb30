# Living with others: Docker bridges, firewalld's IPv6 filter, VPC CNI, amazon-ec2-net-utils, an unrecognised host.
vpc up
vpc attach standby

guest standby apply "$ONE" wait=5,persist=none
good 'apply'

# firewalld: IPv6_rpfilter is this nftables expression.
if needs nft; then
  on standby sh -c 'mkdir -p /run/firewalld; nft -f -' <<'NFT'
table inet firewalld {
  chain filter_PREROUTING {
    type filter hook prerouting priority filter + 10
    icmpv6 type { nd-router-advert, nd-neighbor-solicit } accept
    meta nfproto ipv6 fib saddr . mark . iif oif missing drop
  }
}
NFT
  yes_ "firewalld's IPv6 reverse path filter lets the ENI's traffic in" all_reach
  guest standby apply "$ONE" wait=5,persist=none
  has 'firewalld is told' "$OUT" 'firewalld: the interface is in the default zone'
  on standby ip -6 rule del pref 20001
  no_ 'without our rule that filter drops it: the check can fail' reach client $ENI6
  on standby sh -c 'nft delete table inet firewalld; rm -rf /run/firewalld'
  guest standby apply "$ONE" wait=5,persist=none
fi

# cloud-netconfig (SLES): its pass, each minute, adds a rule for an address that has none, and looks at main before it; when
# any NIC leaves, its clean-up takes away each rule whose source is no address of this host. Emulated: it is not in Debian.
netconfig_pass() {
  # shellcheck disable=SC2016
  on standby sh -c 'i=$(cat /sys/class/net/ens7/ifindex)
    ip rule show | grep -q ^30399: || ip rule add pref 30399 lookup main suppress_prefixlength 0
    ip route replace default via 10.0.2.1 dev ens7 onlink table $((30400 + i))
    ip rule show | grep -q "from 10.0.2.50 " || ip rule add from 10.0.2.50 pref $((30400 + i)) lookup $((30400 + i))'
}
netconfig_cleanup() {
  # shellcheck disable=SC2016
  on standby sh -c 'for f in -4 -6; do
    assigned=" $(ip $f -o addr | sed "s/.* inet6\\{0,1\\} \\([^ /]*\\).*/\\1/" | tr "\\n" " ")"
    ip $f rule show | while read -r pref from source rest; do
      [ "$source" = all ] || case $assigned in *" $source "*) ;; *) ip $f rule del pref ${pref%:} from $source ;; esac
    done
  done'
}
on standby sh -c 'ip rule del pref 20001; ip -6 rule del pref 20001; ip addr replace 10.0.2.50/24 dev ens7 noprefixroute'
netconfig_pass
yes_ 'with the rules of cloud-netconfig alone the far client reaches the ENI' reach client $ENI4
no_ "but one in the primary's subnet does not" reach peer1 $ENI4
on standby sh -c 'ip rule flush 2>/dev/null; ip rule add pref 32766 lookup main; ip rule add pref 32767 lookup default; ip rule add pref 30399 lookup main suppress_prefixlength 0; ip addr del 10.0.2.50/24 dev ens7'
on standby sh -c 'mkdir -p /etc/netconfig.d; : >/etc/netconfig.d/cloud-netconfig'
guest standby apply "$TWO" wait=5,persist=none
good 'apply beside cloud-netconfig'
has 'which is told' "$OUT" 'cloud-netconfig removes rules of unassigned sources'
netconfig_pass
same 'its next pass adds no rule for an address that has ours' "$RULES_TWO" "$(rules standby | grep -v 30399)"
yes_ 'and all reach all' all_reach
netconfig_cleanup
same 'a NIC left: it took the rules of delegated prefixes along, and no others' "$(grep -v / <<<"$RULES_TWO")" "$(rules standby | grep -v 30399)"
yes_ 'the addresses still answer' all_reach
guest standby verify "$TWO" wait=2
code 'verify says which rule is missing' 31
has 'by name' "$OUT" 'no rule for 10.0.2.64/28'
guest standby apply "$TWO" wait=2,persist=none
good 'apply puts them back'
same 'each once' "$RULES_TWO" "$(rules standby | grep -v 30399)"
on standby sh -c 'ip rule del pref 30399; rm -r /etc/netconfig.d'
guest standby apply "$ONE" wait=2,persist=none

# VPC CNI
on standby sh -c 'mkdir -p /etc/cni/net.d; echo {} >/etc/cni/net.d/10-aws.conflist'
guest standby apply "$ONE" wait=5
good 'an EKS node'
same 'is not persisted' none "$(field persist)"
has 'and says so' "$OUT" 'VPC CNI node: routed now, not persisted'
on standby rm /etc/cni/net.d/10-aws.conflist

# nothing recognised
on standby sh -c 'mv /etc/network/interfaces /etc/network/off'
guest standby apply "$ONE" wait=5
good 'nothing recognised'
same 'is not persisted' none "$(field persist)"
has 'and says so' "$OUT" 'no network manager recognised'
vpc detach standby
guest standby cleanup "$ONE" wait=1

# ec2-net-utils 1 (Amazon Linux 2): a real DHCP client, and what that tool's hook does with the lease: a default in a table
# of its own and rules without preference. And where it makes no rule, network-scripts get files of ours.
on standby sh -c 'mkdir -p /etc/sysconfig/network-scripts; : >/etc/sysconfig/network-scripts/ec2net-functions'
files() { on standby find /etc/sysconfig/network-scripts -name '*ens7'; }
needs dhclient dnsmasq || return 0
start_dhcp 2
on standby sh -c 'mkdir -p /run/dh; cat >/run/dh/script; chmod 755 /run/dh/script' <<'HOOK'
#!/bin/sh
# dhclient's script as on Amazon Linux 2 with DEFROUTE=no: it empties the interface before it asks
case $reason in
PREINIT) ip -4 addr flush dev "$interface"; ip link set "$interface" up ;;
BOUND | REBOOT)
  ip addr add "$new_ip_address/24" dev "$interface"
  ip route replace default via 10.0.2.1 dev "$interface" table 10007
  ip rule add from "$new_ip_address" lookup 10007
  ip -6 route replace default via fe80:ec2::1 dev "$interface" table 10007
  ip -6 rule add from 2001:db8:0:2::50 lookup 10007
  ;;
esac
HOOK
dhcp_client() { on standby timeout 20 dhclient -1 -4 -sf /run/dh/script -lf /run/dh/leases -pf /run/dh/pid ens7; }
vpc attach standby
(
  sleep 2
  dhcp_client
) >"$TMP/dhclient" 2>&1 &
dhcp=$!
guest standby apply "$ONE" wait=5
wait $dhcp
yes_ 'the DHCP client got its lease' on standby grep -q 'fixed-address 10.0.2.50' /run/dh/leases
same 'Amazon Linux 2: deferred to its tool' 0:deferred "$RC:$(field persist)"
same 'no file of ours' '' "$(files)"
same 'router advertisements are left to it' 1 "$(on standby cat /proc/sys/net/ipv6/conf/ens7/accept_ra)"
yes_ 'answers' reach client $ENI4 $ENI6
on standby sh -c 'kill "$(cat /run/dh/pid)"; ip rule del from 10.0.2.50 lookup 10007; ip -6 rule del from 2001:db8:0:2::50 lookup 10007'
vpc detach standby
guest standby cleanup "$ONE" wait=1
vpc attach standby
(
  sleep 5
  began=$(now_ms)
  on standby dash "$SCRIPT" apply "$ONE" wait=5,persist=none >"$TMP/meanwhile" 2>&1
  echo "$? $(($(now_ms) - began))" >"$TMP/meanwhile.took"
) &
guest standby apply "$ONE" wait=5
wait $!
read -r rc took <"$TMP/meanwhile.took"
same 'while one command waits for that tool another need not wait: its code' 0 "$rc"
at_most 'and its time, ms' "$took" 5000
good 'its tool makes no rule in 45 s: routed all the same'
has 'and told' "$OUT" 'did not route 02:00:00:00:02:32 in 45 s: ifcfg file written instead'
has 'by files that tell its tool to keep away' "$(on standby cat /etc/sysconfig/network-scripts/ifcfg-ens7)" EC2SYNC=no
yes_ 'answers' all_reach
vpc detach standby
guest standby cleanup "$ONE" wait=1
same 'cleanup takes the files away' '' "$(files)"
