#!/bin/sh
# ENI Failover, guest routing: makes addresses of an ENI that was just attached answer, and keeps them answering.
#
#   set -- VERB INTERFACES OPTIONS      (SSM puts this line before the script; a person passes three)
#
# VERB        apply    wait for the interfaces, route them now, then have the host's own manager keep it
#             verify   wait for the interfaces, change nothing, say whether they are routed
#             cleanup  after the interfaces left: remove rules, table, own files. Refuses while one is still here.
#                      With INTERFACES empty: everything remembered here whose interface is gone (a boot hook)
#             stage    before the interfaces come: write the persistent file where the manager finds it by MAC
# INTERFACES  one word per ENI: eni=eni-0ab,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,pfx4=10.0.2.64/28,
#             net4=10.0.2.0/24,ip6=2001:db8::50,pfx6=2001:db8:0:0:1::/80,net6=2001:db8::/64,table=20001
#             (one line; only mac is required; addresses not given are asked from IMDSv2)
# OPTIONS     wait=60 (seconds for all interfaces together)  persist=auto|none|networkd|nm|ifupdown|ifcfg|wicked|deferred
#             (deferred: Amazon's own tool is to keep it; our file only where that did not route it in 45 s)
#             netplan=no|yes  table_name=  strict=no|yes  force=no|yes (cleanup)
#             local_cidrs=172.17.0.0/16+...: networks behind this host, besides those that main has routes to
#
# The last line of stdout is one line of JSON, below 2,500 characters; everything for people goes to stderr.
# Exit codes   0 done            10 bad input                  11 addresses or subnet unknown   12 not root, or no ip
#             13 ip too old      20 interface not found in time 21 link did not come up
#             30 ip refused      31 not routed after all        40 cleanup incomplete, or refused
#             50 routed now, but not kept over a reload or reboot
#
# Why so: the kernel takes a gateway only after its subnet's route; without a preference every run adds a rule; proto is
# part of a rule's identity, and static is what networkd and NetworkManager use; /32 and /128, because the ENI's connected
# route in main breaks the standby's own address. Proved by functions/src/test/lab/run. No double braces: SSM reads them.

# Lists are words in a variable, pathname expansion is off: unquoted expansion is meant; `a && b || c` is used where
# c may run after b too; functions are called by name; read throws the last word away.
# shellcheck disable=SC2086,SC2015,SC2317,SC2034,SC2016,SC2046
set -uf
umask 077
LC_ALL=C
PATH=${PATH:+$PATH:}/usr/sbin:/usr/bin:/sbin:/bin # an empty word would be the current directory
export LC_ALL PATH
exec 3>&1 1>&2 # the JSON goes to 3; whatever a tool prints goes to stderr

# Test seams; under SSM none is set.
ROOT=${ENI_ROOT:-}
BACKEND=${ENI_BACKEND:-}

NL='
'
SPACE=$IFS
RT_TABLES='/etc/iproute2/rt_tables /usr/share/iproute2/rt_tables /usr/lib/iproute2/rt_tables /etc/iproute2/rt_tables.d/*.conf'
GW6=fe80:ec2::1 # link-local address of the VPC router in every subnet (amazon-vpc-cni-k8s, GetIPv6Gateway)
STATES=$ROOT/var/lib/eni-failover
LOCK=$ROOT/run/eni-failover.lock
NAP=0.05
CODE=0 WARNINGS='' SEEN='' COUNT=0 VERB='' RULE_PROTO='proto static' SCRIPT=unknown
OPT_wait=60 OPT_persist=auto OPT_netplan=no OPT_table_name='' OPT_strict=no OPT_force=no
OPT_local4='' OPT_local6='' BEHIND='' CLAIMED=' '

# ---- telling

say() { printf 'eni-failover: %s\n' "$*" >&2; }

# Only this set of characters can reach the JSON, so nothing needs escaping.
clean() { printf '%s' "$1" | tr '\n\t' '  ' | tr -cd 'A-Za-z0-9 ._:/=,()+%@-' | cut -c1-200; }

warn() {
  say "warning: $1"
  case "$1" in *[!A-Za-z0-9\ ._:/=,\(\)+%@-]*) warn_text=$(clean "$1") ;; *) warn_text=$1 ;; esac
  case "$WARNINGS," in *"\"$warn_text\","*) return 0 ;; esac
  WARNINGS="$WARNINGS${WARNINGS:+,}\"$warn_text\""
}

# The first failure names the exit code; a failed persistence never hides a worse one.
fail() {
  say "error $1: $2"
  warn "$2"
  if [ "$CODE" = 0 ] || [ "$CODE" = 50 ]; then CODE=$1; fi
}

# Hundredths of a second since boot: busybox date has no fractions, and the wall clock jumps.
now() {
  read -r now_up now_rest </proc/uptime
  NOW=$((${now_up%.*} * 100 + 1${now_up#*.} - 100))
}

nap() { sleep "$NAP" 2>/dev/null || { NAP=1 && sleep 1; }; }

within() { # within HUNDREDTHS COMMAND...: ask until it holds or the time is over
  now
  wi_until=$((NOW + $1))
  shift
  until "$@"; do
    now
    [ "$NOW" -lt "$wi_until" ] || return 1
    nap
  done
}

emit() { # emit 1: with warnings and file names; 0: without, if that came out too long
  now
  em_full=$1 em_ok=false em_list=''
  [ "$CODE" != 0 ] || em_ok=true
  every emit_one
  JSON="{\"ok\":$em_ok,\"verb\":\"$VERB\",\"code\":$CODE,\"interfaces\":[$em_list]"
  [ -z "$SEEN" ] || JSON="$JSON,\"seen_macs\":[$SEEN]"
  [ "$1" = 1 ] || WARNINGS='"cut: see stderr"'
  JSON="$JSON,\"script\":\"$SCRIPT\",\"warnings\":[$WARNINGS],\"elapsed_ms\":$(((NOW - START) * 10)),\"uptime_s\":$((NOW / 100))}"
}

emit_one() {
  em_file=''
  [ "$em_full" = 0 ] || em_file=",\"persist_file\":\"$FILES\""
  em_list="$em_list${em_list:+,}{\"eni\":\"$ENI\",\"mac\":\"$MAC\",\"dev\":\"$DEV\",\"table\":${TABLE:-0},\"verified\":$VERIFIED,\"rules_added\":$ADDED,\"rules_removed\":$REMOVED,\"persist\":\"$PERSIST\"$em_file}"
}

finish() {
  trap '' HUP INT TERM
  emit 1
  [ "${#JSON}" -lt 2500 ] || emit 0
  printf '%s\n' "$JSON" >&3
  exit "$CODE"
}

die() { # die CODE TEXT
  fail "$1" "$2"
  finish
}

refuse() {
  COUNT=0
  die 10 "$1"
}

in_list() { case " $1 " in *" $2 "*) return 0 ;; esac && return 1; }

# ---- one ENI at a time in plain variables

FIELDS='ENI MAC IP4 PFX4 NET4 IP6 PFX6 NET6 ASKED TABLE DEV ADDED REMOVED VERIFIED PERSIST FILES STEP LOC4 LOC6 SOURCE_DEV STAGED'
# The names come from FIELDS and a number counted here: no outside text is ever evaluated.
load() { for load_f in $FIELDS; do eval "$load_f=\${${load_f}_$1}"; done; }
save() { for save_f in $FIELDS; do eval "${save_f}_$1=\$$save_f"; done; }

every() { # every FUNCTION [STEP]: each interface in turn, or those at a step; where it fails that one is set aside
  ev_n=1
  while [ "$ev_n" -le "$COUNT" ]; do
    load "$ev_n"
    if [ "${2:-$STEP}" = "$STEP" ]; then
      "$1" || STEP=failed
      save "$ev_n"
    fi
    ev_n=$((ev_n + 1))
  done
}

blank() {
  for load_f in $FIELDS; do eval "$load_f=''"; done
  ADDED=0 REMOVED=0 VERIFIED=false PERSIST=none STEP=new
}
blank

# ---- addresses

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
  # shellcheck disable=SC2295 # a pattern of question marks, meant as one
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

# ---- arguments

split() { # a+b+c -> WORDS
  case $1 in '' | +* | *+ | *++*) return 1 ;; esac
  IFS=+
  set -- $1
  IFS=$SPACE
  WORDS=$*
}

# Words that are legal as a set of characters still have to be legal as what they claim to be.
take_value() { # take_value KEY VALUE -> the variable of the ENI
  case $1 in
  eni)
    case $2 in eni-*[!0-9a-z]*) return 1 ;; eni-?*) ;; *) return 1 ;; esac
    [ "${#2}" -le 40 ] || return 1
    ENI=$2
    ;;
  mac)
    case $2 in
    [0-9a-f][02468ace]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]:[0-9a-f][0-9a-f]) ;;
    *) return 1 ;;
    esac
    [ "$2" != 00:00:00:00:00:00 ] || return 1
    MAC=$2
    ;;
  table)
    # 1000-1099 and 10000-10999 are ec2-net-utils', from 30000 nm-cloud-setup's and cloud-netconfig's, below
    # 256 the kernel's and cloud-init's; a preference from 30200 on would come after nm-cloud-setup's.
    is_number "$2" 256 29998 || return 1
    case $2 in 10?? | 10??? | 200[45]) return 1 ;; esac
    ASKED=$2
    ;;
  net4)
    block4 "$2" 8 30 || return 1
    NET4=$2
    ;;
  net6)
    block6 "$2" 40 126 || return 1
    spell6
    NET6=$TEXT6/$PLEN
    ;;
  ip4 | pfx4 | ip6 | pfx6)
    split "$2" || return 1
    tv_out=''
    for tv_one in $WORDS; do
      case $1 in
      ip4) host4 "$tv_one" || return 1 ;;
      pfx4) block4 "$tv_one" 16 32 || return 1 ;;
      ip6) host6 "$tv_one" && spell6 && tv_one=$TEXT6 || return 1 ;;
      pfx6) block6 "$tv_one" 48 128 && spell6 && tv_one=$TEXT6/$PLEN || return 1 ;;
      esac
      ! in_list "$tv_out" "$tv_one" || return 1
      tv_out="$tv_out${tv_out:+ }$tv_one"
    done
    case $1 in ip4) IP4=$tv_out ;; pfx4) PFX4=$tv_out ;; ip6) IP6=$tv_out ;; pfx6) PFX6=$tv_out ;; esac
    ;;
  *) return 1 ;;
  esac
}

