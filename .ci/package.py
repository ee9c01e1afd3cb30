#!/usr/bin/env python3
"""Zips what `sam build` would upload and judges it.
Usage: package.py ARTEFACT ZIP ZIPPED_LIMIT UNZIPPED_LIMIT SOURCE SBOM [THIRD_PARTY]

Called by .ci/package. Prints what it found; ends with an error if a check fails. With THIRD_PARTY it writes
that file anew instead of comparing it.
"""

import collections
import json
import re
import sys
import zipfile
from pathlib import Path

artefact, target, zipped_limit, unzipped_limit, source, sbom = (
    Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), Path(sys.argv[5]), Path(sys.argv[6]))
failures = []

# One HTTP client, the JDK's own; what only tests need; what a function has no use for.
FORBIDDEN_JARS = re.compile(
    r"(^|\.)(netty|apache-client|apache5-client|httpclient|httpcore|aws-crt|okhttp|junit|archunit|testcontainers|mockito"
    r"|DynamoDBLocal|event-ruler|snakeyaml|jspecify|error_prone|nullaway|aws-lambda-java-runtime-interface-client)",
    re.IGNORECASE)
TEST_CLASS = re.compile(
    r"(Test|Tests|TestCase|Lab)\.class$|^enifailover/(region|rehearsal|benchmark|architecture|template|simulation)/")
# Shapes of secrets: access keys, private keys, tokens of common hosts, passwords in a URL.
SECRETS = {
    "an AWS access key": re.compile(rb"(?<![A-Z0-9])(AKIA|ASIA)[A-Z2-7]{16}(?![A-Z0-9])"),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----\s*\n[A-Za-z0-9+/=\s]{64}"),
    "a token": re.compile(rb"(?<![A-Za-z0-9])(ghp|gho|ghs|glpat|xox[abp])[-_][A-Za-z0-9]{20,}"),
    "a password in a URL": re.compile(rb"[a-z]{3,8}://[^/\s:@'\"<>{}$]{1,40}:[^/\s:@'\"<>{}$]{1,40}@[a-z0-9]"),
}
ALLOWED_TOP = {"enifailover", "lib", "META-INF"}


def holds(what, truth):
    if not truth:
        failures.append(what)


def secrets_in(name, data):
    for kind, pattern in SECRETS.items():
        if pattern.search(data):
            failures.append(f"{name} looks as if it held {kind}")


files = sorted(path for path in artefact.rglob("*") if path.is_file())
unzipped = sum(path.stat().st_size for path in files)
with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as out:
    for path in files:
        # No time, owner or mode of the machine: the same files make the same zip.
        entry = zipfile.ZipInfo(path.relative_to(artefact).as_posix(), (2026, 1, 1, 0, 0, 0))
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o644 << 16
        out.writestr(entry, path.read_bytes(), compresslevel=6)
zipped = target.stat().st_size
holds(f"the zip has {zipped} bytes, at most {zipped_limit}", zipped <= zipped_limit)
holds(f"unzipped it has {unzipped} bytes, at most {unzipped_limit}", unzipped <= unzipped_limit)

# Lambda would run whichever of two equal classes it finds first.
owners = collections.defaultdict(set)
jars = [path for path in files if path.suffix == ".jar"]
holds("there are jars in lib/", len(jars) > 10)
for path in files:
    name = path.relative_to(artefact).as_posix()
    if name.endswith(".class"):
        owners[name].add("the project's classes")
        holds(f"{name} is of the tests", not TEST_CLASS.search(name))
    elif path.suffix != ".jar":
        secrets_in(name, path.read_bytes())
for jar in jars:
    holds(f"{jar.name} has no place in the zip", not FORBIDDEN_JARS.match(jar.name))
    with zipfile.ZipFile(jar) as inside:
        for name in inside.namelist():
            base = name.rsplit("/", 1)[-1]
            if name.endswith(".class") and base not in ("module-info.class", "package-info.class") \
                    and not name.startswith("META-INF/"):
                owners[name].add(jar.name)
            elif name.endswith((".properties", ".json", ".xml", ".yaml", ".yml", ".pem", ".key", ".txt")):
                secrets_in(f"{jar.name}!{name}", inside.read(name))
twice = {name: found for name, found in owners.items() if len(found) > 1}
for name, found in sorted(twice.items())[:5]:
    failures.append(f"{name} is in {' and '.join(sorted(found))}")
