# Golden files, for managers that cannot run here (network-scripts, ec2-net-utils 1.x, wicked) and, beside them, for those
# that can: what the script writes, byte for byte. LAB_GOLDEN=write renews them; read the diff before committing it.
vpc up
vpc attach standby ens7
for backend in networkd nm ifupdown ifcfg wicked; do
  SEAM="ENI_ROOT=/run/golden ENI_BACKEND=$backend"
  on standby rm -rf /run/golden
  guest standby apply "$TWO" wait=5,local_cidrs=172.17.0.0/16,netplan=$([ $backend = networkd ] && echo yes || echo no)
  good "$backend: apply"
  same "$backend: named" $backend "$(field persist)"
  got=$TMP/golden/$backend
  mkdir -p "$got"
  on standby sh -c 'cd /run/golden && tar cf - etc' | tar xf - -C "$got"
  if [ "${LAB_GOLDEN:-}" = write ]; then
    rm -rf "${GOLDEN:?}/$backend"
    mkdir -p "$GOLDEN"
    cp -r "$got" "$GOLDEN/$backend"
  fi
  if out=$(diff -ru "$GOLDEN/$backend" "$got" 2>&1); then pass "$backend: as the golden files"; else flunk "$backend: differs from the golden files" "$out"; fi
  # Without the interface the cleanup removes every file that it wrote.
  vpc detach standby
  guest standby cleanup "$TWO" wait=0
  good "$backend: cleanup"
  same "$backend: no file left" '' "$(on standby find /run/golden/etc -type f)"
  vpc attach standby ens7
done

# A file of another tool under the same name comes back after cleanup.
SEAM='ENI_ROOT=/run/golden ENI_BACKEND=ifcfg'
on standby sh -c 'mkdir -p /run/golden/etc/sysconfig/network-scripts; echo BOOTPROTO=dhcp >/run/golden/etc/sysconfig/network-scripts/ifcfg-ens7'
guest standby apply "$TWO" wait=5
has 'somebody else'"'"'s ifcfg is replaced and told' "$OUT" 'cleanup puts it back'
vpc detach standby
guest standby cleanup "$TWO" wait=0
same 'and put back' BOOTPROTO=dhcp "$(on standby cat /run/golden/etc/sysconfig/network-scripts/ifcfg-ens7)"
