#!/usr/bin/env python3
"""The lab's own client and servers; standard library only. Run inside a namespace by `vpc exec`.

  listen PORT NAME                 accept TCP on every address, answer NAME and a line break
  who TIMEOUT_MS PORT ADDR...      one line an address: ADDR NAME, or ADDR nobody
  reach TIMEOUT_MS PORT ADDR...    one line an address: ADDR ok|fail
  watch PORT ADDR...               probe by TCP and ping every 20 ms until SIGTERM/SIGINT or stdin's end; print JSON
  loss SECONDS ADDR... FILE        ping every 20 ms from when FILE.begun is made until SECONDS are over and somebody has
                                   made FILE.over; print JSON {addr: {sent, lost}}
  loss-until ADDR...               the same until SIGTERM
  losses ADDR...                   the same until stdin's end
  appear TIMEOUT_MS PORT ADDR... -- CMD...   run CMD; print for each address the ms from before CMD to its first TCP
  imds FILE                        mock IMDSv2 on 169.254.169.254:80; FILE holds lines of `path value`
"""
import json
import os
import select
import signal
import socket
import struct
import sys
import threading
import time

PERIOD = 0.02


def family(address):
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def listen(port, name):
    s = socket.socket(socket.AF_INET6, socket.SOCK_STREAM)
    s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(("::", port))
    s.listen(512)
    while True:
        c, _ = s.accept()
        try:
            c.send(name.encode() + b"\n")
        except OSError:
            pass
        c.close()


def connect(address, port, timeout):
    s = socket.socket(family(address), socket.SOCK_STREAM)
    s.settimeout(timeout)
    try:
        s.connect((address, port))
        return True
    except OSError:
        return False
    finally:
        s.close()


def who(timeout, port, addresses):
    for a in addresses:
        try:
            with socket.create_connection((a, port), timeout) as s:
                print(a, s.makefile().readline().strip() or "nobody")
        except OSError:
            print(a, "nobody")


def reach(timeout, port, addresses):
    results = {}

    def one(a):
        results[a] = connect(a, port, timeout)

    threads = [threading.Thread(target=one, args=(a,)) for a in addresses]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    for a in addresses:
        print(a, "ok" if results[a] else "fail")


class Tcp:
    """One attempt each period, each abandoned after 250 ms; a success counts when the handshake is complete."""

    def __init__(self, address, port):
        self.target, self.open = (address, port), {}

    def send(self, now):
        s = socket.socket(family(self.target[0]), socket.SOCK_STREAM)
        s.setblocking(False)
        s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        try:
            s.connect(self.target)
        except BlockingIOError:
            pass
        except OSError:
            s.close()
            return 0
        self.open[s] = now
        return 0

    def poll(self, now):
        if not self.open:
            return 0
        _, ready, _ = select.select([], list(self.open), [], 0)
        hits = 0
        for s in ready:
            hits += s.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR) == 0
            del self.open[s]
            s.close()
        for s in [s for s, t in self.open.items() if now - t > 0.25]:
            del self.open[s]
            s.close()
        return hits


