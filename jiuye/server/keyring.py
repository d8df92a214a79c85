"""The instance's secrets: passwords of the logins, Django's key, the master key. One file, mode 0600."""

import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass

from jiuye.server.errors import ServerError
from jiuye.server.files import Patience, locked, read_json, write_json
from jiuye.server.paths import Paths

LOGINS = ("owner", "app", "reader", "inspector", "sealer", "backup")


@dataclass(frozen=True, repr=False)
class Secrets:
    """superuser: password of the embedded server's superuser. logins: login → password.
    django_secret_key: text. master_key: 32 bytes, from which the rest of the house derives its keys.

    All random, as hexadecimal text in the file. No repr: it must not wander into a log.
    """

    superuser: str
    logins: Mapping[str, str]
    django_secret_key: str
    master_key: bytes

    @classmethod
    def load_or_create(cls, paths: Paths) -> "Secrets":
        """The secrets of a data directory, made at the first call; logins added by a release get theirs.

        Raises ServerError when the file is damaged, or gone while the cluster is still there: new keys could
        not open the sealed values.
        """
        with locked(paths.lock("secrets"), Patience(30), "等待另一个进程写完密钥文件"):
            held = read_json(paths.secrets)
            if held is None and paths.pg.exists():
                raise ServerError(f"密钥文件 {paths.secrets} 不见了而数据库还在：请从备份恢复该文件")
            if held is not None:
                paths.secrets.chmod(0o600)
            wanted = _complete(held or {})
            if wanted != held:
                write_json(paths.secrets, wanted)
        return cls._read(wanted)

    @classmethod
    def load(cls, paths: Paths) -> "Secrets":
        """The secrets of an existing data directory. Raises ServerError when there are none."""
        held = read_json(paths.secrets)
        if held is None:
            raise ServerError(f"没有密钥文件 {paths.secrets}；系统尚未启动过，请先执行 make run")
        return cls._read(_complete(held))

    @classmethod
    def _read(cls, held: Mapping[str, str | Mapping[str, str]]) -> "Secrets":
        return cls(
            superuser=str(held["superuser"]),
            logins=dict(held["logins"]),  # type: ignore[arg-type]
            django_secret_key=str(held["django_secret_key"]),
            master_key=bytes.fromhex(str(held["master_key"])),
        )


def _complete(held: Mapping[str, str | Mapping[str, str]]) -> dict[str, str | dict[str, str]]:
    """The file's content with whatever is missing drawn at random."""
    logins = dict(held.get("logins") or {})  # type: ignore[arg-type]
    return {
        "superuser": str(held.get("superuser") or randomness.token_hex(24)),
        "logins": {login: logins.get(login) or randomness.token_hex(24) for login in LOGINS},
        "django_secret_key": str(held.get("django_secret_key") or randomness.token_hex(32)),
        "master_key": str(held.get("master_key") or randomness.token_hex(32)),
    }
