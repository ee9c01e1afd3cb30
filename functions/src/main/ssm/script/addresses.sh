# Addresses and networks as text: parsed, compared, spelled as the kernel prints them.

is_number() { # is_number VALUE LOW HIGH; no leading zero, no sign
  case $1 in '' | *[!0-9]* | 0?* | ??????????*) return 1 ;; esac
  [ "$1" -ge "$2" ] && [ "$1" -le "$3" ]
}

parse4() { # dotted quad -> N4. Leading zeros are refused: iproute2 reads 010 as octal.
  case $1 in *[!0-9.]* | .* | *. | *..*) return 1 ;; esac
  IFS=.
  set -- $1
  IFS=$SPACE
  [ $# -eq 4 ] || return 1
  for p4_octet; do
    case $p4_octet in '' | 0?* | ????*) return 1 ;; esac
    [ "$p4_octet" -le 255 ] || return 1
  done
  N4=$((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
}

host4() { # a unicast address that an ENI can have
  parse4 "$1" || return 1
  case $1 in 0.* | 127.* | 169.254.* | 22[4-9].* | 23?.* | 24?.* | 25?.*) return 1 ;; esac
}

block4() { # block4 CIDR LOW HIGH -> BASE4 PLEN; host bits must be zero
  PLEN=${1#*/}
  [ "$PLEN" != "$1" ] && is_number "$PLEN" "$2" "$3" && host4 "${1%%/*}" || return 1
  BASE4=$N4
  [ $((BASE4 & ((1 << (32 - PLEN)) - 1))) -eq 0 ]
}

hex_groups() { # a run of 16-bit groups -> HEX (four digits each) and GROUPS_N
  HEX='' GROUPS_N=0
  IFS=:
  set -- $1
  IFS=$SPACE
  for hg_group; do
    case $hg_group in '' | ?????*) return 1 ;; esac
    hg_group=0000$hg_group
    HEX=$HEX${hg_group#"${hg_group%????}"}
    GROUPS_N=$((GROUPS_N + 1))
  done
}

parse6() { # IPv6 text -> HEX6, 32 digits
  case $1 in '' | *[!0-9a-f:]* | *:::* | *::*::* | :[!:]* | *[!:]:) return 1 ;; esac
  case $1 in
  *::*)
    hex_groups "${1#*::}" || return 1
    p6_tail=$HEX p6_n=$GROUPS_N
    hex_groups "${1%%::*}" || return 1
    p6_n=$((p6_n + GROUPS_N))
    [ "$p6_n" -le 7 ] || return 1
    while [ "$p6_n" -lt 8 ]; do
      HEX=${HEX}0000 p6_n=$((p6_n + 1))
    done
    HEX6=$HEX$p6_tail
    ;;
  *)
    hex_groups "$1" && [ "$GROUPS_N" -eq 8 ] || return 1
    HEX6=$HEX
    ;;
  esac
}

# The spelling that the kernel prints (RFC 5952), or a diff against `ip rule` would never be empty. HEX6 -> TEXT6
spell6() {
  s6_rest=$HEX6 s6_list='' s6_best=0 s6_at=0 s6_run=0 s6_i=0
  while [ -n "$s6_rest" ]; do
    s6_group=${s6_rest%"${s6_rest#????}"}
    s6_rest=${s6_rest#????}
    while :; do case $s6_group in 0?*) s6_group=${s6_group#0} ;; *) break ;; esac done
    s6_i=$((s6_i + 1))
    if [ "$s6_group" = 0 ]; then
      s6_run=$((s6_run + 1))
      [ "$s6_run" -gt "$s6_best" ] && s6_best=$s6_run s6_at=$((s6_i - s6_run + 1))
    else
      s6_run=0
    fi
    s6_list="$s6_list $s6_group"
  done
  TEXT6='' s6_i=0
  for s6_group in $s6_list; do
    s6_i=$((s6_i + 1))
    if [ "$s6_best" -ge 2 ] && [ "$s6_i" -ge "$s6_at" ] && [ "$s6_i" -lt $((s6_at + s6_best)) ]; then
      [ "$s6_i" -eq "$s6_at" ] && TEXT6=${TEXT6}::
      continue
    fi
    case $TEXT6 in '' | *:) ;; *) TEXT6=$TEXT6: ;; esac
    TEXT6=$TEXT6$s6_group
  done
}

bits_of() { # bits_of HEX PLEN -> HIGH (its first bits, as text) and LOW_ZERO (yes when all other bits are zero)
  bo_full='' bo_i=0
  while [ "$bo_i" -lt $(($2 / 4)) ]; do bo_full="$bo_full?" bo_i=$((bo_i + 1)); done
  bo_rest=${1#$bo_full}
  HIGH=${1%"$bo_rest"} bo_odd=$(($2 % 4)) LOW_ZERO=yes
  if [ "$bo_odd" -gt 0 ]; then
    bo_nibble=0x${bo_rest%"${bo_rest#?}"}
    bo_rest=${bo_rest#?}
    HIGH=$HIGH.$((bo_nibble >> (4 - bo_odd)))
    [ $((bo_nibble & ((1 << (4 - bo_odd)) - 1))) -eq 0 ] || LOW_ZERO=no
  fi
  case $bo_rest in *[!0]*) LOW_ZERO=no ;; esac
}

host6() {
  parse6 "$1" || return 1
  case $HEX6 in 0000000000000000* | f[ef]* | fd000ec2*) return 1 ;; esac # ::/64, link-local, multicast, AWS services
}

block6() { # block6 CIDR LOW HIGH -> BASE6 PLEN
  PLEN=${1#*/}
  [ "$PLEN" != "$1" ] && is_number "$PLEN" "$2" "$3" && host6 "${1%%/*}" || return 1
  BASE6=$HEX6
  bits_of "$HEX6" "$PLEN"
  [ "$LOW_ZERO" = yes ]
}
