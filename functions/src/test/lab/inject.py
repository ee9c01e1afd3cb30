#!/usr/bin/env python3
"""Throws hostile and mutated arguments at the script: inject.py SCRIPT DOCUMENT_YAML SEED COUNT SHELL...

Two properties, each with an oracle written apart from the script:
 1. what the SSM document's allowedPattern refuses, the script refuses too, with exit code 10, one line of valid JSON, and
    without running anything (a canary file is never made);
 2. what the pattern lets through is accepted exactly when this file's own parser (on Python's ipaddress) accepts it.
Runs in an empty network namespace when root, with its files under ENI_ROOT.
"""
import ipaddress
import json
import os
import random
import re
import subprocess
import sys
import tempfile

script, parameters, seed, count, shells = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5:]
rnd = random.Random(seed)
root = tempfile.mkdtemp()
canary = os.path.join(root, "canary")
env = {"PATH": os.environ["PATH"], "ENI_ROOT": root, "ENI_BACKEND": "none"}

patterns, longest = {}, {}
name = None
for line in open(parameters):
    m = re.match(r"  (\w+):\s*$", line)
    if m:
        name = m.group(1)
    m = re.match(r"    (allowedPattern|maxChars): (.*\S)\s*$", line)
    if m and m.group(1) == "maxChars":
        longest[name] = int(m.group(2))
    elif m:
        patterns[name] = re.compile(m.group(2))
    if line.startswith("mainSteps"):
        break
assert set(patterns) == {"Verb", "Interfaces", "Options"} and set(longest) == {"Interfaces", "Options"}, patterns

GOOD = ("eni=eni-0abc,mac=02:00:00:00:02:32,ip4=10.0.2.50+10.0.2.51,pfx4=10.0.2.64/28,net4=10.0.2.0/24,"
        "ip6=2001:db8:0:2::50,pfx6=2001:db8:0:2:1::/80,net6=2001:db8:0:2::/64,table=20001")
OPTS = "wait=0,persist=none,netplan=no,table_name=,local_cidrs=172.17.0.0/16,strict=no"


def allowed(value, which):
    # SSM's own engine anchors at the very end; Python's $ would let one newline through
    return patterns[which].fullmatch(value) is not None and len(value) <= longest.get(which, len(value))


# ------------------------------------------------------------------------------------------ the oracle

def number(text, low, high):
    return re.fullmatch(r"0|[1-9][0-9]{0,8}", text) is not None and low <= int(text) <= high


def v4(text):
    if not re.fullmatch(r"(0|[1-9][0-9]{0,2})(\.(0|[1-9][0-9]{0,2})){3}", text):
        return None
    try:
        a = ipaddress.IPv4Address(text)
    except ValueError:
        return None
    return a if 1 <= int(str(a).split(".")[0]) <= 223 and not a.is_loopback and not a.is_link_local else None


def v6(text):
    if not re.fullmatch(r"[0-9a-f:]+", text):
        return None
    try:
        a = ipaddress.IPv6Address(text)
    except ValueError:
        return None
    h = a.exploded.replace(":", "")
    bad = h.startswith("0" * 16) or h[:2] in ("fe", "ff") or h.startswith("fd000ec2")
    return None if bad else a


def block(text, parse, low, high):
    address, slash, plen = text.partition("/")
    if not slash or not number(plen, low, high):
        return None
    a = parse(address)
    if a is None:
        return None
    try:
        return ipaddress.ip_network((a, int(plen)), strict=True)
    except ValueError:
        return None


def words(text, parse):
    out = [parse(w) for w in text.split("+")]
    return out if text and None not in out and len(set(map(str, out))) == len(out) else None


def interface(spec, used):
    d = {}
    for f in spec.split(","):
        k, eq, v = f.partition("=")
        if not eq or k in d:
            return False
        d[k] = v
    p = {
        "eni": lambda v: v if re.fullmatch(r"eni-[0-9a-z]{1,36}", v) else None,
        "mac": lambda v: v if re.fullmatch(r"[0-9a-f][02468ace](:[0-9a-f]{2}){5}", v) and v != "00:00:00:00:00:00" else None,
        "table": lambda v: v if number(v, 256, 29998) and not re.fullmatch(r"10..|10...|200[45]", v) else None,
        "ip4": lambda v: words(v, v4), "ip6": lambda v: words(v, v6),
        "pfx4": lambda v: words(v, lambda w: block(w, v4, 16, 32)), "pfx6": lambda v: words(v, lambda w: block(w, v6, 48, 128)),
        "net4": lambda v: block(v, v4, 8, 30), "net6": lambda v: block(v, v6, 40, 126),
    }
    o = {}
    for k, v in d.items():
        if k not in p:
            return False
        o[k] = p[k](v)
        if o[k] is None:
            return False
    if "mac" not in o:
        return False
    for ips, pfx, net in (("ip4", "pfx4", "net4"), ("ip6", "pfx6", "net6")):
        if net in o:
            # the script compares a prefix by its first address
            if any(a not in o[net] for a in o.get(ips, [])) or any(n.network_address not in o[net] for n in o.get(pfx, [])):
                return False
    mine = [o["mac"]] + [str(x) for k in ("ip4", "ip6", "pfx4", "pfx6") for x in o.get(k, [])]
    if any(m in used for m in mine):
        return False
    used.update(mine)
    return True