holds(f"{len(twice)} classes are there twice", not twice)

top = {path.relative_to(artefact).parts[0] for path in files}
loose = {name for name in top - ALLOWED_TOP if not name.endswith((".xml", ".json", ".properties"))}
holds(f"nobody expects {sorted(loose)} at the root of the zip", not loose)
versions = collections.Counter(re.sub(r"-[0-9][^/]*\.jar$", "", jar.name) for jar in jars)
for name, number in versions.items():
    holds(f"{name} is there in {number} versions", number == 1)

# What the zip holds, by the build's own bill of materials: each jar has its licence in THIRD-PARTY and no open advisory.
components = {f"{c['group']}.{c['name']}-{c['version']}.jar": c
              for c in json.loads(sbom.read_text(encoding="utf-8"))["components"]}


def licences(component):
    return " or ".join(one.get("expression") or one["license"].get("id") or one["license"]["name"]
                       for one in component.get("licenses", []))


lines = ["What the functions' zip holds of others, with its licences, as the bill of materials has them (target/sbom.json)."
         " Written by `.ci/package --third-party`.", ""]
for jar in jars:
    component = components.get(jar.name)
    holds(f"{jar.name} is not in the bill of materials", component)
    if component:
        holds(f"{jar.name} has a licence", licences(component))
        lines.append(f"{component['group']}:{component['name']}  {licences(component)}")
third_party = "\n".join(lines[:2] + sorted(lines[2:])) + "\n"
if len(sys.argv) > 7:
    Path(sys.argv[7]).write_text(third_party, encoding="utf-8")
else:
    holds("THIRD-PARTY is not what the zip holds: .ci/package --third-party writes it",
          (source / "THIRD-PARTY").read_text(encoding="utf-8") == third_party)


def older(version, other):
    return [int(n) for n in re.findall(r"\d+", version)] < [int(n) for n in re.findall(r"\d+", other)]


known = json.loads((source / ".ci/advisories.json").read_text(encoding="utf-8"))
for advisory in known["advisories"]:
    for jar in jars:
        match = re.fullmatch(re.escape(advisory["package"]) + r"-(\d[^/]*)\.jar", jar.name)
        if match and older(match[1], advisory["before"]):
            failures.append(f"{jar.name} has {advisory['id']}, mended in {advisory['before']}")
holds("an older one is older", older("2.25.2", "2.25.3") and not older("2.26.1", "2.25.4") and older("2.9.0", "2.10.0"))

# A handler that is not in the zip is found out at the first event.
template = (source / "template.yaml").read_text(encoding="utf-8")
handlers = re.findall(r"^\s+Handler: ([\w.]+)::\w+", template, re.MULTILINE)
holds("the template names handlers", handlers)
for handler in handlers:
    holds(f"{handler} is not in the zip", handler.replace(".", "/") + ".class" in owners)
hidden = [path for path in files if any(part.startswith(".") for part in path.relative_to(artefact).parts)]
holds(f"hidden files: {hidden}", not hidden)
# The sources too: what is committed is uploaded by whoever forks it.
for path in sorted(source.rglob("*")):
    relative = path.relative_to(source)
    if path.is_file() and relative.parts[0] != "target" and path.stat().st_size < 1_000_000:
        secrets_in(str(relative), path.read_bytes())

# A check that cannot fail proves nothing: each kind of secret is found where it is.
for kind, sample in {
    "an AWS access key": b"id = " + b"AKIA" + b"ABCDEFGHIJKLMNOP",
    "a private key": b"-----BEGIN RSA " + b"PRIVATE KEY-----\n" + b"A" * 64,
    "a token": b"ghp" + b"_" + b"a" * 36,
    "a password in a URL": b"https://" + b"me:secret" + b"@example.com",
}.items():
    assert SECRETS[kind].search(sample), kind

for failure in failures:
    print(f"does not hold: {failure}")
print(f"advisories: {len(known['advisories'])} known on {known['made']}, none of them in the zip"
      if not any("mended in" in one for one in failures) else "advisories: see above")
print(f"package: {zipped / 1048576:.1f} MB zipped, {unzipped / 1048576:.1f} MB unzipped, {len(jars)} jars,"
      f" {len(owners)} classes, {len(handlers)} handlers, {len(failures)} failures")
sys.exit(1 if failures else 0)
