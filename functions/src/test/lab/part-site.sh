# What sites do to their hosts: the script is right there too, or says what it could not do.
vpc up
vpc attach standby
vpc exec standby ip link set ens7 up
waits 5 on standby grep -qx 1 /sys/class/net/ens7/carrier
# guest, with the host changed by SETUP for this one command: guest_where SETUP VERB INTERFACES OPTIONS
guest_where() {
  local setup=$1
  shift
  RC=0
  # shellcheck disable=SC2086
  OUT=$(on standby unshare -m sh -c "$setup
    exec $SH \"\$@\"" sh "$SCRIPT" "$@" 2>"$TMP/err") || RC=$?
  ERR=$(cat "$TMP/err")
  OUT=${OUT##*$'\n'}
}
gone() { # the interface leaves, and everything of ours with it
  vpc detach standby
  guest standby cleanup '' wait=0
  same "$1: cleanup leaves nothing" '' "$(rules standby)$(on standby find /etc /var/lib/eni-failover /run -name '*eni-failover*' ! -name '*.lock' ! -name eni-failover)$(on standby find /etc/sysconfig/network-scripts -name '*ens7*' -o -name '*eth7*' 2>/dev/null)"
  vpc attach standby
}

guest_where 'mount --bind /etc /etc; mount -o remount,bind,ro /etc' apply "$ONE" wait=2,persist=ifcfg
code '/etc is read-only: routed now, not kept' 50
has 'and verified' "$OUT" '"verified":true'
same 'rules exactly once' "$RULES_ONE" "$(rules standby)"
gone 'read-only /etc'

full='mkdir -p /etc/sysconfig/network-scripts; mount -t tmpfs -o size=4k,mode=755 full /etc/sysconfig/network-scripts; head -c 4096 /dev/zero >/etc/sysconfig/network-scripts/ballast 2>/dev/null'
guest_where "$full; trap 'ls -A /etc/sysconfig/network-scripts >/run/left' EXIT; sh \"\$@\"; exit" apply "$ONE" wait=2,persist=ifcfg
code 'the disk is full: routed now, not kept' 50
same 'no half a file stays' ballast "$(on standby cat /run/left)"
guest_where 'mount -t tmpfs -o size=4k full /var/lib; head -c 4096 /dev/zero >/var/lib/ballast 2>/dev/null' apply "$ONE" wait=2,persist=none
good 'nothing can be remembered: routed'
has 'and told' "$OUT" 'cannot write'
gone 'full disk'

guest_where 'for d in /etc /var /run; do mount --bind $d $d; mount -o remount,bind,ro $d; done' apply "$ONE" wait=2,persist=networkd
code 'nothing can be written anywhere: routed now, not kept' 50
has 'and verified' "$OUT" '"verified":true'
yes_ 'answers' all_reach
guest standby apply "$ONE" wait=2,persist=ifcfg
good 'writable again: kept'
vpc detach standby
guest_where 'mount --bind /etc /etc; mount -o remount,bind,ro /etc' cleanup "$ONE" wait=0
code 'cleanup where /etc is read-only: told' 40
has 'by name' "$OUT" 'cannot remove /etc/sysconfig/network-scripts/ifcfg-ens7'
same 'the rules are gone all the same' '' "$(rules standby)"
vpc attach standby
gone 'writable again'

# The power went off before the disk had it: our files are there, with nothing in them
guest standby apply "$ONE" wait=2,persist=ifcfg
on standby sh -c 'for f in /etc/sysconfig/network-scripts/*ens7 /var/lib/eni-failover/*.state; do : >$f; done'
guest standby apply "$ONE" wait=2,persist=ifcfg
good 'our files were emptied: apply'
hasnt 'they are not taken for files of somebody else' "$OUT" replaced
has 'and are whole again' "$(on standby cat /etc/sysconfig/network-scripts/ifcfg-ens7)" HWADDR=$MAC
gone 'emptied files'

# A host of busybox and iproute2: no udevadm, no python, no flock of util-linux, no systemd.
if installed busybox >/dev/null; then
  bare='real=$(command -v ip); real=$(readlink -f "$real"); box=$(command -v busybox); libs=$(ldd "$real" | sed -n "s/.*=> \([^ ]*\).*/\1/p")
    mkdir -p /run/bare; mount -t tmpfs bare /run/bare; cp "$box" /run/bare/busybox; cp "$real" /run/bare/ip
    for one in sh sed grep tr cut cat mv cp chmod mkdir rm sleep uname id sha256sum readlink timeout head ls ping; do ln -s busybox /run/bare/$one; done
    for dir in /usr/bin /usr/sbin /usr/local/bin /usr/local/sbin; do /run/bare/busybox mount --bind /run/bare $dir; done
    [ -L /bin ] || { /run/bare/busybox mount --bind /run/bare /bin; /run/bare/busybox mount --bind /run/bare /sbin; }'
  shell=$SH SH=sh
  guest_where "$bare" apply "$ONE" wait=2
  SH=$shell
  good 'a host of busybox and iproute2 alone'
  has 'which has no manager, and says so' "$OUT" 'no network manager recognised'
  yes_ 'answers' all_reach
  gone 'busybox host'
fi

# iproute2 of before 4.17: rules have no protocol, neither to set nor to see
old='mkdir -p /run/oldip; real=$(readlink -f "$(command -v ip)"); cat >/run/oldip/ip <<OLD
#!/bin/sh
case "\$*" in *"rule help"*) echo "Usage: ip rule add SELECTOR ACTION" >&2; exit 255 ;; esac
case "\$*" in
*-batch*) batch=\$(cat); case "\$batch" in *"rule "*" proto "*) echo "unknown argument proto" >&2; exit 1 ;; esac; printf "%s\n" "\$batch" | $real "\$@" ;;
*rule*show*) $real "\$@" | sed "s/ proto [a-z]*//" ;;
*) exec $real "\$@" ;;
esac
OLD
chmod 755 /run/oldip/ip; PATH=/run/oldip:$PATH; export PATH'
guest_where "$old" apply "$ONE" wait=2,persist=none
good 'iproute2 that knows no protocol of a rule'
guest_where "$old" apply "$ONE" wait=2,persist=none
has 'again: nothing' "$OUT" '"rules_added":0,"rules_removed":0'
yes_ 'answers' all_reach
guest standby apply "$ONE" wait=2,persist=none
good 'iproute2 is updated: apply'
same 'and again each rule stands once' "$RULES_ONE" "$(rules standby | sed 's/unspec/static/')"
gone 'old iproute2'