# An address outside its subnet would be routed through a gateway that is not its own.
addresses_fit() {
  if [ -n "$NET4" ]; then
    block4 "$NET4" 8 30 || return 1
    af_shift=$((32 - PLEN)) af_high=$((BASE4 >> (32 - PLEN)))
    for af_one in $IP4 $PFX4; do
      parse4 "${af_one%%/*}" && [ $((N4 >> af_shift)) -eq "$af_high" ] || return 1
    done
  fi
  if [ -n "$NET6" ]; then
    block6 "$NET6" 40 126 || return 1
    af_plen=$PLEN
    bits_of "$BASE6" "$af_plen"
    af_high=$HIGH
    for af_one in $IP6 $PFX6; do
      parse6 "${af_one%%/*}" || return 1
      bits_of "$HEX6" "$af_plen"
      [ "$HIGH" = "$af_high" ] || return 1
    done
  fi
}

# Each key once, each with a value; the handler judges it.
each_field() { # each_field WHAT TEXT HANDLER
  ef_keys=''
  case $2 in *, | ,* | *,,*) refuse "$1: empty field" ;; esac
  IFS=,
  for ef_field in $2; do
    IFS=$SPACE
    ef_key=${ef_field%%=*}
    [ "$ef_key" != "$ef_field" ] || refuse "$1: a field has no value"
    ! in_list "$ef_keys" "$ef_key" || refuse "$1: a field is given twice"
    ef_keys="$ef_keys $ef_key"
    "$3" "$ef_key" "${ef_field#*=}" || refuse "$1: bad field $ef_key"
  done
  IFS=$SPACE
}

parse_interface() {
  blank
  each_field interface "$1" take_value
  [ -n "$MAC" ] || refuse 'interface: no mac'
  addresses_fit || refuse "interface $MAC: an address is outside its subnet"
  for pi_one in $MAC $IP4 $IP6 $PFX4 $PFX6; do
    ! in_list "$ALL_TOKENS" "$pi_one" || refuse "$pi_one is given twice"
    ALL_TOKENS="$ALL_TOKENS $pi_one"
  done
  COUNT=$((COUNT + 1))
  save "$COUNT"
}

take_option() {
  case $1 in
  wait) is_number "$2" 0 600 && OPT_wait=$2 ;;
  persist)
    case $2 in
    auto | none | networkd | nm | ifupdown | ifcfg | wicked | deferred) OPT_persist=$2 ;;
    *) return 1 ;;
    esac
    ;;
  netplan | strict | force) case $2 in yes | no) eval "OPT_$1=\$2" ;; *) return 1 ;; esac ;;
  table_name)
    case $2 in '') return 0 ;; [!a-z]* | *[!a-z0-9_-]* | local | main | default | unspec | ????????????????*) return 1 ;; esac
    OPT_table_name=$2
    ;;
  local_cidrs)
    [ -n "$2" ] || return 0
    split "$2" || return 1
    for to_one in $WORDS; do
      case $to_one in
      *:*) block6 "$to_one" 8 128 && spell6 && OPT_local6="$OPT_local6 $TEXT6/$PLEN" || return 1 ;;
      *) block4 "$to_one" 8 32 && OPT_local4="$OPT_local4 $to_one" || return 1 ;;
      esac
    done
    ;;
  *) return 1 ;;
  esac
}

parse_arguments() {
  [ $# -eq 3 ] || refuse 'three arguments: verb, interfaces, options'
  case $1 in apply | verify | cleanup | stage) VERB=$1 ;; *) refuse 'unknown verb' ;; esac
  # The SSM document's patterns once more, whoever calls.
  case $2 in *[!a-z0-9=+,.:/\ -]*) refuse 'interfaces: a character outside a-z0-9=+,.:/ - and space' ;; esac
  case $3 in *[!a-z0-9=,._:/+-]*) refuse 'options: a character outside a-z0-9=,._:/+-' ;; esac
  [ "${#2}" -le 4000 ] && [ "${#3}" -le 500 ] || refuse 'an argument is too long'
  each_field options "$3" take_option
  ALL_TOKENS=''
  for pa_spec in $2; do parse_interface "$pa_spec"; done
  [ "$COUNT" -le 15 ] || refuse 'more than 15 interfaces'
  [ "$COUNT" -gt 0 ] || [ "$VERB" = cleanup ] || refuse 'no interface'
}

# Which script this is, so that the function can tell when the stack's document is not the one it was built with: the
# hash of this text, without the lines that SSM puts above and below it.
name_itself() {
  ! in_path sha256sum || SCRIPT=$(sed -n '/^# ENI Failover, guest routing:/,/^finish # the end$/p' "$0" 2>/dev/null | "$FOUND")
  SCRIPT=${SCRIPT%% *}
  [ "${#SCRIPT}" = 64 ] || { SCRIPT=unknown && warn 'no sha256sum: this script cannot name itself'; }
}

# ---- host and its lock

check_host() {
  if [ "$(uname -s)" != Linux ]; then
    warn 'not Linux: routing unknown, nothing done'
    finish
  fi
  [ "$(id -u)" = 0 ] && in_path ip || die 12 'needs root and ip (iproute2)'
  IP=$FOUND
  # busybox ip: no -batch, no protocol of a rule, no table above 1023
  case $(ip -V 2>&1) in *iproute2*) ;; *) die 13 'ip is not iproute2' ;; esac
  case $(ip addr help 2>&1) in *noprefixroute*) ;; *) die 13 'iproute2 has no noprefixroute' ;; esac
  # iproute2 before 4.17 and the managers beside it know no protocol of a rule
  case $(ip rule help 2>&1) in *protocol*) ;; *) RULE_PROTO='' ;; esac
  mkdir -p "$STATES" "$ROOT/run" || warn "cannot write $STATES: nothing is remembered"
}

ip() { "$IP" "$@"; }

# Two commands may meet here (SSM retries, a boot hook): changes are made one at a time, waiting for an interface is not.
lock() {
  if ! in_path flock || ! (: >>"$LOCK") 2>/dev/null; then # a failing exec would end dash
    warn 'no flock: two commands at once are not kept apart'
    return 0
  fi
  exec 9>>"$LOCK" # named once more below: ksh and mksh would not hand it on
  "$FOUND" -w 30 9 9>&9 || die 30 'another eni-failover command holds the lock for 30 s'
}

unlock() { exec 9>&-; }

# busybox sh may prefer its own ip, ifup and timeout, so programs are called by path. An ip that is busybox's is passed by.
in_path() { # in_path NAME -> FOUND
  FOUND=''
  IFS=:
  for ip_dir in $PATH; do
    IFS=$SPACE
    [ -x "$ip_dir/$1" ] || continue
    FOUND=$ip_dir/$1
    [ "$1" = ip ] || break
    case $("$FOUND" -V 2>&1) in *iproute2*) break ;; esac
  done
  IFS=$SPACE
  [ -n "$FOUND" ]
}

# A manager's command line: bounded, and without our pipe and lock, which a child left behind would hold open.
bounded() { # bounded SECONDS NAME ARGUMENTS...
  bo_time=$1
  in_path "$2" || return 127
  bo_program=$FOUND
  shift 2
  if in_path timeout; then set -- "$FOUND" "$bo_time" "$bo_program" "$@"; else set -- "$bo_program" "$@"; fi
  "$@" 3>&- 9>&- </dev/null
}

