"""A look by ClamAV where it is: clamd over its socket (INSTREAM, clamd(8)), or the command. Art. 17.

JIUYE_CLAMD names the socket (a path, or host:port); without it the usual places are tried.
"""

import os
import shutil
import socket
import struct
import subprocess
from pathlib import Path

from jiuye.lib.verdict import YES, Verdict, no

SECONDS = 60
CHUNK = 64 * 1024
SOCKETS = ("/run/clamav/clamd.ctl", "/var/run/clamd.scan/clamd.sock")
_FOUND = 1  # clamscan's exit status for a virus
FOUND = no("文件里查出病毒，没有收下", code="A012", help="请用干净的设备重新扫描后再传。")
UNDONE = no("病毒查杀没有完成，文件没有收下", code="A013", help="请稍后再传，或告诉信息机构运维岗。")


def installed() -> bool:
    return _socket() is not None or _command() is not None


def scan(data: bytes) -> Verdict:
    """No when a virus was found, or when the scanner that is there did not work; yes otherwise."""
    try:
        if (address := _socket()) is not None:
            return _asked(address, data)
        if (command := _command()) is not None:
            return _run(command, data)
    except (OSError, subprocess.TimeoutExpired):
        return UNDONE
    return YES


def _socket() -> str | None:
    named = os.environ.get("JIUYE_CLAMD", "")
    return named or next((s for s in SOCKETS if Path(s).is_socket()), None)


def _command() -> str | None:
    return shutil.which("clamdscan") or shutil.which("clamscan")


def _run(command: str, data: bytes) -> Verdict:
    done = subprocess.run([command, "--no-summary", "-"], input=data, capture_output=True, timeout=SECONDS)
    return {0: YES, _FOUND: FOUND}.get(done.returncode, UNDONE)


def _asked(address: str, data: bytes) -> Verdict:
    """zINSTREAM: chunks behind their length in four bytes, an empty one ends; one reply that ends in NUL."""
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(data), CHUNK):
            part = data[at : at + CHUNK]
            line.sendall(struct.pack("!I", len(part)) + part)
        line.sendall(struct.pack("!I", 0))
        said = b""
        while not said.endswith(b"\0") and (more := line.recv(4096)):
            said += more
    told = said.rstrip(b"\0").decode(errors="replace").strip()
    if told.endswith(" FOUND"):
        return FOUND
    return YES if told == "stream: OK" else UNDONE


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(SECONDS)
        line.connect(address)
        return line
    host, _, port = address.rpartition(":")
    if not (port.isascii() and port.isdigit()):
        raise OSError(address)
    return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
