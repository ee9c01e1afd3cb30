# The three arguments: verb, interfaces, options.

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