# ---- finding the device

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

write_sysctl() { # FILE VALUE; without IPv6 the file does not exist
  [ ! -e "$1" ] || echo "$2" >"$1" || warn "cannot write $1"
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

# ---- interfaces of EC2's, and networks of this host's own

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

has_carrier() {
  hc_value=0
  { read -r hc_value <"/sys/class/net/$DEV/carrier"; } 2>/dev/null
  [ "$hc_value" = 1 ]
}

# ---- IMDSv2 fallback

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

# ---- memory and tables

state_file() { # what is named by the MAC
  MACHEX=$(printf '%s' "$MAC" | tr -d :)
  STATE=$STATES/$MACHEX.state
  NM_UUID=e1fa1100-0e01-5000-8000-$MACHEX
  MARK="Written by ENI Failover, removed by its cleanup: $MAC" # a file that goes by the name of the interface says that too
}

read_state() { # -> S_*; only text that could be ours is taken
  S_table='' S_asked='' S_dev='' S_backend='' S_files='' S_ips='' S_staged='' S_eni='' S_mac=''
  [ -r "$1" ] || return 1
  while read -r rs_key rs_value; do
    case $rs_value in *[!A-Za-z0-9._:/\ -]*) continue ;; esac
    case $rs_key in
    table | asked) is_number "$rs_value" 256 29998 && eval "S_$rs_key=\$rs_value" ;;
    dev | backend | files | ips | staged | eni | mac) eval "S_$rs_key=\$rs_value" ;;
    esac
  done <"$1"
}

write_state() { # write_state STAGED; files of an earlier run stay known, or cleanup could not remove them
  read_state "$STATE"
  ws_files=$FILES
  for ws_one in $S_files; do in_list "$ws_files" "$ws_one" || [ ! -e "$ws_one" ] || ws_files="$ws_files $ws_one"; done
  put_file "$STATE" 600 "mac $MAC
eni $ENI
table $TABLE
asked $ASKED
dev $DEV
backend $BACKEND
files $ws_files
ips $IP4 $IP6
staged $1
" || warn "cannot write $STATE"
}

table_names() { # every word under which `ip` may print table $1
  TABLE_NAMES=$1
  set +f
  for tn_file in $RT_TABLES; do
    [ ! -r "$tn_file" ] || while read -r tn_id tn_name tn_rest; do
      [ "$tn_id" != "$1" ] || TABLE_NAMES="$TABLE_NAMES $tn_name"
    done <"$tn_file"
  done
  set -f
}

# A table is free when nobody else has routes in it, looks it up, or holds its number as a preference. (To list an
# unknown table is an error of `ip`, and means that it is empty.)
table_free() {
  tf_table=$1
  ! in_list "$CLAIMED" "$tf_table" || return 1
  table_names "$tf_table"
  for tf_family in 4 6; do
    IFS=$NL
    set -- $(ip "-$tf_family" -o route show table "$tf_table" 2>/dev/null; ip "-$tf_family" -o rule show)
    IFS=$SPACE
    for tf_line; do
      case "${tf_line#"${tf_line%%[!0-9]*}"}" in
      :[!0-9a-f:]*) # a rule; an IPv6 route has a digit or a colon there
        read_rule "$tf_line"
        if ! in_list "$TABLE_NAMES" "$R_TABLE"; then
          [ "$R_PREF" != "$tf_table" ] || is_local_rule || is_inside_rule || return 1
        elif [ "$R_PREF" != "$tf_table" ] || [ -n "$R_TO$R_MORE" ] || [ "$R_FROM$R_MARK" = all ]; then
          return 1
        fi
        ;;
      *) case "$tf_line " in *" dev $DEV "*) ;; *) return 1 ;; esac ;;
      esac
    done
  done
}

is_local_rule() { [ "$R_FROM" = all ] && [ -n "$R_TO" ] && [ "$R_TABLE" = main ] && [ -z "$R_MORE$R_MARK" ]; }

is_inside_rule() { [ "$R_FROM$R_TO$R_TABLE$R_MARK$R_MORE" = "allmain$INSIDE" ]; }

