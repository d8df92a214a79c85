"""Values sealed by columns are what the library seals one by one (RFC 8998, SP 800-38D). Art. 17."""

import os

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from jiuye.lib import gcm
from jiuye.lib.sealing import SealBroken, Sealer

pytestmark = pytest.mark.article("17")

KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")


def by_the_library(nonce: bytes, plain: bytes, associated: bytes) -> bytes:
    enc = Cipher(algorithms.SM4(KEY), modes.GCM(nonce)).encryptor()
    enc.authenticate_additional_data(associated)
    return nonce + enc.update(plain) + enc.finalize() + enc.tag


def test_the_example_of_rfc_8998() -> None:
    nonce = bytes.fromhex("00001234567800000000ABCD")
    plain = b"".join(bytes([b]) * 8 for b in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    associated = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    (sealed,) = gcm.Columns(KEY).seal(nonce, [plain], associated[:4], associated[4:])
    assert sealed[12:].hex().upper() == (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )


@pytest.mark.parametrize("place", [0, 1, 15, 16, 17, 31, 32, 47])
def test_columns_of_every_length_are_what_the_library_makes(place: int) -> None:
    columns, where = gcm.Columns(KEY), os.urandom(place)
    for length in range(1, gcm.LONGEST + 1):
        count = 1 + length % 3
        nonces, rows = os.urandom(12 * count), os.urandom(16 * count)
        plains = [os.urandom(length) for _ in range(count)]
        assert columns.seal(nonces, plains, where, rows) == [
            by_the_library(nonces[12 * n : 12 * n + 12], plains[n], where + rows[16 * n : 16 * n + 16])
            for n in range(count)
        ]


def test_values_of_all_lengths_open_where_they_belong_and_nowhere_else() -> None:
    sealer, where = Sealer({3: KEY}, 3, bytes(32)), b"person\x1fname\x1f"
    plains = ["", "甲" * 30, *(f"{n:018}" for n in range(200)), *("x" * (n % 70) for n in range(700))]
    rows = [os.urandom(16) for _ in plains]
    sealed = sealer.seal_all(plains, where, rows)
    assert [sealer.open(s, where + row) for s, row in zip(sealed, rows, strict=True)] == plains
    assert len({s[5:17] for s in sealed}) == len(plains), "no nonce comes twice"
    for changed in (where + rows[0], b"person\x1falias\x1f" + rows[5]):
        with pytest.raises(SealBroken):
            sealer.open(sealed[5], changed)


def test_what_does_not_open_is_not_given_out() -> None:
    sealer = Sealer({3: KEY}, 3, bytes(32))
    sealer._columns = gcm.Columns(bytes(16))
    with pytest.raises(SealBroken):
        sealer.seal_all(["value"] * 60, b"", [bytes(16)] * 60)
