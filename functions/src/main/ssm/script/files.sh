# Files of this script: written as a whole, recognised, removed.

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
    OUT="$OUT$(printf -- "$each_format" "$each_word")$NL"
  done
}

put_own() { # put_file, remembered
  put_file "$1" "$2" "$3" || return 1
  [ "$CHANGED" = no ] || ANY_CHANGED=yes
  FILES="$FILES${FILES:+ }$1"
}