guest_where 'export LANG=de_DE.UTF-8 LC_ALL=tr_TR.UTF-8 LANGUAGE=de IFS=,; umask 077; mount --bind /tmp /tmp; mount -o remount,bind,ro,noexec /tmp
  rm -rf /etc/sysconfig/network-scripts' apply "$ONE" wait=2,persist=ifcfg
same 'another locale, IFS, umask 077, /tmp read-only and noexec: routed' "$RULES_ONE" "$(rules standby)"
same 'a folder that had to be made can be read by networkd' '755 644' "$(on standby stat -c %a /etc/sysconfig/network-scripts /etc/sysconfig/network-scripts/ifcfg-ens7 | tr '\n' ' ' | sed 's/ $//')"
gone 'umask'

guest standby apply "${ONE/02:00:00:00:02:32/02:00:00:00:02:AF}" wait=0
code 'a MAC in upper case, which the pattern refuses before' 10

# killed at any moment, then run again
for n in $(seq 24); do
  on standby dash "$SCRIPT" apply "$TWO" wait=2,persist=ifcfg >/dev/null 2>&1 &
  pid=$!
  sleep "0.0$((n % 10))$((n * 7 % 10))"
  kill -KILL $pid 2>/dev/null || :
  wait $pid 2>/dev/null
  [ $((n % 3)) != 0 ] || { vpc detach standby; vpc attach standby; }
done
guest standby apply "$TWO" wait=5,persist=none
good 'killed 24 times in the middle, then run again'
same 'each rule stands once' "$RULES_TWO" "$(rules standby)"
yes_ 'table complete' table_ok standby
on standby touch /etc/sysconfig/network-scripts/.eni-failover.4999999 /var/lib/eni-failover/.eni-failover.4999999 # if none of them did
gone 'after kills'
RC=0
on standby dash "$SCRIPT" apply "${ONE/:32/:99}" wait=20 >"$TMP/term" 2>/dev/null &
pid=$!
sleep 0.7
for one in $(pids_of standby dash); do kill -TERM "$one"; done
wait $pid || RC=$?
OUT=$(tail -1 "$TMP/term")
code 'stopped by a signal: it says so' 30