choose_table() {
  CLAIMED=''
  set +f
  for ct_file in "$STATES"/*.state; do
    set -f
    [ "$ct_file" != "$STATE" ] && read_state "$ct_file" && CLAIMED="$CLAIMED $S_table"
  done
  set -f
  read_state "$STATE"
  ct_wanted=${ASKED:-20001}
  # What was chosen before stays, so that a second run changes nothing.
  if [ -n "$S_table" ] && [ "$S_asked" = "$ASKED" ] && table_free "$S_table"; then
    TABLE=$S_table
    return 0
  fi
  TABLE=$ct_wanted
  while ! table_free "$TABLE"; do
    TABLE=$((TABLE + 1))
    [ "$TABLE" -le $((ct_wanted + 50)) ] || { TABLE='' && fail 30 "no free table near $ct_wanted" && return 1; }
  done
  [ "${ASKED:-$TABLE}" = "$TABLE" ] || warn "table $ASKED is in use here: took $TABLE"
}

# ---- routes and rules

read_rule() { # one line of `ip -o rule show` -> R_PREF R_FROM R_TO R_MARK R_TABLE R_MORE
  R_FROM='' R_TO='' R_MARK='' R_TABLE='' R_MORE=''
  set -- $1
  R_PREF=${1%:}
  shift
  while [ $# -gt 0 ]; do
    case $1 in
    from) R_FROM=${2-} ;;
    to) R_TO=${2-} ;;
    lookup | table) R_TABLE=${2-} ;;
    fwmark) R_MARK=${2-} ;;
    proto | protocol) ;;
    *) R_MORE="$R_MORE $1" && shift && continue ;;
    esac
    shift
    [ $# -eq 0 ] || shift
  done
  R_FROM=${R_FROM%/32} R_FROM=${R_FROM%/128} R_TO=${R_TO%/32} R_TO=${R_TO%/128}
}

bare() { # as the kernel prints them: a single host without its length -> BARE
  BARE=''
  for ba_one; do
    ba_one=${ba_one%/32}
    BARE="$BARE ${ba_one%/128}"
  done
}

# A rule is what it does: who wrote it, and under which protocol, makes no difference. -d shows those of the kernel too.
scan_rules() { # scan_rules FAMILY -> HAVE (from,X to,X fwmark,X: ours by preference and table), TWICE (those once more)
  HAVE='' TWICE=''
  IFS=$NL
  set -- $(ip "-$1" -d -o rule show)
  IFS=$SPACE
  for sr_line; do
    sr_rule=''
    case $sr_line in
    "$TABLE:"* | "$((TABLE - 1)):"*)
      read_rule "$sr_line"
      if [ "$R_PREF" != "$TABLE" ]; then
        ! is_local_rule || sr_rule=to,$R_TO
        ! is_inside_rule || sr_rule=inside,$INSIDE
      elif in_list "$TABLE_NAMES" "$R_TABLE" && [ -z "$R_TO$R_MORE" ]; then
        case $R_FROM,$R_MARK in all,) ;; all,*) sr_rule=fwmark,$R_MARK ;; *,) sr_rule=from,$R_FROM ;; esac
      fi
      ;;
    esac
    [ -n "$sr_rule" ] || continue
    if in_list "$HAVE" "$sr_rule"; then TWICE="$TWICE $sr_rule"; else HAVE="$HAVE $sr_rule"; fi
  done
}

want_rules() { # -> WANTED, of the family that of_family was asked for
  WANTED=''
  bare $IPS $PFX
  for wr_one in $BARE; do WANTED="$WANTED from,$wr_one"; done
  bare $LOCAL
  for wr_one in $BARE; do WANTED="$WANTED to,$wr_one"; done
  [ -z "$FWMARK" ] || WANTED="$WANTED fwmark,$FWMARK inside,$INSIDE"
}

lowest_metric() { # lowest_metric FAMILY -> the best main default that is not on DEV, or empty
  LOWEST='' LOWEST_DEV=''
  IFS=$NL
  set -- $(ip "-$1" -o route show default)
  IFS=$SPACE
  for lm_line; do
    case "$lm_line " in *" dev $DEV "*) continue ;; esac
    metric_of "$lm_line"
    [ -z "$LOWEST" ] || [ "$METRIC" -lt "$LOWEST" ] || continue
    LOWEST=$METRIC LOWEST_DEV=${lm_line#* dev }
    LOWEST_DEV=${LOWEST_DEV%% *}
  done
}

metric_of() {
  METRIC=0
  case $1 in *' metric '*) METRIC=${1#* metric } METRIC=${METRIC%% *} ;; esac
}

# Routes of this device in main that take traffic which is not theirs: the ENI's connected route (breaks the standby's
# own address for the ENI's subnet) and a default as good as the host's own (takes everything, SSM included).
plan_main() { # plan_main FAMILY NET
  lowest_metric "$1"
  pm_net=$2
  case $(ip "-$1" -o route show default | grep nexthop) in *" dev $DEV "*) warn "main_default_hijack: a multipath default leaves by $DEV too" ;; esac
  IFS=$NL
  set -- $(ip "-$1" -o route show table main dev "$DEV")
  IFS=$SPACE
  for pm_line; do
    metric_of "$pm_line"
    case $pm_line in
    "$pm_net "*)
      if [ "${BACKEND#ec2net}" != "$BACKEND" ]; then
        warn "main has $pm_net on $DEV: the host's own address may not answer in that subnet"
      else
        PLAN="${PLAN}route del $pm_net dev $DEV table main$NL"
        warn "removed $pm_net on $DEV from main"
      fi
      ;;
    default*)
      if [ -n "$LOWEST" ] && [ "$METRIC" -le "$LOWEST" ]; then
        pm_via=${pm_line#default }
        case $pm_via in via\ *) pm_via=${pm_via#via } pm_via="via ${pm_via%% *} " ;; *) pm_via='' ;; esac
        PLAN="${PLAN}route del default ${pm_via}dev $DEV table main$([ "$METRIC" = 0 ] || echo " metric $METRIC")$NL"
        warn "main_default_hijack: default on $DEV, metric $METRIC"
      fi
      ;;
    esac
  done
}

# What is missing, in the order in which the kernel accepts it, and what is left over after that: never a hole.
plan() { # plan FAMILY, for the loaded ENI -> PLAN, and counts in PLAN_ADD, PLAN_DEL
  PLAN='' PLAN_ADD=0 PLAN_DEL=0
  of_family "$1"
  pf_have=$(ip "-$1" -o addr show dev "$DEV")
  for pf_one in $IPS; do
    # The same address with another length is left alone: taking it away would be an outage.
    case $pf_have in *" $INET $pf_one/"*) ;; *) PLAN="${PLAN}addr add $pf_one/$WIDTH dev $DEV $FLAGS$NL" ;; esac
  done
  for pf_one in $S_ips; do # what we put there before and is not wanted any more
    in_list "$IPS" "$pf_one" || case $pf_have in *" $INET $pf_one/$WIDTH "*) PLAN="${PLAN}addr del $pf_one/$WIDTH dev $DEV$NL" ;; esac
  done
  if [ -n "$IPS$PFX" ]; then
    pf_have=$NL$(ip "-$1" -o route show table "$TABLE" 2>/dev/null)
    case $pf_have in *"$NL$NET dev $DEV "*) ;; *) PLAN="${PLAN}route replace $NET dev $DEV$SCOPE proto static table $TABLE$NL" ;; esac
    case $pf_have in *"${NL}default via $GW dev $DEV "*) ;; *) PLAN="${PLAN}route replace default via $GW dev $DEV onlink proto static table $TABLE$NL" ;; esac
  fi
  scan_rules "$1"
  want_rules
  for pf_one in $WANTED; do in_list "$HAVE" "$pf_one" || plan_rule ADD add "$pf_one" " $RULE_PROTO"; done
  for pf_one in $HAVE; do in_list "$WANTED" "$pf_one" || plan_rule DEL del "$pf_one" ''; done
  for pf_one in $TWICE; do plan_rule DEL del "$pf_one" ''; done # without a protocol it takes one of them
  [ -z "$NET" ] || plan_main "$1" "$NET"
}

plan_rule() { # plan_rule COUNTER add|del KIND,SELECTOR REST
  pr_kind=${3%%,*} pr_to="lookup $TABLE pref $TABLE"
  case $pr_kind in to | inside) pr_to="lookup main pref $((TABLE - 1))" ;; esac
  [ "$pr_kind" != inside ] || pr_kind=fwmark
  PLAN="${PLAN}rule $2 $pr_kind ${3#*,} $pr_to$4$NL"
  eval "PLAN_$1=\$((PLAN_$1 + 1))"
}

# The loaded ENI's half of a family. The VPC router is the first address of an IPv4 subnet.
of_family() { # of_family FAMILY -> IPS PFX NET GW LOCAL FWMARK INET WIDTH ANY PROBE SCOPE FLAGS
  INET=inet6 WIDTH=128 IPS=$IP6 PFX=$PFX6 NET=$NET6 GW=$GW6 LOCAL=$LOC6 FWMARK='' ANY=::/0 PROBE=2001:db8::1 SCOPE='' FLAGS='nodad noprefixroute'
  if [ "$1" = 4 ]; then
    INET=inet WIDTH=32 IPS=$IP4 PFX=$PFX4 NET=$NET4 GW='' LOCAL=$LOC4 ANY=0.0.0.0/0 PROBE=192.0.2.1 SCOPE=' scope link' FLAGS=noprefixroute
  fi
  [ -z "$LOCAL$BEHIND" ] || [ -z "$IPS$PFX" ] || ! forwards "$1" || FWMARK=0x$((${TABLE:-0} % 2 + 1))000/0x3000
  [ "$1" = 4 ] && [ -n "$NET" ] || return 0
  parse4 "${NET%/*}"
  N4=$((N4 + 1)) GW=$((N4 >> 24 & 255)).$((N4 >> 16 & 255)).$((N4 >> 8 & 255)).$((N4 & 255))
}

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

has_ipv6() { # the kernel has it, and the site has not switched it off for this device
  [ -e /proc/net/if_inet6 ] && [ "$(cat "/proc/sys/net/ipv6/conf/${DEV:-default}/disable_ipv6")" = 0 ]
}

# A site without IPv6 has an ENI with IPv6 addresses all the same where its subnet gives them.
without_ipv6() {
  [ -n "$IP4" ] && [ -n "$IP6$PFX6" ] && ! has_ipv6 || return 0
  warn "IPv6 is switched off here: $IP6 $PFX6 not routed"
  IP6='' PFX6='' NET6=''
}

know_addresses() {
  complete_addresses || { fail 11 "$MAC: addresses or subnet unknown" && return 1; }
  without_ipv6
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

# Another manager may change the same things between our look and our batch, and a batch stops at its first error:
# look again and do what is left, three times.
route_now() {
  table_names "$TABLE"
  for rn_family in 4 6; do
    [ "$rn_family" = 4 ] || [ -n "$IP6$PFX6" ] || has_ipv6 || continue
    rn_try=1
    while :; do
      plan "$rn_family"
      [ -n "$PLAN" ] || break
      if rn_error=$(printf '%s' "$PLAN" | ip "-$rn_family" -batch - 2>&1); then
        ADDED=$((ADDED + PLAN_ADD)) REMOVED=$((REMOVED + PLAN_DEL))
        break
      else
        say "ip -batch: $rn_error"
      fi
      rn_try=$((rn_try + 1))
      find_device "$MAC" || rn_try=4 # renamed, or gone
      if [ "$rn_try" -gt 3 ] && [ -n "$rn_error" ]; then
        fail 30 "ip refused: $(clean "$rn_error")"
        return 1
      fi
      nap
    done
  done
}

# ---- verifying

# Nothing is sent: the kernel is asked where a packet from each address would go.
looks_routed() { # -> WHY when not
  find_device "$MAC" || { WHY='it left' && return 1; }
  [ ! -e "/sys/class/net/$DEV/brport" ] && [ ! -e "/sys/class/net/$DEV/bonding_slave" ] || { WHY="$DEV is part of a bridge or bond" && return 1; }
  table_names "$TABLE"
  for lr_family in 4 6; do
    of_family $lr_family
    [ "$lr_family" = 4 ] || [ -n "$IPS" ] || has_ipv6 || continue
    lr_have=$(ip "-$lr_family" -o addr show dev "$DEV")
    case $lr_have in *dadfailed*) WHY="an address of $DEV is used elsewhere (DAD failed)" && return 1 ;; esac
    lr_ask='' lr_n=0
    for lr_one in $IPS; do
      case $lr_have in *" $INET $lr_one/"*) ;; *) WHY="$lr_one is not on $DEV" && return 1 ;; esac
      lr_ask="${lr_ask}route get $PROBE from $lr_one$NL" lr_n=$((lr_n + 1))
    done
    if [ "$DEFERRED" = no ]; then
      scan_rules "$lr_family"
      want_rules
      for lr_one in $WANTED; do
        in_list "$HAVE" "$lr_one" && continue
        case $lr_one in
        to,*) warn "${lr_one#to,} has no rule: what the ENI's addresses begin to send there is lost; apply once more" ;;
        *) WHY="no rule for ${lr_one#*,} in table $TABLE" && return 1 ;;
        esac
      done
      for lr_one in $HAVE; do
        case $lr_one in from,*) in_list "$WANTED" "$lr_one" || { WHY="a rule for ${lr_one#*,} is left over in table $TABLE" && return 1; } ;; esac
      done
    fi
    lr_hits=0
    IFS=$NL
    set -- $(printf '%s' "$lr_ask" | ip "-$lr_family" -o -force -batch - 2>&1)
    IFS=$SPACE
    for lr_line; do case "$lr_line " in "$PROBE from"*" dev $DEV "*) lr_hits=$((lr_hits + 1)) ;; esac done
    WHY="only $lr_hits of $lr_n IPv$lr_family addresses leave by $DEV"
    [ "$lr_hits" -eq "$lr_n" ] || return 1
  done
}

judge() { # judge HUNDREDTHS
  VERIFIED=false
  within "$1" looks_routed || { fail 31 "$MAC: $WHY" && return 1; }
  VERIFIED=true
  [ "$OPT_strict" = no ] || check_gateway
}

check_gateway() { # only when asked (strict=yes): the VPC router answers ARP and ND, not necessarily ping
  for cg_family in 4 6; do
    of_family $cg_family
    [ -n "$IPS" ] || continue
    bounded 3 ping -$cg_family -c 1 -W 1 -I "${IPS%% *}" "$GW$([ $cg_family = 4 ] || echo "%$DEV")" >/dev/null 2>&1 && continue
    case $(ip -$cg_family neigh show "$GW" dev "$DEV") in
    *REACHABLE* | *STALE* | *DELAY* | *PROBE*) ;;
    *) VERIFIED=false && fail 31 "the gateway $GW does not answer on $DEV" ;;
    esac
  done
}

# ---- own files

# Same content: not touched, because a new mtime alone makes networkd reconfigure a link and flush rules.
# Written beside its place and renamed: no manager reads half a file. CHANGED says whether it wrote.
put_file() { # put_file PATH MODE TEXT (TEXT ends in a newline)
  CHANGED=no
  [ ! -f "$1" ] || [ "$(cat "$1")$NL" != "$3" ] || return 0
  (umask 022 && mkdir -p "${1%/*}") || return 1 # networkd reads as a user of its own
  if [ -f "$1" ] && ! is_own "$1"; then
    # An interface file that another tool wrote under the same name (ifcfg-eth1): cleanup gives it back.
    cp -p "$1" "$STATES/kept.${1##*/}" || return 1
    warn "replaced $1; cleanup puts it back"
  fi
  pf_temp=${1%/*}/.eni-failover.$$
  if ! { printf '%s' "$3" >"$pf_temp" && chmod "$2" "$pf_temp" && mv "$pf_temp" "$1"; }; then
    rm -f "$pf_temp" # a full disk
    return 1
  fi
  relabel "$1"
  CHANGED=yes
}

relabel() { ! in_path restorecon || "$FOUND" "$1"; } # SELinux: what is moved keeps the label of where it was made

# Ours by its name, or by its first line: for this MAC, or for what had this name before. An empty one is nobody's.
is_own() {
  case ${1##*/} in *"eni-failover-$MACHEX"* | *.state) return 0 ;; esac
  [ -s "$1" ] || return 0
  read -r io_first <"$1" && case $io_first in *"ENI Failover"*" $MAC"* | *"ENI Failover"*" as $DEV") return 0 ;; esac
  return 1
}