def options(text):
    d = {}
    if text == "":
        return True
    for f in text.split(","):
        k, eq, v = f.partition("=")
        if not eq or k in d:
            return False
        d[k] = v
    yn = lambda v: v in ("yes", "no")
    ok = {
        "wait": lambda v: number(v, 0, 600), "netplan": yn, "strict": yn, "force": yn,
        "persist": lambda v: v in ("auto", "none", "networkd", "nm", "ifupdown", "ifcfg", "wicked", "deferred"),
        "table_name": lambda v: v == "" or (re.fullmatch(r"[a-z][a-z0-9_-]{0,14}", v) is not None and v not in ("local", "main", "default", "unspec")),
        "local_cidrs": lambda v: v == "" or all((block(w, v6, 8, 128) if ":" in w else block(w, v4, 8, 32)) is not None for w in v.split("+")),
    }
    return all(k in ok and ok[k](v) for k, v in d.items())


def valid(verb, specs, opts):
    if verb not in ("apply", "verify", "cleanup", "stage") or not options(opts):
        return False
    if len(specs) > 4000 or len(opts) > 500:
        return False
    used, n = set(), 0
    for s in specs.split():
        if not interface(s, used):
            return False
        n += 1
    return n <= 15 and (n > 0 or verb == "cleanup")


# ------------------------------------------------------------------------------------------ the attack

META = list("$`\"'\\;&|<>(){}[]*?!#~%^@\n\t\r\0 \x7f\x1b") + ["\u00e9", "\u2028", "\U0001f600"]
PAYLOADS = ["$(touch %s)", "`touch %s`", "; touch %s;", "' ; touch %s ; '", "\" ; touch %s ; \"", "\n touch %s\n", "| touch %s",
            "&& touch %s", "$((a[$(touch %s)]))", "a[$(touch %s)]", "${x:=$(touch %s)}", "*", "?", "[a-z]*", "~", "../../etc/passwd",
            "-f", "--help", "%s%s%s%n", "\\x24\\x28", "=", "", "A" * 5000, "0x10", "1e3", "010.0.0.1", "00:00:00:00:00:00",
            "2001:db8::1%%eth0", "::ffff:10.0.2.50", "fe80::1", "127.0.0.1", "169.254.169.254", "0.0.0.0/0", "::/0", "10.0.2.0/0",
            "999999999999999999999", "-1", "+1", "main", "local", "255", "254", "0", "é", "{{ssm:x}}", "${AWS::Region}", "\0"]
SPECIAL = ["ip4=127.0.0.1", "ip4=169.254.169.254", "ip4=0.0.0.1", "ip4=224.0.0.1", "ip4=255.255.255.255", "ip4=10.0.02.50",
           "ip4=10.0.2.256", "ip4=10.0.2", "ip4=10.0.2.50+10.0.2.50", "ip6=fe80::1", "ip6=ff02::1", "ip6=::1", "ip6=::",
           "ip6=fd00:ec2::254", "ip6=2001:db8:1::2::3", "ip6=1:2:3:4:5:6:7", "ip6=1:2:3:4:5:6:7:8:9", "ip6=12345::1",
           "ip6=2001:db8::1+2001:db8:0::1", "pfx4=10.0.2.1/28", "pfx4=0.0.0.0/0", "pfx6=2001:db8::1/80", "pfx6=::/0",
           "net4=10.0.2.0/31", "net4=0.0.0.0/0", "net6=::/0", "table=255", "table=254", "table=101", "table=10001", "table=30200",
           "ip4=10.0.2.50", "ip6=2001:db8::50", "table=20001", "net4=10.0.2.0/24", "pfx6=2001:db8:0:1::/80"]


def hostile():
    p = rnd.choice(PAYLOADS)
    p = p.replace("%s", canary) if "touch" in p else p
    for _ in range(rnd.randrange(3)):
        i = rnd.randrange(len(p) + 1)
        p = p[:i] + rnd.choice(META) + p[i:]
    return p


