"""病毒查杀: clamd's INSTREAM as clamd(8) says it, against a server on a real socket that speaks it; and what is
said when there is no scanner, or one that does not work."""

import shutil
import socket
import struct
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from jiuye.lib import virus
from jiuye.lib.verdict import YES

pytestmark = [pytest.mark.article("17"), pytest.mark.article("2(4)")]
# The harmless file every scanner knows (EICAR), written so that this one is none.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


def _reads(line: socket.socket, count: int) -> bytes:
    got = b""
    while len(got) < count:
        part = line.recv(count - len(got))
        assert part, "the client hung up in the middle"
        got += part
    return got


def _stream(line: socket.socket) -> bytes:
    """What comes behind zINSTREAM: lengths in network order, chunks, an empty one."""
    assert _reads(line, 10) == b"zINSTREAM\0"
    data = b""
    while size := struct.unpack("!I", _reads(line, 4))[0]:
        data += _reads(line, size)
    return data


@contextmanager
def clamd(answer: bytes | None = None) -> Iterator[str]:
    """A server for one question; by itself it finds EICAR and nothing else."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            line, _ = listening.accept()
            with line:
                found = EICAR in _stream(line)
                line.sendall(answer if answer is not None else b"stream: Eicar-Signature FOUND\0" if found
                             else b"stream: OK\0")  # fmt: skip

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)


def asked(monkeypatch: pytest.MonkeyPatch, data: bytes, answer: bytes | None = None) -> object:
    with clamd(answer) as address:
        monkeypatch.setenv("JIUYE_CLAMD", address)
        return virus.scan(data)


def test_clean_and_eicar_over_the_socket(monkeypatch: pytest.MonkeyPatch) -> None:
    assert asked(monkeypatch, b"a paper" * 50_000) == YES
    assert asked(monkeypatch, EICAR) == virus.FOUND
    assert asked(monkeypatch, b"x" * 200_000 + EICAR) == virus.FOUND
    assert asked(monkeypatch, b"") == YES


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"stream: OK but not quite\0", b"UNKNOWN COMMAND\0"]
)
def test_what_is_no_answer_passes_nothing(monkeypatch: pytest.MonkeyPatch, answer: bytes) -> None:
    assert asked(monkeypatch, b"a paper", answer) == virus.UNDONE


@pytest.mark.parametrize("address", ["127.0.0.1:9", "/nowhere/clamd.ctl", "nonsense"])
def test_a_scanner_that_is_not_there_though_named_passes_nothing(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("JIUYE_CLAMD", address)
    assert virus.installed()
    assert virus.scan(b"a paper") == virus.UNDONE


def test_without_any_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JIUYE_CLAMD", raising=False)
    monkeypatch.setattr(virus, "SOCKETS", ())
    monkeypatch.setenv("PATH", "/nowhere")
    assert not virus.installed()
    assert virus.scan(EICAR) == YES


@pytest.mark.parametrize(("status", "verdict"), [(0, YES), (1, virus.FOUND), (2, virus.UNDONE)])
def test_the_command_s_status_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, verdict: object
) -> None:
    command = tmp_path / "clamscan"
    command.write_text(f"#!/bin/sh\ncat > /dev/null\nexit {status}\n")
    command.chmod(0o755)
    monkeypatch.delenv("JIUYE_CLAMD", raising=False)
    monkeypatch.setattr(virus, "SOCKETS", ())
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert virus.scan(b"a paper") == verdict


REAL = shutil.which("clamscan")


if REAL:

    def test_the_real_scanner_finds_eicar(tmp_path: Path) -> None:
        signatures = tmp_path / "test.ndb"
        signatures.write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
        command = [str(REAL), "--no-summary", f"--database={signatures}", "-"]
        assert subprocess.run(command, input=EICAR, capture_output=True).returncode == 1