drop_files() { # drop_files CODE KEPT: all other files of ours, remembered or not
  df_seen=' '
  set +f
  rm -f "$STATES"/.eni-failover.* "$ROOT"/etc/*/.eni-failover.* "$ROOT"/etc/*/*/.eni-failover.* # of commands that were killed
  for df_file in $S_files "$ROOT"/etc/*/*"eni-failover-$MACHEX"* "$ROOT"/etc/*/*/*"eni-failover-$MACHEX"* \
    $(grep -rls -e "ENI Failover.* $MAC" -e "ENI Failover.* as $DEV\$" "$ROOT/etc/network/interfaces.d" "$ROOT/etc/sysconfig"); do
    set -f
    [ -f "$df_file" ] && ! in_list "$2$df_seen" "$df_file" || continue
    df_seen="$df_seen$df_file "
    case $df_file in
    */sysctl.d/*) while read -r df_key df_rest; do case $df_key in net/*) write_sysctl "/proc/sys/$df_key" 0 ;; esac done <"$df_file" ;;
    *.network) RELOAD=yes ;;
    *.nmconnection) [ -n "$ROOT" ] || bounded 15 nmcli connection delete uuid "$NM_UUID" || say 'unknown to NetworkManager' ;;
    esac
    df_kept=$STATES/kept.${df_file##*/}
    if ! is_own "$df_file"; then
      warn "$df_file is not ours any more: left"
    elif [ -f "$df_kept" ]; then
      mv "$df_kept" "$df_file" && relabel "$df_file"
    else
      rm -f "$df_file"
    fi || fail "$1" "cannot remove $df_file"
  done
  set -f
}

each() { # each FORMAT WORDS...: one line a word; OUT grows
  each_format=$1
  shift
  for each_word; do
    # shellcheck disable=SC2059 # the formats are in this file
    OUT="$OUT$(printf -- "$each_format" "$each_word")$NL"
  done
}

# ---- persistence, one per manager

# No new addresses by DHCP or RA on this link, /32 and /128 so that main gets no connected route, and every rule here,
# because networkd flushes rules that no .network file names whenever it configures any link. Type and Kind (from 251 on): a
# VLAN or macvlan upon the ENI has its MAC too. 05- sorts before netplan's 10-, the distribution's 07-, and ec2-net-utils'
# 70- and 80-.
text_networkd() {
  OUT="# $MARK
[Match]
MACAddress=$MAC
Type=ether
Kind=!macvlan !macvtap
${NL}[Link]
RequiredForOnline=no
${MTU:+MTUBytes=$MTU$NL}${NL}[Network]
DHCP=no
IPv6AcceptRA=no
LinkLocalAddressing=ipv6
"
  each "\n[Address]\nAddress=%s/32" $IP4
  each "\n[Address]\nAddress=%s/128\nDuplicateAddressDetection=none" $IP6
  for tw_family in 4 6; do
    of_family $tw_family
    [ -z "$NET" ] || OUT="$OUT
[Route]
Destination=$NET${SCOPE:+${NL}Scope=link}
Table=$TABLE
${NL}[Route]
Gateway=$GW
GatewayOnLink=yes
Table=$TABLE
"
  done
  each "\n[RoutingPolicyRule]\nFrom=%s\nTable=$TABLE\nPriority=$TABLE" $IP4 $PFX4 $IP6 $PFX6
  each "\n[RoutingPolicyRule]\nTo=%s\nTable=254\nPriority=$((TABLE - 1))" $LOC4 $LOC6
  for tw_family in 4 6; do
    of_family $tw_family
    each "\n[RoutingPolicyRule]\nFirewallMark=%s\nFamily=ipv$tw_family\nTable=$TABLE\nPriority=$TABLE" $FWMARK
    each "\n[RoutingPolicyRule]\nFirewallMark=%s\nFamily=ipv$tw_family\nTable=254\nPriority=$((TABLE - 1))" ${FWMARK:+$INSIDE}
  done
}

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

# Every line may be run again over what apply did already. `|| :` is for "File exists" and, on the way down, "not there".
text_ifupdown() {
  OUT="# $MARK
allow-hotplug $DEV
iface $DEV inet manual
  pre-up echo 0 > /proc/sys/net/ipv6/conf/\$IFACE/accept_ra || :
  pre-up ip link set dev \$IFACE ${MTU:+mtu $MTU }up
"
  for ti_family in 4 6; do
    ti_ip="ip -$ti_family"
    of_family $ti_family
    each "  up $ti_ip addr replace %s/$WIDTH dev \$IFACE $FLAGS" $IPS
    [ -z "$NET" ] || OUT="$OUT  up $ti_ip route replace $NET dev \$IFACE proto static table $TABLE
  up $ti_ip route replace default via $GW dev \$IFACE onlink proto static table $TABLE
"
    each "  up $ti_ip rule add from %s lookup $TABLE pref $TABLE $RULE_PROTO 2>/dev/null || :" $IPS $PFX
    each "  up $ti_ip rule add to %s lookup main pref $((TABLE - 1)) $RULE_PROTO 2>/dev/null || :" $LOCAL
    each "  down $ti_ip rule del from %s lookup $TABLE pref $TABLE 2>/dev/null || :" $IPS $PFX
  done
}

