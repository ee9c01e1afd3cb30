# Addresses that the caller did not give: asked from IMDSv2.

imds_get() { # imds_get PATH [METHOD] [HEADER]
  set -- "http://$IMDS/latest/$1" "${2:-GET}" "${3:-X-aws-ec2-metadata-token: $IMDS_TOKEN}"
  if in_path curl; then
    "$FOUND" -sf --noproxy '*' --max-time 2 -X "$2" -H "$3" "$1"
  else
    in_path wget && "$FOUND" -qO- --no-proxy -T 2 -t 1 --method="$2" --header="$3" "$1"
  fi
}

imds_field() { # imds_field PATH KEY; an absent key (404) means there is none
  if_words=$(imds_get "meta-data/network/interfaces/macs/$MAC/$1") || return 0
  if_joined=''
  for if_word in $if_words; do
    case $if_word in *[!0-9a-f:./]*) return 1 ;; esac
    if_joined="$if_joined${if_joined:+"+"}$if_word"
    case $2 in net?) break ;; esac
  done
  [ -z "$if_joined" ] || take_value "$2" "$if_joined"
}

have_addresses() {
  [ -n "$IP4$IP6" ] && { [ -z "$IP4$PFX4" ] || [ -n "$NET4" ]; } && { [ -z "$IP6$PFX6" ] || [ -n "$NET6" ]; }
}

# Asked only for what the control plane left out: IMDS lags an attach by seconds (amazon-ec2-net-utils#38, #90).
complete_addresses() {
  now
  ca_until=$((NOW + 1000)) ca_all=no
  [ -n "$IP4$IP6" ] || ca_all=yes
  until have_addresses; do
    for IMDS in 169.254.169.254 '[fd00:ec2::254]'; do
      IMDS_TOKEN=$(imds_get api/token PUT 'X-aws-ec2-metadata-token-ttl-seconds: 60') || continue
      case $IMDS_TOKEN in '' | *[!A-Za-z0-9_=/+-]*) continue ;; esac
      for ca_pair in local-ipv4s,ip4 ipv6s,ip6 ipv4-prefix,pfx4 ipv6-prefix,pfx6 subnet-ipv4-cidr-block,net4 subnet-ipv6-cidr-blocks,net6; do
        case $ca_pair in *,net4) [ -z "$NET4" ] || continue ;; *,net6) [ -z "$NET6" ] || continue ;; *) [ "$ca_all" = yes ] || continue ;; esac
        imds_field "${ca_pair%,*}" "${ca_pair#*,}" || { warn 'IMDS answered something that is no address' && return 1; }
      done
      ! have_addresses || break 2
    done
    now
    [ "$NOW" -lt "$ca_until" ] || return 1
    sleep 1
  done
  addresses_fit
}

know_addresses() {
  complete_addresses || { fail 11 "$MAC: addresses or subnet unknown" && return 1; }
  without_ipv6
}

# A site without IPv6 has an ENI with IPv6 addresses all the same where its subnet gives them.
without_ipv6() {
  [ -n "$IP4" ] && [ -n "$IP6$PFX6" ] && ! has_ipv6 || return 0
  warn "IPv6 is switched off here: $IP6 $PFX6 not routed"
  IP6='' PFX6='' NET6=''
}