class Ping:
    def __init__(self, address):
        self.address, self.seq, self.v6 = address, 0, ":" in address
        proto = socket.IPPROTO_ICMPV6 if self.v6 else socket.IPPROTO_ICMP
        self.s = socket.socket(family(address), socket.SOCK_RAW, proto)
        self.s.setblocking(False)
        self.s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self.id = (os.getpid() * 7 + id(self) // 64) & 0xFFFF
        self.answered = set()

    def send(self, now):
        self.seq += 1
        kind = 128 if self.v6 else 8
        body = struct.pack("!BBHHH", kind, 0, 0, self.id, self.seq & 0xFFFF) + b"eni-failover-lab"
        if not self.v6:
            total = sum(struct.unpack("!%dH" % (len(body) // 2), body))
            total = (total >> 16) + (total & 0xFFFF)
            total += total >> 16
            body = body[:2] + struct.pack("!H", ~total & 0xFFFF) + body[4:]
        try:
            self.s.sendto(body, (self.address, 0))
        except OSError:
            pass  # no route, neighbour failed: this probe is lost, which is what is measured
        return 0

    def poll(self, now):
        hits = 0
        while True:
            try:
                data = self.s.recv(2048)
            except BlockingIOError:
                return hits
            except OSError:
                continue
            if not self.v6:
                data = data[(data[0] & 15) * 4:]
            kind, _, _, ident, seq = struct.unpack("!BBHHH", data[:8])
            if kind == (129 if self.v6 else 0) and ident == self.id and seq not in self.answered:
                self.answered.add(seq)
                hits += 1


def run(probes, done):
    """probes: name -> object. Returns name -> [sent, answered, longest gap in s, when it was over, on the wall clock]."""
    start = time.monotonic()
    stats = {n: [0, 0, 0.0, 0.0, start] for n in probes}
    tick = start
    while not done():
        now = time.monotonic()
        if now >= tick:
            for n, p in probes.items():
                p.send(now)
                stats[n][0] += 1
            tick += PERIOD
            if tick < now - 1:
                tick = now
        time.sleep(0.002)
        now = time.monotonic()
        for n, p in probes.items():
            hits = p.poll(now)
            if hits:
                s = stats[n]
                s[1] += hits
                if now - s[4] > s[2]:
                    s[2:4] = now - s[4], time.time()
                s[4] = now
    end = time.monotonic()
    for s in stats.values():
        if end - s[4] > s[2]:
            s[2:4] = end - s[4], time.time()
    return {n: s[:4] for n, s in stats.items()}


def at_end_of_stdin(stop):
    def read():
        try:
            while os.read(0, 4096):
                pass
        except OSError:
            pass
        stop.set()

    threading.Thread(target=read, daemon=True).start()


def watch(port, addresses):
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    at_end_of_stdin(stop)
    probes = {}
    for a in addresses:
        v = "6" if ":" in a else "4"
        probes["tcp%s %s" % (v, a)] = Tcp(a, port)
        probes["ping%s %s" % (v, a)] = Ping(a)
    print("watching", *addresses, file=sys.stderr, flush=True)
    stats = run(probes, stop.is_set)
    out = {}
    again = {}
    for name, (sent, answered, gap, over) in stats.items():
        kind, a = name.split()
        out.setdefault(kind, []).append({"address": a, "longest_gap_ms": round(gap * 1000), "sent": sent, "answered": answered})
        again[kind] = max(again.get(kind, 0), round(over * 1000))
    print(json.dumps({"period_ms": int(PERIOD * 1000), **{k: max(r["longest_gap_ms"] for r in v) for k, v in out.items()},
                      "again": again, "detail": out}), flush=True)


def loss(addresses, seconds=0, file=None, reads_stdin=False):
    """Until SIGTERM, the end of stdin or what FILE says. A probe that has no answer half a second after the end is lost."""
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    if reads_stdin:
        at_end_of_stdin(stop)
    probes = {a: Ping(a) for a in addresses}
    sent, got = {a: 0 for a in addresses}, {a: 0 for a in addresses}
    start = tick = time.monotonic()
    end = start + 1e9
    if file:
        open(file + ".begun", "w").close()
    while time.monotonic() < end + 0.5:
        now = time.monotonic()
        if stop.is_set():
            end = min(end, now)
        if now >= tick and now < end:
            if file and now > start + seconds and os.path.exists(file + ".over"):
                stop.set()
            for a, p in probes.items():
                p.send(now)
                sent[a] += 1
            tick += PERIOD
        time.sleep(0.002)
        for a, p in probes.items():
            got[a] += p.poll(now)
    print(json.dumps({a: {"sent": sent[a], "lost": sent[a] - got[a]} for a in addresses}))


def appear(timeout, port, addresses, command):
    import subprocess
    probes = {a: Tcp(a, port) for a in addresses}
    seen, tick = {}, 0
    start = time.monotonic()
    mover = subprocess.Popen(command) if command else None
    while len(seen) < len(addresses) and time.monotonic() < start + timeout:
        now = time.monotonic()
        if now >= tick:
            for a, p in probes.items():
                if a not in seen:
                    p.send(now)
            tick = now + 0.005
        time.sleep(0.001)
        for a, p in probes.items():
            if a not in seen and p.poll(now):
                seen[a] = time.monotonic()
    if mover and mover.wait() != 0:
        sys.exit("appear: the command failed")
    for a in addresses:
        print(a, round((seen[a] - start) * 1000) if a in seen else 99999)


def imds(path):
    from http.server import BaseHTTPRequestHandler, HTTPServer
    table = dict(line.rstrip("\n").split(" ", 1) for line in open(path) if " " in line)

    class Handler(BaseHTTPRequestHandler):
        def answer(self, code, text):
            self.send_response(code)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

        def do_PUT(self):
            if self.path == "/latest/api/token" and self.headers.get("X-aws-ec2-metadata-token-ttl-seconds"):
                self.answer(200, "lab-token==")
            else:
                self.answer(400, "")

        def do_GET(self):
            if self.headers.get("X-aws-ec2-metadata-token") != "lab-token==":
                self.answer(401, "")
            elif self.path in table:
                self.answer(200, table[self.path].replace("\\n", "\n"))
            else:
                self.answer(404, "")

        def log_message(self, *_):
            pass

    HTTPServer(("169.254.169.254", 80), Handler).serve_forever()


def main():
    verb, args = sys.argv[1], sys.argv[2:]
    if verb == "listen":
        listen(int(args[0]), args[1])
    elif verb == "reach":
        reach(int(args[0]) / 1000, int(args[1]), args[2:])
    elif verb == "who":
        who(int(args[0]) / 1000, int(args[1]), args[2:])
    elif verb == "appear":
        cut = args.index("--")
        appear(int(args[0]) / 1000, int(args[1]), args[2:cut], args[cut + 1:])
    elif verb == "loss-until":
        loss(args)
    elif verb == "losses":
        loss(args, reads_stdin=True)
    elif verb == "watch":
        watch(int(args[0]), args[1:])
    elif verb == "loss":
        loss(args[1:-1], float(args[0]), args[-1])
    elif verb == "imds":
        imds(args[0])
    else:
        sys.exit("net.py: unknown verb " + verb)


main()