# renamed while it works: the name is never trusted for long
on standby sh -c 'for n in 1 2 3 4 5 6 7 8; do ip link set eth7 name ens7 2>/dev/null; sleep 0.03; ip link set ens7 down; ip link set ens7 name eth7; ip link set eth7 up; sleep 0.03; ip link set eth7 down; ip link set eth7 name ens7; ip link set ens7 up; done; ip link set ens7 down; ip link set ens7 name eth7; ip link set eth7 up' 2>/dev/null &
pid=$!
guest standby apply "$ONE" wait=5,persist=none
wait $pid
info "renamed all the while: code $RC, $(field dev)"
guest standby apply "$ONE" wait=5,persist=none
good 'renamed, and then left alone: apply'
same 'by its new name' eth7 "$(field dev)"
yes_ 'answers' all_reach
vpc detach standby
guest standby cleanup '' wait=0
vpc attach standby

# IPv6 is switched off, by a benchmark of hardening: the subnet gives the ENI IPv6 addresses all the same
on standby sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
vpc detach standby
vpc attach standby
guest standby apply "$ONE" wait=2,persist=ifcfg
good 'IPv6 is switched off: IPv4 is routed'
has 'and told' "$OUT" 'IPv6 is switched off here: 2001:db8:0:2::50'
hasnt 'the file has no IPv6 either' "$(on standby cat /etc/sysconfig/network-scripts/ifcfg-ens7)" 2001
guest standby verify "$ONE" wait=2
good 'verify agrees'
guest standby apply "eni=eni-0abc,mac=$MAC,ip6=2001:db8:0:2::50,net6=2001:db8:0:2::/64,table=20001" wait=2,persist=none
code 'but an ENI of IPv6 alone cannot be routed' 30
on standby sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0
gone 'IPv6 off'

# the name of a table
name() { on standby cat /etc/iproute2/rt_tables.d/eni-failover-020000000232.conf 2>/dev/null | tail -1; }
named() { guest_where "$1" apply "$ONE" wait=2,persist=ifcfg,table_name=moved; }
on standby sh -c 'rm -rf /etc/iproute2'
named :
good 'no /etc/iproute2: routed'
has 'the table has no name, and it is said' "$OUT" 'no /etc/iproute2 here: table not named'
no_ 'and no folder was made' on standby test -e /etc/iproute2
for place in /usr/share/iproute2 /usr/lib/iproute2; do
  named "mkdir -p /run/e; [ -d ${place%/*} ]; mount -t tmpfs e /run/e; mkdir -p /run/e/u /run/e/w; mount -t overlay -o lowerdir=${place%/*},upperdir=/run/e/u,workdir=/run/e/w lab ${place%/*} && mkdir -p $place && echo '254 main' >$place/rt_tables"
  good "the names are in $place alone: routed"
  same 'the table has no name' '' "$(name)"
done
on standby mkdir -p /etc/iproute2
named :
good '/etc/iproute2 without rt_tables.d'
same 'the folder is made, the table named' '20001 moved' "$(name)"
guest standby apply "$ONE" wait=2,persist=none
has 'ip prints the name; the second run changes nothing' "$OUT" '"verified":true,"rules_added":0,"rules_removed":0'
gone 'a named table'
on standby sh -c 'mkdir -p /etc/iproute2/rt_tables.d; echo "20001 theirs" >/etc/iproute2/rt_tables.d/site.conf'
named :
good 'the number has a name of somebody else'
has 'which is told' "$OUT" 'table not named moved: 20001 theirs is there already'
same 'and ours is not written' '' "$(name)"
guest standby verify "$ONE" wait=2
good 'verify by their name'
gone "somebody's number"
on standby sh -c 'echo "300 moved" >/etc/iproute2/rt_tables.d/site.conf'
named :
has 'the name is taken by another number' "$OUT" 'table not named moved: 300 moved is there already'
same 'and ours is not written' '' "$(name)"
same 'rules exactly once' "$RULES_ONE" "$(rules standby)"
gone "somebody's name"
