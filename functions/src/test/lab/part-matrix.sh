# {client behind the router, peer in the primary's subnet, peer in the ENI's subnet} x {ENI v4, ENI v6, the standby's own
# address} x rp_filter {0,1,2} x source/dest check {on, off}. Before the script each cell must be what theory says,
# including the failures: a lab in which nothing fails proves nothing.
#
# Before: the ENI is up as DHCP would leave it (a /24 and a /64, so main has its connected route), no rules.
#  - a client elsewhere asks the ENI's address: the answer leaves by eth0. With the check on it is dropped there; with it
#    off, strict rp_filter drops the question (IPv4 only: the kernel has no IPv6 rp_filter).
#  - a peer in the ENI's subnet asks the ENI's address: question and answer use the ENI. Works.
#  - a peer in the ENI's subnet asks the standby's own address: the question comes by eth0, the answer leaves by the ENI.
matrix_expected() { # CLIENT TARGET RP CHECK
  case $1-$2 in
  peer2-eni*) echo ok ;;
  peer2-own) [ "$4" = off ] && [ "$3" != 1 ] && echo ok || echo fail ;;
  *-own) echo ok ;;
  *-eni4) [ "$4" = off ] && [ "$3" != 1 ] && echo ok || echo fail ;;
  *-eni6) [ "$4" = off ] && echo ok || echo fail ;;
  esac
}

matrix_pass() { # before|after
  local rp chk c target addr got want wrong='' cells=0 bad=0 line
  for chk in on off; do
    vpc check $chk
    for rp in 0 1 2; do
      on standby sysctl -qw net.ipv4.conf.all.rp_filter=$rp net.ipv4.conf.eth0.rp_filter=$rp net.ipv4.conf.ens7.rp_filter=$rp
      line="$1 check=$chk rp_filter=$rp  "
      for c in client peer1 peer2; do
        # shellcheck disable=SC2086
        on $c $NET reach 250 $PORT $ENI4 $ENI6 $PRIMARY >"$TMP/m.$c" &
      done
      # shellcheck disable=SC2046
      wait $(jobs -p) 2>/dev/null
      for c in client peer1 peer2; do
        for target in "eni4 $ENI4" "eni6 $ENI6" "own $PRIMARY"; do
          addr=${target#* } target=${target% *}
          got=$(awk -v a="$addr" '$1 == a { print $2 }' "$TMP/m.$c")
          want=ok
          [ "$1" = after ] || want=$(matrix_expected $c $target $rp $chk)
          cells=$((cells + 1))
          line="$line $c/$target=$got"
          [ "$got" = "$want" ] || { bad=$((bad + 1)); wrong="$wrong
$1 check=$chk rp_filter=$rp $c -> $target: $got, expected $want"; }
        done
      done
      info "$line"
    done
  done
  if [ $bad = 0 ]; then pass "$1 the script: all $cells cells as expected"; else flunk "$1 the script: $bad of $cells cells differ" "$wrong"; fi
}

needs nft || return 0
vpc up
vpc attach standby
on standby sh -c 'echo 0 >/proc/sys/net/ipv6/conf/ens7/accept_ra; ip link set ens7 up
  ip addr add 10.0.2.50/24 dev ens7; ip -6 addr add 2001:db8:0:2::50/64 dev ens7 nodad'
matrix_pass before
guest standby apply "$ONE" wait=5,persist=none
good 'apply over what DHCP left'
has 'it says that it took the connected route out of main' "$OUT" 'removed 10.0.2.0/24 on ens7 from main'
drops=$(on standby nstat -az TcpExtIPReversePathFilter | awk '/Reverse/ { print $2 }')
matrix_pass after
same 'no packet dropped by rp_filter after the script' "$drops" "$(on standby nstat -az TcpExtIPReversePathFilter | awk '/Reverse/ { print $2 }')"
