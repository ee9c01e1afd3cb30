# The host: what it must have, its programs, its lock.

# Which script this is, so that the function can tell when the stack's document is not the one it was built with: the
# hash of this text, without the lines that SSM puts above and below it.
name_itself() {
  ! in_path sha256sum || SCRIPT=$(sed -n '/^# ENI Failover, guest routing:/,/^finish # the end$/p' "$0" 2>/dev/null | "$FOUND")
  SCRIPT=${SCRIPT%% *}
  [ "${#SCRIPT}" = 64 ] || { SCRIPT=unknown && warn 'no sha256sum: this script cannot name itself'; }
}

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

write_sysctl() { # FILE VALUE; without IPv6 the file does not exist
  [ ! -e "$1" ] || echo "$2" >"$1" || warn "cannot write $1"
}

has_ipv6() { # the kernel has it, and the site has not switched it off for this device
  [ -e /proc/net/if_inet6 ] && [ "$(cat "/proc/sys/net/ipv6/conf/${DEV:-default}/disable_ipv6")" = 0 ]
}
