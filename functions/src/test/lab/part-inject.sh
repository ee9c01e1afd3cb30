# Hostile values in every parameter: refused by the document's pattern, and again by the script, whoever calls it.
COUNT=${INJECT_COUNT:-3000} SEED=${INJECT_SEED:-20241123}
yaml=$SSM/document.yaml
shells=(dash 'bash --posix')
! command -v busybox >/dev/null || shells+=('busybox sh')
apart=()
[ "$(id -u)" != 0 ] || apart=(unshare -n)
if out=$("${apart[@]}" python3 "$LAB/inject.py" "$SCRIPT" "$yaml" "$SEED" "$COUNT" "${shells[@]}" 2>&1); then
  pass "seed $SEED: $(head -1 <<<"$out")"
else
  flunk "seed $SEED" "$out"
fi
