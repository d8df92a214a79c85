"""Small matters: secrets, locks, ports, rotation, the layout."""

import json
import os
import socket
import threading
from pathlib import Path

import pytest

from jiuye.server.errors import ServerError
from jiuye.server.files import Patience, free_port, locked, rotate, write_json
from jiuye.server.keyring import LOGINS, Secrets
from jiuye.server.paths import Paths
from jiuye.server.tuning import as_file, settings


def test_data_directory_by_argument_environment_and_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    usual = Path("/var/lib/jiuye") if os.geteuid() == 0 else tmp_path.resolve() / ".local/share/jiuye"
    assert Paths.of().root == usual
    monkeypatch.setenv("JIUYE_DATA", str(tmp_path / "env"))
    assert Paths.of().root == tmp_path.resolve() / "env"
    assert Paths.of(tmp_path / "given").root == tmp_path.resolve() / "given"


def test_secrets_are_made_once_and_kept(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path)
    made = Secrets.load_or_create(paths)
    assert Secrets.load_or_create(paths) == made == Secrets.load(paths)
    assert set(made.logins) == set(LOGINS)
    assert len(made.master_key) == 32
    assert len({made.superuser, made.django_secret_key, *made.logins.values()}) == len(LOGINS) + 2
    assert paths.secrets.stat().st_mode & 0o777 == 0o600
    assert made.superuser not in repr(made)


def test_secrets_of_an_older_release_are_completed(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path)
    made = Secrets.load_or_create(paths)
    held = json.loads(paths.secrets.read_text())
    del held["logins"]["sealer"]
    write_json(paths.secrets, held)
    again = Secrets.load_or_create(paths)
    assert again.logins["sealer"]
    assert again.master_key == made.master_key


def test_damaged_secrets_are_not_replaced(tmp_path: Path) -> None:
    paths = Paths.of(tmp_path)
    paths.secrets.write_text('{"superuser": "')
    with pytest.raises(ServerError, match="已损坏"):
        Secrets.load_or_create(paths)
    assert paths.secrets.read_text() == '{"superuser": "'


def test_lock_keeps_others_out(tmp_path: Path) -> None:
    inside, most = 0, 0

    def enter() -> None:
        nonlocal inside, most
        with locked(tmp_path / "lock", Patience(10), "lock"):
            inside += 1
            most = max(most, inside)
            threading.Event().wait(0.05)
            inside -= 1

    threads = [threading.Thread(target=enter) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1
    with (
        locked(tmp_path / "lock", Patience(1), "lock"),
        pytest.raises(ServerError),
        locked(tmp_path / "lock", Patience(0.1), "lock"),
    ):
        pass


def test_free_port_is_the_preferred_or_the_next() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        assert taken < free_port(taken) <= taken + 100
    assert free_port(taken) == taken
    assert free_port() > 1023


def test_rotation_empties_in_place(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    with log.open("ab", buffering=0) as writer:
        for text in (b"one", b"two", b"three"):
            writer.write(text)
            rotate(log, limit=2, keep=2)
        writer.write(b"4")
        rotate(log, limit=2, keep=2)
    names = ("web.log", "web.log.1", "web.log.2")
    assert [(tmp_path / name).read_text() for name in names] == ["4", "three", "two"]
    assert not (tmp_path / "web.log.3").exists()


def test_settings_are_quoted() -> None:
    assert as_file({"b": "it's", "a": "1"}) == "a = '1'\nb = 'it''s'\n"
    assert settings({"fsync": "off"})["fsync"] == "off"
    assert 128 <= int(settings()["shared_buffers"].removesuffix("MB")) <= 2048
