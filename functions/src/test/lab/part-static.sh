# The script as a text: clean, small enough for its SSM document, and free of what SSM or a shell would read differently.
yes_ 'no tab, no carriage return, ASCII only' python3 -c 'import sys; b=open(sys.argv[1],"rb").read(); assert all(c==10 or 32<=c<127 for c in b)' "$SCRIPT"
no_ 'no double braces: SSM would read them as a parameter' grep -nE '\{\{|\}\}' "$SCRIPT"
yes_ 'the document holds this script, without its comments' "$SSM/assemble" --check
# bash reads a function, forgets comments and blank lines, and prints what it understood.
understood() { { echo 'f() {'; cat "$1"; printf '}\ndeclare -f f\n'; } | bash | sha256sum; }
"$SSM/assemble" --readable >"$TMP/readable"
same 'nothing but comments is lost on the way' "$(understood "$TMP/readable")" "$(understood "$SCRIPT")"
yes_ 'dash reads it' dash -n "$SCRIPT"
yes_ 'bash --posix reads it' bash --posix -n "$SCRIPT"
if needs busybox; then yes_ 'busybox sh reads it' busybox sh -n "$SCRIPT"; fi
if needs shellcheck; then
  yes_ 'shellcheck: the script, as POSIX sh' "$SSM/assemble" --lint
  yes_ 'shellcheck: the lab' shellcheck -s bash -e SC1090,SC1091,SC2034,SC2154,SC2086,SC2016,SC2046,SC2015 "$LAB"/vpc "$LAB"/run "$LAB"/lib.sh "$LAB"/part-*.sh
  yes_ 'shellcheck: install' shellcheck "$LAB/install"
fi
