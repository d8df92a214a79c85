"""One simulated department: signed questions in, signed answers out, faults on request. Loopback only."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from jiuye.lib import clock, signing
from jiuye.lib.signing import HmacSm3
from jiuye.partners.departments import DEPARTMENTS, Door
from jiuye.partners.faults import Fault
from jiuye.partners.register import Register

CITY = "jiuye"  # who asks
LARGEST = 64 * 1024


class Department(ThreadingHTTPServer):
    """port 0 takes a free one. `register`, `fault` and `asked` (questions answered) may be looked at by tests."""

    daemon_threads = True

    def __init__(self, code: str, key_id: str, secret: bytes, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.code, self.signer = code, HmacSm3(key_id, secret)
        self.doors = DEPARTMENTS[code]
        self.register, self.fault, self.asked = Register(), Fault(), 0
        self.last: dict[str, tuple[dict[str, str], bytes]] = {}  # by address, for those who replay
        self._nonces: dict[str, float] = {}
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def fresh(self, nonce: str) -> bool:
        """Was this nonce never used within the window? Remembers it."""
        now = time.monotonic()
        with self._lock:
            self._nonces = {n: t for n, t in self._nonces.items() if now - t < 2 * signing.WINDOW}
            known = nonce in self._nonces
            self._nonces[nonce] = now
            return not known

    @contextmanager
    def running(self) -> "Iterator[Department]":
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up is no fault of ours."""


# What is sent again and again: lines of a head that has no end, or a body without a length.
_ENDLESS: dict[str, dict[str, Any]] = {
    "huge": {"piece": b"\r\n" + b" " * 1_000_000, "times": 10, "pause": 0.0},
    "slow_headers": {"piece": b"X-Wait: 1\r\n", "times": 60, "pause": 0.25},
}


class _Handler(BaseHTTPRequestHandler):
    server: Department
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        if self.path == "/_fault":
            return self._admin(lambda told: self.server.fault.set(**told), body)
        if self.path == "/_register":
            return self._admin(self.server.register.entries.update, body)
        door = self.server.doors.get(self.path)
        if door is None:
            return self._plain(404, b"{}")
        headers = dict(self.headers.items())
        why = signing.doubt(self.server.signer, CITY, headers, self.path, body, now=clock.now())
        if why or not self.server.fresh(headers[signing.NONCE]):
            return self._plain(401, json.dumps({"refused": why or signing.REPLAYED}).encode())
        return self._answer(door, json.loads(body), headers[signing.NONCE])

    def do_GET(self) -> None:
        self._plain(200, b'{"alive": true}')

    def _admin(self, do: Any, body: bytes) -> None:
        try:
            do(json.loads(body))
        except (ValueError, TypeError) as e:
            return self._plain(400, str(e).encode())
        return self._plain(200, b"{}")

    def _answer(self, door: Door, question: dict[str, Any], nonce: str) -> None:
        mode = self.server.fault.take()
        self.server.asked += 1
        if mode == "slow":
            time.sleep(self.server.fault.seconds)
        elif mode == "down":
            self.close_connection = True
            return None
        elif mode == "error_500":
            return self._plain(500, b"Internal Server Error")
        elif mode == "too_many":
            return self._plain(429, b"Too Many Requests", {"Retry-After": "60"})
        elif mode in ("huge", "slow_headers"):
            return self._endless(b"HTTP/1.1 200 OK\r\n", **_ENDLESS[mode])
        elif mode == "garbage":
            return self._plain(200, bytes(range(256)))
        subject = question["asked"][door.subject]
        told: dict[str, Any] = {
            "contract": door.contract,
            "subject": signing.subject_digest(nonce, subject[::-1] if mode == "wrong_person" else subject),
            "answer": door.answer(question["asked"], self.server.register),
        }
        if mode == "changed_format":
            told = {"version": 2, "data": told["answer"]}
        elif mode == "unknown_code":
            told["answer"] = dict.fromkeys(told["answer"], "#")
        return self._signed(json.dumps(told, ensure_ascii=False).encode(), nonce, mode)

    def _signed(self, body: bytes, nonce: str, mode: str) -> None:
        signer = HmacSm3(self.server.signer.key_id, b"x" * 32) if mode == "lying_signature" else self.server.signer
        at = clock.now()
        if mode == "expired":
            at = at.replace(year=at.year - 1, day=1)
        headers = signing.stamp(signer, self.server.code, self.path, body, at=at, reply_to=nonce)
        if mode == "replayed":
            other = signing.stamp(signer, self.server.code, self.path, body, at=at, reply_to="0" * 32)
            headers, body = self.server.last.get(self.path, (other, body))
        else:
            self.server.last[self.path] = headers, body
        self._plain(200, body, headers, cut=mode == "truncated", slowly=mode == "trickle")

    def _endless(self, beginning: bytes, piece: bytes, times: int, pause: float) -> None:
        """An answer that does not come to its end while anybody waits."""
        self.close_connection = True
        self.wfile.write(beginning)
        for _ in range(times):
            self.wfile.write(piece)
            time.sleep(pause)

    def _plain(
        self, status: int, body: bytes, headers: dict[str, str] | None = None, *,
        cut: bool = False, slowly: bool = False,
    ) -> None:  # fmt: skip
        self.send_response(status)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if cut:
            self.close_connection = True
            body = body[: len(body) // 2]
        for byte in body if slowly else ():
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            time.sleep(0.5)
        if not slowly:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Addresses and numbers of bytes are nobody's business."""