# Network-scripts add each line of route-, route6-, rule- and rule6- with `ip`. EC2SYNC=no keeps ec2-net-utils 1.x from
# rewriting them; NM_CONTROLLED=no keeps NetworkManager away. ifup reads this as shell: `network start` does not fail for an
# interface that is not here. ARPCHECK: EC2 gives an address once, and each probe takes seconds. Held by golden files.
put_ifcfg() {
  pi_dir=$ROOT/etc/sysconfig/network-scripts
  OUT="# $MARK
DEVICE=$DEV
HWADDR=$MAC
ONBOOT=yes
[ -e /sys/class/net/$DEV ] || ONBOOT=no
BOOTPROTO=none
TYPE=Ethernet
DEFROUTE=no
PEERDNS=no
NM_CONTROLLED=no
EC2SYNC=no
NOZEROCONF=yes
IPV6INIT=yes
IPV6_AUTOCONF=no
IPV6_DEFROUTE=no
${MTU:+MTU=$MTU$NL}"
  pi_n=0
  for pi_one in $IP4; do OUT="${OUT}IPADDR$pi_n=$pi_one${NL}PREFIX$pi_n=32${NL}ARPCHECK$pi_n=no$NL" pi_n=$((pi_n + 1)); done
  [ -z "$IP6" ] || OUT="${OUT}IPV6ADDR=${IP6%% *}/128$NL"
  case $IP6 in *' '*) OUT="${OUT}IPV6ADDR_SECONDARIES=\"$(printf '%s/128 ' ${IP6#* })\"$NL" ;; esac
  put_own "$pi_dir/ifcfg-$DEV" 644 "$OUT" || return 1
  for pi_family in 4 6; do
    of_family $pi_family
    pi_end=${pi_family#4}-$DEV
    [ -z "$NET" ] || put_own "$pi_dir/route$pi_end" 644 "# $MARK
$NET dev $DEV$SCOPE table $TABLE proto static
default via $GW dev $DEV onlink table $TABLE proto static
" || return 1
    OUT="# $MARK$NL"
    each "from %s lookup $TABLE pref $TABLE $RULE_PROTO" $IPS $PFX
    each "to %s lookup main pref $((TABLE - 1)) $RULE_PROTO" $LOCAL
    [ -z "$IPS$PFX" ] || put_own "$pi_dir/rule$pi_end" 644 "$OUT" || return 1
  done
}

# ifroute-: destination gateway netmask device options; ifrule-: as ip rule, with the family in front (ifrule(5) of
# wicked), and wicked knows no onlink: the subnet's route, which comes first, is enough. CLOUD_NETCONFIG_MANAGE=no keeps
# cloud-netconfig off this interface. The lab reads them with a stand-in for wicked.
put_wicked() {
  pw_dir=$ROOT/etc/sysconfig/network
  OUT="# $MARK
STARTMODE='hotplug'
BOOTPROTO='static'
LLADDR=''
${MTU:+MTU='$MTU'$NL}CLOUD_NETCONFIG_MANAGE='no'
"
  pw_n='' pw_routes="# $MARK$NL" pw_rules="# $MARK$NL"
  for pw_family in 4 6; do
    of_family $pw_family
    for pw_one in $IPS; do OUT="${OUT}IPADDR${pw_n:+_}$pw_n='$pw_one/$WIDTH'$NL" pw_n=$((${pw_n:-0} + 1)); done
    [ -z "$NET" ] || pw_routes="$pw_routes$NET - - $DEV table $TABLE$SCOPE${NL}default $GW - $DEV table $TABLE$NL"
    for pw_one in $IPS $PFX; do pw_rules="${pw_rules}ipv$pw_family from $pw_one table $TABLE pref $TABLE$NL"; done
    for pw_one in $LOCAL; do pw_rules="${pw_rules}ipv$pw_family to $pw_one table main pref $((TABLE - 1))$NL"; done
  done
  put_own "$pw_dir/ifcfg-$DEV" 644 "$OUT" && put_own "$pw_dir/ifroute-$DEV" 644 "$pw_routes" && put_own "$pw_dir/ifrule-$DEV" 644 "$pw_rules"
}

# For a site that insists on netplan: read at the next boot, never applied here, because `netplan generate` gives every
# generated file a new mtime and the next reload then re-acquires the host's own lease.
text_netplan() {
  OUT="# $MARK
network: {version: 2, ethernets: {eni-failover-$MACHEX: {match: {macaddress: \"$MAC\"}, optional: true,
 dhcp4: false, dhcp6: false, accept-ra: false,${MTU:+ mtu: $MTU,} addresses: [
"
  each '  "%s/32",' $IP4
  each '  "%s/128",' $IP6
  OUT="$OUT ], routes: [$NL"
  of_family 4
  [ -z "$NET4" ] || OUT="$OUT  {to: \"$NET4\", scope: link, table: $TABLE},
  {to: \"0.0.0.0/0\", via: \"$GW\", on-link: true, table: $TABLE},
"
  [ -z "$NET6" ] || OUT="$OUT  {to: \"::/0\", via: \"$GW6\", on-link: true, table: $TABLE},
"
  OUT="$OUT ], routing-policy: [$NL"
  each "  {from: \"%s\", table: $TABLE, priority: $TABLE}," $IP4 $PFX4 $IP6 $PFX6
  each "  {to: \"%s\", table: 254, priority: $((TABLE - 1))}," $LOC4 $LOC6
  OUT="$OUT ] } } }$NL"
}

put_own() { # put_file, remembered
  put_file "$1" "$2" "$3" || return 1
  [ "$CHANGED" = no ] || ANY_CHANGED=yes
  FILES="$FILES${FILES:+ }$1"
}

# ---- which manager, and asking it

nm_runs() { [ "$(bounded 5 nmcli -t -f RUNNING general 2>/dev/null)" = running ]; }

nm_manages() { # is NetworkManager running, and does it hold the device, or else the default route of the host?
  in_path nmcli || return 1
  nm_runs || { [ -e /run/NetworkManager/devices ] && within 300 nm_runs && nap && nap; } || return 1 # it may be restarting
  for nm_dev in $DEV $(ip -o route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p'); do
    case $(bounded 5 nmcli -g GENERAL.STATE device show "$nm_dev" 2>/dev/null) in '' | 10 | '10 '*) ;; *) return 0 ;; esac # 10 is unmanaged, 100 connected
  done
  return 1
}

# Detected, never guessed from the distribution's name. The order: who would undo our work comes first. Amazon Linux 2023 is
# a networkd host: its tool writes a file for networkd that sorts after ours, some seconds later, and then keeps away.
detect_manager() {
  case $OPT_persist in auto) ;; deferred) BACKEND=ec2net2 ;; *) BACKEND=$OPT_persist ;; esac
  if [ -z "$BACKEND" ]; then
    if [ -e "$ROOT/etc/cni/net.d/10-aws.conflist" ]; then
      BACKEND=none
      warn 'VPC CNI node: routed now, not persisted; the CNI owns the rules'
    elif [ -e "$ROOT/etc/sysconfig/network-scripts/ec2net-functions" ]; then
      BACKEND=ec2net1
    elif nm_manages; then
      BACKEND='nm'
    elif [ -e /run/systemd/netif/state ] && in_path networkctl; then
      BACKEND=networkd
    elif in_path wicked && [ -d "$ROOT/etc/sysconfig/network" ]; then
      BACKEND=wicked
    elif [ -d "$ROOT/etc/sysconfig/network-scripts" ] && in_path ifup; then
      BACKEND=ifcfg
    elif [ -f "$ROOT/etc/network/interfaces" ] && in_path ifup; then
      BACKEND=ifupdown
    else
      BACKEND=none
      warn 'no network manager recognised: routed now, lost at reboot'
    fi
  fi
  match_manager
}

# NetworkManager before 1.42 (RHEL 8, 9.0, 9.1) and networkd before 248 (Debian 11, Ubuntu 20.04) give their rules no
# protocol: ours must be like them, or each stands twice.
match_manager() {
  case $BACKEND in
  nm) version nmcli 'version 1.' 41 ;;
  networkd) version networkctl 'systemd ' 247 ;;
  *) false ;;
  esac && RULE_PROTO=''
}

version() { # version PROGRAM TEXT-BEFORE-IT HIGHEST: -> VERSION: that or older
  VERSION=$(bounded 5 "$1" --version 2>/dev/null)
  VERSION=${VERSION##*"$2"}
  VERSION=${VERSION%%[!0-9]*}
  is_number "$VERSION" 0 "$3"
}

# Who else is here. Each is harmless beside our preference, or says what to look at.
tell_neighbours() {
  tn_rules=$(ip -o rule show)
  case $tn_rules in *"${NL}302"[0-9][0-9]:* | *"${NL}304"[0-9][0-9]:*) warn 'nm-cloud-setup has rules here: ours come first' ;; esac
  [ ! -e "$ROOT/usr/libexec/cloud-netconfig/cloud-netconfig" ] && [ ! -e "$ROOT/etc/netconfig.d/cloud-netconfig" ] ||
    warn 'cloud-netconfig removes rules of unassigned sources when any NIC leaves: verify again then'
  [ ! -e "$ROOT/run/firewalld" ] && [ ! -e "$ROOT/run/firewalld.pid" ] ||
    warn 'firewalld: the interface is in the default zone unless assigned'
  [ "$BACKEND" != ifupdown ] || [ ! -e "$ROOT/etc/udev/rules.d/75-cloud-ifupdown.rules" ] ||
    warn 'cloud-ifupdown-helper may run DHCP on an interface that it sees for the first time: verify again'
  for tn_conf in all ${DEV:+"$DEV"}; do
    case $(cat "/proc/sys/net/ipv4/conf/$tn_conf/arp_ignore" 2>/dev/null) in
    '' | [01]) ;;
    *) warn "arp_ignore of $tn_conf is above 1: an address with /32 may not answer ARP" ;;
    esac
  done
  IFS=$NL
  for tn_rule in $tn_rules; do
    IFS=$SPACE
    case $tn_rule in
    *'from all lookup local'*) ! is_number "${tn_rule%%:*}" 19900 32766 || warn "the rule for local addresses is at ${tn_rule%%:*}, after ours: this host may not reach the ENI itself" ;;
    esac
  done
  IFS=$SPACE
}

