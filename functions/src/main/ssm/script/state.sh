# What is remembered of an interface, in /var/lib/eni-failover.

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
