"""Each content once, sealed, found by what is in it; what was altered does not come back. Art. 2(4), 17."""

from pathlib import Path

import pytest

from jiuye.lib.store import Damaged, Folder, Store, digests

pytestmark = [pytest.mark.article("2(4)"), pytest.mark.article("17")]


def files(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file()]


def test_twice_is_once_and_nothing_lies_in_the_clear(tmp_path: Path) -> None:
    store = Store(Folder(tmp_path))
    told = store.put(b"a paper of somebody")
    assert store.put(b"a paper of somebody") == told == digests(b"a paper of somebody")
    assert store.get(told.sha256) == b"a paper of somebody"
    (only,) = files(tmp_path)
    assert b"somebody" not in only.read_bytes()
    assert only.stat().st_mode & 0o077 == 0


def test_altered_swapped_or_gone_is_found(tmp_path: Path) -> None:
    store = Store(Folder(tmp_path))
    one, other = store.put(b"one"), store.put(b"other")
    place, stranger = (next(p for p in files(tmp_path) if p.name == d.sha256) for d in (one, other))
    place.write_bytes(stranger.read_bytes())
    with pytest.raises(Damaged):
        store.get(one.sha256)
    flipped = bytearray(stranger.read_bytes())
    flipped[20] ^= 1
    stranger.write_bytes(bytes(flipped))
    with pytest.raises(Damaged):
        store.get(other.sha256)
    store.drop(one.sha256)
    for name in (one.sha256, "../../etc/passwd", "x" * 64):
        with pytest.raises(Damaged):
            store.get(name)
