"""`python -m jiuye.partners.sms`: a text-message gateway on loopback, for the demo and the tests.

It takes signed messages once each (docs/contracts/sms.md) and shows the last ones at /outbox, as phones would.
JIUYE_SMS_PORT, JIUYE_SMS_KEY say where and by which key.
"""

import html
import json
import os
import signal
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from jiuye.lib import clock, signing, sms

KEPT = 50  # messages an outbox shows
LARGEST = 16 * 1024


class Gateway(ThreadingHTTPServer):
    """port 0 takes a free one. messages: id → (moment, phone, text), the newest last; down: takes nothing."""

    daemon_threads = True

    def __init__(self, key: bytes, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.signer = signing.HmacSm3(sms.KEY_ID, key)
        self.messages: OrderedDict[str, tuple[str, str, str]] = OrderedDict()
        self.down = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def take(self, message_id: str, phone: str, text: str) -> None:
        """The same id again is the same message."""
        self.messages.setdefault(message_id, (f"{clock.now():%H:%M:%S}", phone, text))
        while len(self.messages) > KEPT:
            self.messages.popitem(last=False)

    @contextmanager
    def running(self) -> "Iterator[Gateway]":
        thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: Gateway

    def do_POST(self) -> None:
        body = self.rfile.read(min(int(self.headers.get("Content-Length") or 0), LARGEST))
        headers = dict(self.headers.items())
        why = signing.doubt(self.server.signer, sms.CITY, headers, self.path, body, now=clock.now())
        if self.path != sms.PATH or why:
            return self._answer(401, json.dumps({"refused": why or "path"}))
        if self.server.down:
            return self._answer(503, "{}")
        told = json.loads(body)
        self.server.take(told["id"], told["to"], told["text"])
        return self._answer(200, json.dumps({"id": told["id"], "taken": True}))

    def do_GET(self) -> None:
        rows = "".join(
            f"<li><b>{html.escape(phone)}</b> {at}<br>{html.escape(text)}</li>"
            for at, phone, text in reversed(self.server.messages.values())
        )
        page = f"<!doctype html><meta charset=utf-8><title>演示短信</title><h1>演示短信</h1><ul>{rows}</ul>"
        self._answer(200, page, "text/html; charset=utf-8")

    def _answer(self, status: int, text: str, kind: str = "application/json") -> None:
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: messages name people."""


def main() -> None:
    """Serve until SIGTERM."""
    stop = threading.Event()
    for sig in (signal.SIGTERM, signal.SIGINT):
        signal.signal(sig, lambda *_: stop.set())
    with Gateway(bytes.fromhex(os.environ["JIUYE_SMS_KEY"]), int(os.environ["JIUYE_SMS_PORT"])).running():
        stop.wait()


if __name__ == "__main__":
    main()
