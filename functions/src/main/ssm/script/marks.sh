# Connection marks, for ports that containers publish.

# Where containers publish ports, the answer comes from the container: only the connection knows the ENI's address. A mark
# of two bits leads it to the ENI's table: two values for ENIs. The third is for requests from inside, by a bridge or tunnel
# that may be younger than our rules: main leads the answer. The bits are nobody's: kube-proxy has 0x4000 and 0x8000, the VPC
# CNI 0x80, Cilium 0xf00, Calico, Tailscale and Cilium the upper 16, wg-quick 0xca6c. The kernel keeps the marks until it
# boots; only networkd would flush their rules before, so only its file has them.
INSIDE=0x3000/0x3000
forwards() { # forwards FAMILY
  fo_file=/proc/sys/net/ipv4/ip_forward fo_program=iptables
  [ "$1" = 4 ] || { fo_file=/proc/sys/net/ipv6/conf/all/forwarding fo_program=ip6tables; }
  [ "$(cat $fo_file 2>/dev/null)" = 1 ] && in_path $fo_program-restore && in_path $fo_program
}

mark_connections() { # mark_connections FAMILY
  of_family "$1"
  mc_chain=ENI-FAILOVER-$MACHEX
  if [ -z "$FWMARK" ]; then
    [ -z "$LOCAL$BEHIND" ] || [ "$(cat "$fo_file" 2>/dev/null)" != 1 ] || warn "no $fo_program: ports that containers publish do not answer at the ENI's addresses"
    unmark_connections "$1"
    return 0
  fi
  OUT="*mangle$NL:$mc_chain - [0:0]$NL"
  OUT="$OUT:$mc_chain-O - [0:0]
-A $mc_chain-O -m connmark --mark $INSIDE -j MARK --set-xmark $INSIDE
"
  each "-A $mc_chain -m conntrack --ctorigdst %s --ctdir REPLY -m connmark ! --mark $INSIDE -j MARK --set-xmark $FWMARK" $IPS $PFX
  each "-A $mc_chain -i $DEV -m conntrack --ctorigdst %s -j MARK --set-xmark $FWMARK" $IPS $PFX # for rp_filter=1
  for mc_dev in lo "$DEV" $DEFAULT_DEVS; do [ "$mc_dev" != lo ] && ! of_ec2 "$mc_dev" && [ "$mc_dev" != "$DEV" ] || OUT="$OUT-A $mc_chain -i $mc_dev -j RETURN$NL"; done
  each "-A $mc_chain -d %s -j CONNMARK --set-xmark $INSIDE" $IPS $PFX
  in_path $fo_program-restore
  # The chains are made anew in one step.
  if printf '%sCOMMIT\n' "$OUT" | "$FOUND" -w 5 -n 3>&- 9>&- && jumps -C 2>/dev/null || { jumps -D 2>/dev/null; jumps -I; }; then
    : >"$ROOT/run/eni-failover.$MACHEX.marked"
    [ "$(ip "-$1" rule show | grep -c "fwmark $FWMARK ")" -le 1 ] || warn "another ENI here has the mark $FWMARK: ports that containers publish answer at one of them"
    [ "$1" != 4 ] || write_sysctl "/proc/sys/net/ipv4/conf/$DEV/src_valid_mark" 1
  else
    warn "$fo_program refused: ports that containers publish do not answer at the ENI's addresses"
  fi
}

jumps() { # jumps -C|-I|-D
  ju_code=0
  bounded 10 $fo_program -w 5 -t mangle "$1" PREROUTING -j "$mc_chain" || ju_code=1
  bounded 10 $fo_program -w 5 -t mangle "$1" OUTPUT -j "$mc_chain-O" || ju_code=1
  return $ju_code
}

unmark_connections() { # unmark_connections FAMILY
  [ -e "$ROOT/run/eni-failover.$MACHEX.marked" ] || return 0 # as short-lived as the chains
  uc_program=iptables
  [ "$1" = 4 ] || uc_program=ip6tables
  bounded 10 $uc_program -w 5 -t mangle -S "ENI-FAILOVER-$MACHEX" >/dev/null 2>&1 || return 0
  for uc_do in '-D PREROUTING -j' -F -X; do bounded 10 $uc_program -w 5 -t mangle $uc_do "ENI-FAILOVER-$MACHEX"; done
  for uc_do in '-D OUTPUT -j' -F -X; do bounded 10 $uc_program -w 5 -t mangle $uc_do "ENI-FAILOVER-$MACHEX-O"; done
}
