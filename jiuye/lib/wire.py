"""One question over HTTP, within a time that is counted as a whole. Everything that is no answer is a `Fault`."""

import http.client
import socket
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import TOO_MANY_REQUESTS
from urllib.parse import urlsplit

LARGEST = 64 * 1024


class Fault(Exception):
    """No answer that counts. `kind` is one of FAULTS; `status` what a server answered that said no, else 0."""

    def __init__(self, kind: str, status: int = 0) -> None:
        super().__init__(kind)
        self.kind, self.status = kind, status


# What may go wrong on the wire, in words; those of RETRIED may be over in a moment.
FAULTS = {
    "slow": "超时没有答复",
    "down": "连不上",
    "http": "对方系统报错",
    "pressed": "对方要求稍后再问",
    "truncated": "答复不完整",
    "format": "答复不合契约",
}
RETRIED = frozenset({"down", "http", "truncated"})


@dataclass(frozen=True)
class Reply:
    headers: Mapping[str, str]
    body: bytes


def post(address: str, path: str, body: bytes, headers: Mapping[str, str], *, until: float) -> Reply:
    """POST to `address`+`path`; `until` is a reading of time.monotonic(). Raises `Fault`."""
    return _ask("POST", address, path, body, headers, until)


def get(address: str, path: str = "", *, until: float) -> Reply:
    """GET, else as `post`."""
    return _ask("GET", address, path, None, {}, until)


def _ask(method: str, address: str, path: str, body: bytes | None, headers: Mapping[str, str], until: float) -> Reply:
    url = urlsplit(address)
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=_left(until))
    watch = threading.Timer(_left(until), _hang_up, [connection])
    watch.daemon = True
    watch.start()
    try:
        connection.request(method, url.path.rstrip("/") + path, body, dict(headers))
        response = connection.getresponse()
        _left(until)  # a head cut short by hanging up reads like one without headers
        if response.status != 200:
            raise Fault("pressed" if response.status == TOO_MANY_REQUESTS else "http", response.status)
        return Reply(dict(response.headers.items()), _read(connection, response, until))
    except (http.client.HTTPException, OSError) as e:
        raise Fault(_kind(e, until)) from e
    finally:
        watch.cancel()
        connection.close()


def _hang_up(connection: http.client.HTTPConnection) -> None:
    """When the time is over the call is, too: who hands out headers line by line would hold a place for hours."""
    with suppress(OSError):
        if connection.sock is not None:
            connection.sock.shutdown(socket.SHUT_RDWR)


def _kind(error: Exception, until: float) -> str:
    if isinstance(error, TimeoutError) or time.monotonic() >= until:
        return "slow"
    if isinstance(error, http.client.IncompleteRead):
        return "truncated"
    return "down" if isinstance(error, OSError) else "format"


def _read(connection: http.client.HTTPConnection, response: http.client.HTTPResponse, until: float) -> bytes:
    """The whole body: a server that hands it out byte by byte does not stretch the time."""
    told = response.headers.get("Content-Length", "0")
    if not (told.isascii() and told.isdigit()) or int(told) > LARGEST:
        raise Fault("format")
    body = b""
    while part := _part(connection.sock, response, until):
        body += part
        if len(body) > LARGEST:
            raise Fault("format")
    if "Content-Length" in response.headers and len(body) != int(told):
        raise Fault("truncated" if time.monotonic() < until else "slow")
    return body


def _part(sock: "socket.socket | None", response: http.client.HTTPResponse, until: float) -> bytes:
    if sock is not None:  # None: the last byte has come, and the connection ends with it
        sock.settimeout(_left(until))
    return response.read1(4096)


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise Fault("slow")
    return left
