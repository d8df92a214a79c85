"""The master key and what is derived from it. The key lives outside the database: environment or data directory."""

import os

from cryptography.hazmat.primitives import hashes, hmac

from jiuye.lib.sealing import sm4_open, sm4_seal


class NoMasterKey(Exception):
    """The installation has no master key: nothing can be sealed or opened."""


def _subkey(purpose: str) -> bytes:
    text = os.environ.get("JIUYE_MASTER_KEY", "")
    if len(text) < 64:
        raise NoMasterKey("没有主密钥：请由 jiuye run 启动，或设置 JIUYE_MASTER_KEY（64 位十六进制）")
    mac = hmac.HMAC(bytes.fromhex(text), hashes.SM3())
    mac.update(purpose.encode())
    return mac.finalize()


def mac(purpose: str, data: bytes) -> bytes:
    """A keyed digest (HMAC-SM3, 32 bytes) that only this installation can make again."""
    made = hmac.HMAC(_subkey(purpose), hashes.SM3())
    made.update(data)
    return made.finalize()


class Mac:
    """`mac` of many values for one purpose: the context is copied rather than keyed anew."""

    def __init__(self, purpose: str) -> None:
        self._begun = hmac.HMAC(_subkey(purpose), hashes.SM3())

    def of(self, data: bytes) -> bytes:
        made = self._begun.copy()
        made.update(data)
        return made.finalize()


def wrap(purpose: str, plain: bytes) -> bytes:
    """Seal small secrets (data keys, second factors) under the master key; `purpose` is bound in."""
    return sm4_seal(_subkey(purpose)[:16], plain, purpose.encode())


def unwrap(purpose: str, wrapped: bytes) -> bytes:
    """Raises `lib.sealing.SealBroken` when altered or wrapped for another purpose."""
    return sm4_open(_subkey(purpose)[:16], bytes(wrapped), purpose.encode())
