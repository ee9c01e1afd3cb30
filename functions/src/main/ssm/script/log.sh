# What people and the function are told: warnings, the exit code, one line of JSON; and waiting.

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