name_table() {
  [ -n "$OPT_table_name" ] || return 0
  [ -d "$ROOT/etc/iproute2" ] || { warn 'no /etc/iproute2 here: table not named' && return 0; }
  nt_name=$OPT_table_name
  [ "$COUNT" -eq 1 ] || nt_name=$nt_name-$TABLE
  nt_own=$ROOT/etc/iproute2/rt_tables.d/eni-failover-$MACHEX.conf nt_taken=''
  set +f
  for nt_file in $RT_TABLES; do
    [ "$nt_file" = "$nt_own" ] || [ ! -r "$nt_file" ] || while read -r nt_id nt_word nt_rest; do
      case $nt_id=$nt_word in \#*) ;; "$TABLE="* | *="$nt_name") nt_taken="$nt_id $nt_word" ;; esac
    done <"$nt_file"
  done
  set -f
  [ -z "$nt_taken" ] || { warn "table not named $nt_name: $nt_taken is there already" && return 0; }
  put_own "$nt_own" 644 "# $MARK
$TABLE $nt_name
"
}

# Writes the files of the loaded ENI; activation comes after, once for all of them.
write_persistent() {
  FILES='' ANY_CHANGED=no
  host_mtu
  case $BACKEND in networkd | nm) ;; *) MARK="$MARK as $DEV" ;; esac
  case $BACKEND in
  networkd) text_networkd && put_own "$ROOT/etc/systemd/network/05-eni-failover-$MACHEX.network" 644 "$OUT" ;;
  nm) text_nm && put_own "$ROOT/etc/NetworkManager/system-connections/eni-failover-$MACHEX.nmconnection" 600 "$OUT" ;;
  ifupdown) text_ifupdown && put_own "$ROOT/etc/network/interfaces.d/60-eni-failover-$MACHEX" 644 "$OUT" ;;
  ifcfg) put_ifcfg ;;
  wicked) put_wicked ;;
  esac || return 1
  [ -z "$SOURCE_DEV" ] || put_own "$(source_file)" 644 "# $MARK
net/ipv6/conf/$SOURCE_DEV/use_oif_addrs_only = 1
" || return 1
  if [ "$OPT_netplan" = yes ]; then
    text_netplan
    put_own "$ROOT/etc/netplan/60-eni-failover-$MACHEX.yaml" 600 "$OUT" || return 1
  fi
  name_table
}

networkd_reload() {
  bounded 15 networkctl reload && return 0
  # no reload before 244, and no flushing of foreign rules before 248
  ! version networkctl 'systemd ' 243 || { warn "systemd $VERSION cannot reload networkd: kept from the next boot on" && return 0; }
  within 500 bounded 15 networkctl reload # it may be restarting
}

# networkd says in its state file which .network a link uses and whether it is done with it.
networkd_holds() {
  find_device "$MAC" || return 1 # it may have got its name only now
  read -r nh_index <"/sys/class/net/$DEV/ifindex" || return 1
  nh_state=$(cat "/run/systemd/netif/links/$nh_index" 2>/dev/null)$NL
  case $nh_state in *"NETWORK_FILE=$1$NL"*) ;; *) return 1 ;; esac
  case $nh_state in *"ADMIN_STATE=configured$NL"*) ;; *) return 1 ;; esac
}

# Its state file lags a reload, so it is asked again a little later.
networkd_takes() {
  within 500 networkd_holds "$1" || return 1
  [ "$RELOAD" = yes ] || return 0
  nap && nap && nap
  within 500 networkd_holds "$1"
}

nm_up() { find_device "$MAC" && bounded 10 nmcli connection load "$1" && bounded 20 nmcli -w 15 connection up uuid "$NM_UUID" ifname "$DEV"; }