def mutate(text):
    """Stays inside the allowed characters, so only the script can judge it."""
    alphabet = "0123456789abcdef:./+=,-xyz "
    t = list(text)
    for _ in range(rnd.choice((0, 1, 1, 1, 2, 3))):
        if not t:
            break
        i = rnd.randrange(len(t))
        what = rnd.randrange(4)
        if what == 0:
            t[i] = rnd.choice(alphabet)
        elif what == 1:
            t.insert(i, rnd.choice(alphabet))
        elif what == 2:
            del t[i]
        else:
            j = min(len(t), i + rnd.randrange(1, 6))
            t[i:j] = t[i:j] * rnd.randrange(0, 3)
    return "".join(t)


def run(shell, args):
    try:
        return subprocess.run(shell.split() + [script] + args, env=env, capture_output=True, timeout=20, stdin=subprocess.DEVNULL)
    except ValueError:
        return None  # a NUL cannot even be passed to a program


def told(r):
    d = json.loads(r.stdout.decode("ascii").splitlines()[-1])
    assert d["code"] == r.returncode and d["ok"] == (r.returncode == 0) and len(r.stdout) < 2500, r
    return d


bad = []
refused = accepted = legal = 0
for i in range(count):
    shell = shells[0] if i % 10 else shells[(i // 10) % len(shells)]
    verb, specs, opts = "apply", GOOD, OPTS
    if i % 2:
        where = rnd.randrange(5)
        if where == 0:
            verb = hostile()
        elif where == 1:
            fields = GOOD.split(",")
            k = rnd.randrange(len(fields))
            key, _, value = fields[k].partition("=")
            fields[k] = rnd.choice((key + "=" + hostile(), hostile() + "=" + value, key + "=" + value + hostile(), hostile()))
            specs = ",".join(fields)
        elif where == 2:
            fields = OPTS.split(",")
            k = rnd.randrange(len(fields))
            fields[k] = rnd.choice((fields[k] + hostile(), fields[k].split("=")[0] + "=" + hostile(), hostile()))
            opts = ",".join(fields)
        elif where == 3:
            specs = hostile()
        else:  # one bad character in an argument that is good without it, often at an end, where it hides best
            at = rnd.choice((0, len(GOOD), rnd.randrange(len(GOOD))))
            specs = GOOD[:at] + rnd.choice(META) + GOOD[at:]
    else:
        verb = rnd.choice(("apply", "verify", "cleanup", "stage"))
        if rnd.random() < 0.7:
            specs = mutate(GOOD)
        else:
            keep = [f for f in GOOD.split(",") if f.startswith("mac") or rnd.random() < 0.6]
            rnd.shuffle(keep)
            specs = mutate(",".join(keep))
        if rnd.random() < 0.1:  # well-formed, and still no address of an ENI
            specs = "mac=02:00:00:00:02:32," + rnd.choice(SPECIAL)
        if rnd.random() < 0.4:
            opts = ",".join(mutate(f) if rnd.random() < 0.3 else f for f in OPTS.split(","))
    if options(opts):  # accepted: then it must not really wait for an interface
        opts = re.sub(r"wait=[0-9]+", "wait=0", opts)
        if "wait=" not in opts:
            opts += "," * (opts != "") + "wait=0"
    through = allowed(verb, "Verb") and allowed(specs, "Interfaces") and allowed(opts, "Options")
    expect = through and valid(verb, specs, opts)
    r = run(shell, [verb, specs, opts])
    if r is None:
        if through:
            bad.append(("a NUL passed the pattern", verb, specs, opts))
        refused += 1
        continue
    try:
        told(r)
    except Exception as e:  # noqa: BLE001 - any shape of wrong answer is a finding
        bad.append(("not one line of JSON: %r" % e, shell, verb, specs, opts, r.stdout, r.stderr[-300:]))
        continue
    if r.returncode == 10:
        refused += 1
    else:
        accepted += 1
    legal += through
    if expect != (r.returncode != 10) or (not through and r.returncode != 10):
        bad.append(("pattern %s, oracle %s, script %d" % (through, expect, r.returncode), shell, verb, specs[:300], opts, r.stderr[-300:]))
    if os.path.exists(canary):
        bad.append(("THE CANARY RAN", shell, verb, specs, opts))
        os.unlink(canary)

print("%d thrown: %d refused with 10, %d accepted, %d had passed the pattern" % (count, refused, accepted, legal))
if accepted < count // 50 or legal - accepted < count // 50:
    bad.append(("the generator is one-sided: it proves nothing",))
for b in bad[:8]:
    print(*b, sep="\n   ")
print("%d wrong" % len(bad))
sys.exit(1 if bad else 0)
