# The interfaces of a command: the fields of each, one interface at a time in plain variables.

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