activate() { # the manager takes over what runs already
  [ -z "$ROOT" ] || return 0 # the tree of a test: no manager reads it
  case $PERSIST in
  networkd) networkd_takes "${FILES%% *}" ;;
  nm) [ "$RELOAD" = no ] && [ "$(bounded 5 nmcli -g GENERAL.CON-UUID device show "$DEV")" = "$NM_UUID" ] || within 1500 nm_up "${FILES%% *}" ;; # it may see a device after us
  ifupdown)
    case $(cat /etc/network/interfaces) in *interfaces.d/*) ;; *) warn '/etc/network/interfaces does not read interfaces.d' && return 1 ;; esac
    case $(bounded 5 ifquery --state "$DEV" 2>/dev/null) in "$DEV="*) [ "$RELOAD" = yes ] || return 0 ;; esac
    bounded 30 ifup --force "$DEV"
    ;;
  # wicked and network-scripts read the files at the next boot or ifup; an ifup now would take the addresses away.
  *) return 0 ;;
  esac
}

# Amazon's own tools route the interface some seconds later; then theirs is what survives, and ours was the bridge. A rule
# an address, to a table of theirs in which a default leaves by the ENI: one whose table is empty is worth nothing.
native_routed() {
  for nr_family in 4 6; do
    of_family $nr_family
    nr_rules=$(ip "-$nr_family" -o rule show)
    for nr_one in $IPS; do
      nr_table=$(printf '%s\n' "$nr_rules" | sed -n "s/.*from $nr_one lookup \(10[0-9][0-9][0-9]\)\([^0-9].*\)*\$/\1/p" | head -n 1)
      [ -n "$nr_table" ] || return 1
      case $(ip "-$nr_family" -o route show table "$nr_table" default 2>/dev/null) in *" dev $DEV "*) ;; *) return 1 ;; esac
    done
  done
}

watch_native() {
  within 4500 native_routed || return 1
  plan_main 4 "$NET4" # its connected route came with its rules: only told, it would put it back
  plan_main 6 "$NET6"
}

# ---- the verbs

# One deadline for all interfaces; each is handled the moment it is here, not when the last one came.
await_interfaces() { # await_interfaces FUNCTION
  AWAITED=$1 ai_until=$((START + OPT_wait * 100))
  [ "$1" != route_this ] || [ "$COUNT" != 1 ] || find_device "$MAC_1" || host_mtu # asked while nobody waits for it
  while :; do
    MISSING=0
    every try_interface new
    [ "$MISSING" -gt 0 ] || return 0
    now
    [ "$NOW" -lt "$ai_until" ] || break
    nap
  done
  list_macs
  fail 20 "$MISSING of $COUNT interfaces did not appear in $OPT_wait s"
}

try_interface() { # one that is being renamed, or leaves again, is looked for again
  if find_device "$MAC" && settle_device; then
    STEP=here
    "$AWAITED"
  else
    MISSING=$((MISSING + 1))
  fi
}

route_this() {
  state_file
  link_up || { find_device "$MAC" && link_up; } || { fail 21 "cannot set $DEV up" && return 1; }
  know_addresses || return 1
  ! hosts_own || { fail 10 "$OWN is the address of another interface of this host" && return 1; }
  know_locals
  lock
  rt_code=1
  if choose_table && route_now; then
    leave_table "$S_table"
    mark_connections 4
    mark_connections 6
    keep_source
    write_state no
    rt_code=0
  fi
  unlock
  say "$MAC is $DEV: table $TABLE, $ADDED rules added, $REMOVED removed"
  return $rt_code
}

leave_table() { # what was routed by another table before is now left over there
  [ -n "$1" ] && [ "$1" != "$TABLE" ] || return 0
  lt_table=$TABLE TABLE=$1
  clean_rules ''
  TABLE=$lt_table
}

persist_files() {
  state_file
  read_state "$STATE"
  PERSIST=$BACKEND
  case $BACKEND in
  none) return 0 ;;
  ec2net1 | ec2net2)
    PERSIST=deferred
    unlock # others need not wait
    if watch_native; then lock && return 0; fi
    lock
    pf_was=$BACKEND BACKEND=networkd
    [ "$pf_was" = ec2net2 ] || BACKEND=ifcfg
    warn "the host's own tool did not route $MAC in 45 s: $BACKEND file written instead"
    persist_files
    BACKEND=$pf_was
    return 0
    ;;
  esac
  if ! write_persistent; then
    fail 50 "$MAC: cannot write the $BACKEND files"
    PERSIST=none
    return 0
  fi
  drop_files 50 "$FILES"
  write_state no
  # A file that was staged but never read is not held by networkd either.
  if [ "$ANY_CHANGED" = yes ] || { [ "$BACKEND" = networkd ] && ! networkd_holds "${FILES%% *}"; }; then RELOAD=yes; fi
}

persist_activate() {
  case $PERSIST in none | deferred) return 0 ;; esac
  state_file
  activate || { fail 50 "$MAC: $PERSIST did not take the file" && PERSIST=none; }
}

# A manager that configured the link meanwhile may have taken something away: look once more, then judge.
check_this() {
  state_file
  read_state "$STATE"
  lock
  DEFERRED=yes
  [ "$PERSIST" = deferred ] || { DEFERRED=no && route_now; }
  unlock
  within 500 has_carrier || { fail 21 "$DEV has no carrier" && return 1; }
  judge 300
}

do_apply() {
  detect_manager
  RELOAD=no
  case $BACKEND$ROOT in networkd | nm)
    lock
    every prepare_this
    [ "$RELOAD$BACKEND" != yesnetworkd ] || networkd_reload || say 'networkctl reload failed'
    unlock
    ;;
  esac
  await_interfaces route_this
  every unprepare_this new
  RELOAD=no
  lock
  every persist_files here
  case $RELOAD$ROOT$BACKEND in yesnetworkd | yesec2net2) networkd_reload || fail 50 'networkctl reload failed' ;; esac
  every persist_activate here
  unlock
  every check_this here
  tell_neighbours
}

do_verify() {
  detect_manager
  await_interfaces verify_this
}

verify_this() {
  state_file
  PERSIST=none
  if read_state "$STATE"; then
    FILES=$S_files
    case $S_backend in ec2net1 | ec2net2) PERSIST=deferred ;; ?*) PERSIST=$S_backend ;; esac
  fi
  TABLE=${ASKED:-20001}
  TABLE=${S_table:-$TABLE}
  DEFERRED=no
  [ "$PERSIST" != deferred ] || ! native_routed || DEFERRED=yes
  know_addresses || return 1
  know_locals
  for vt_file in $FILES; do
    [ -e "$vt_file" ] || { fail 50 "$vt_file is gone" && PERSIST=none; }
  done
  for vt_family in 4 6; do
    of_family $vt_family
    mc_chain=ENI-FAILOVER-$MACHEX
    [ -z "$FWMARK" ] || jumps -C 2>/dev/null || warn 'ports that containers publish do not answer at the ENI: apply once more'
  done
  # A manager that finds the interface by its MAC may need a moment more than we did.
  judge 500
}

# The persistent file ahead of time, on a standby: the manager routes the ENI by itself the moment it appears.
do_stage() {
  detect_manager
  lock
  RELOAD=no
  every stage_this
  [ "$RELOAD" = no ] || [ "$BACKEND" != networkd ] || networkd_reload || fail 50 'networkctl reload failed'
  unlock
}

# While the interface is still away its manager gets the file, and so never begins with DHCP on it.
prepare_this() {
  state_file
  ! find_device "$MAC" && have_addresses || return 0
  read_state "$STATE"
  STAGED=$S_staged
  stage_this
  [ "$STAGED" != yes ] || return 0
  STAGED=no
  write_state no
}

unprepare_this() { # it did not come
  [ "$STAGED" = no ] || return 0
  STAGED='' S_files=$FILES
  state_file
  drop_files 50 ''
  rm -f "$STATE"
  [ "$BACKEND" != networkd ] || networkd_reload || fail 50 'networkctl reload failed'
}

stage_this() {
  state_file
  case $BACKEND in networkd | nm) ;; *) warn "$BACKEND does not find an interface by its MAC: nothing staged" && return 0 ;; esac
  ! find_device "$MAC" || { warn "$MAC is here: not staged; use apply" && return 0; }
  have_addresses || { fail 11 "$MAC: stage needs addresses and subnet" && return 0; } # IMDS knows only what is attached
  without_ipv6
  know_locals
  choose_table || return 0
  write_persistent || { fail 50 "$MAC: cannot write the $BACKEND files" && return 0; }
  PERSIST=$BACKEND
  write_state yes
  [ "$ANY_CHANGED" = yes ] && [ -z "$ROOT" ] || return 0
  RELOAD=yes
  [ "$BACKEND" = networkd ] || within 500 bounded 10 nmcli connection load "${FILES%% *}" || fail 50 "$MAC: NetworkManager did not load the file"
}

do_cleanup() {
  [ "$COUNT" -gt 0 ] || remember_all
  [ "$OPT_force" = yes ] || every await_gone
  lock
  RELOAD=no
  every clean_this
  [ "$RELOAD" = no ] || [ -n "$ROOT" ] || networkd_reload || fail 40 'networkctl reload failed'
  every clean_again gone
  unlock
}

await_gone() { # a graceful detach may still be under way
  now
  within $((START + OPT_wait * 100 - NOW)) is_gone || :
}

clean_again() { clean_rules "$IP4 $PFX4 $IP6 $PFX6"; } # a manager may have put rules back before it read that they are gone

is_gone() { ! find_device "$MAC"; }

remember_all() {
  set +f
  for ra_file in "$STATES"/*.state; do
    set -f
    read_state "$ra_file" || continue
    blank
    case $S_mac in ??:??:??:??:??:??) ;; *) continue ;; esac
    MAC=$S_mac ENI=$S_eni
    find_device "$MAC" && continue # it is at home: nothing to clean
    [ "$S_staged" != yes ] || continue # waits for its interface on purpose
    [ "$COUNT" -lt 15 ] || break
    COUNT=$((COUNT + 1))
    save "$COUNT"
  done
  set -f
}

# A late or repeated command must not tear down an interface that came back.
clean_this() {
  state_file
  if find_device "$MAC" && [ "$OPT_force" = no ]; then
    fail 40 "$MAC is still here as $DEV: nothing cleaned"
    return 0
  fi
  STEP=gone
  read_state "$STATE"
  TABLE=${S_table:-$ASKED}
  [ "$ROOT$S_backend" != ifupdown ] || [ -z "$S_dev" ] || [ -e "/sys/class/net/$S_dev" ] || bounded 30 ifdown --force "$S_dev" || say "ifdown $S_dev: not known"
  drop_files 40 ''
  unmark_connections 4
  unmark_connections 6
  rm -f "$ROOT/run/eni-failover.$MACHEX.marked"
  clean_rules "$IP4 $PFX4 $IP6 $PFX6"
  [ "$CODE" = 40 ] || rm -f "$STATE"
}

# Ours are: at our preference to our table (known from the state file or the caller); and, for the addresses given,
# any rule whose preference is its own table.
clean_rules() { # clean_rules ADDRESSES
  table_names "${TABLE:=0}"
  bare $1
  for cr_family in 4 6; do
    # Only ours: others may have routes there.
    [ "$TABLE" = 0 ] || [ -z "$DEV" ] || ip "-$cr_family" route flush table "$TABLE" dev "$DEV" 2>/dev/null
    cr_try=1
    while :; do
      our_rules
      [ -n "$cr_batch" ] || break
      if cr_error=$(printf '%s' "$cr_batch" | ip "-$cr_family" -batch - 2>&1); then
        REMOVED=$((REMOVED + cr_n))
        break
      fi
      cr_try=$((cr_try + 1)) # somebody may have removed one meanwhile: look again
      [ "$cr_try" -le 3 ] || { fail 40 "ip refused: $(clean "$cr_error")" && break; }
    done
  done
}

our_rules() { # -> cr_batch, cr_n
  cr_batch='' cr_n=0
  IFS=$NL
  set -- $(ip "-$cr_family" -o rule show)
  IFS=$SPACE
  for cr_line; do
    read_rule "$cr_line"
    if [ "$R_PREF" = $((TABLE - 1)) ] && is_local_rule; then
      cr_rule="to $R_TO lookup main"
    elif [ "$R_PREF" = $((TABLE - 1)) ] && is_inside_rule; then
      cr_rule="fwmark $R_MARK lookup main"
    elif [ -n "$R_TO$R_MORE" ] || [ "$R_FROM$R_MARK" = all ]; then
      continue
    elif { [ "$R_PREF" = "$TABLE" ] && in_list "$TABLE_NAMES" "$R_TABLE"; } ||
      { [ "$R_PREF" = "$R_TABLE" ] && is_number "$R_TABLE" 20000 29999 && in_list "$BARE" "$R_FROM"; }; then
      cr_rule="from $R_FROM${R_MARK:+ fwmark $R_MARK} lookup $R_PREF"
    else
      continue
    fi
    cr_batch="${cr_batch}rule del $cr_rule pref $R_PREF$NL" cr_n=$((cr_n + 1))
  done
}

now
START=$NOW
trap 'fail 30 "interrupted"; finish' HUP INT TERM
name_itself
parse_arguments "$@"
check_host
do_"$VERB"
finish # the end
