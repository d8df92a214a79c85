"""Where the server's socket lies: in the data directory, or in a short private one if that is too long."""

import contextlib
import os
import re
import tempfile
from pathlib import Path

from jiuye.server.account import Account
from jiuye.server.paths import Paths

# The system takes 107 bytes for the whole name, of which "/.s.PGSQL.65535" needs 15.
_LONGEST = 107 - 15
# The setting is a list with quoting rules of its own: directories that would need them are avoided.
_SIMPLE = re.compile(r"[A-Za-z0-9_./+@=-]+")


def socket_directory(paths: Paths, kept: str | None, account: Account | None) -> Path:
    """The directory, made and private to the server's account (and root). `kept`: the one used last time."""
    own = str(paths.socket)
    if len(own) <= _LONGEST and _SIMPLE.fullmatch(own):
        paths.socket.mkdir(mode=0o700, exist_ok=True)
        _give(paths.socket, account)
        return paths.socket
    if kept and _is_ours(Path(kept), account):
        return Path(kept)
    for base in (os.environ.get("XDG_RUNTIME_DIR"), "/run", "/tmp"):  # mkdtemp: nobody can be there before us
        if base and os.access(base, os.W_OK | os.X_OK) and (account is None or account.can_use(Path(base))):
            made = Path(tempfile.mkdtemp(prefix="jiuye-", dir=base))
            _give(made, account)
            return made
    raise FileNotFoundError("no place for the socket: /run and /tmp are closed")


def release(paths: Paths, kept: str | None) -> None:
    """Take away a directory outside the data directory, once the server is down."""
    if kept and Path(kept) != paths.socket:
        with contextlib.suppress(OSError):
            Path(kept).rmdir()


def _give(directory: Path, account: Account | None) -> None:
    if account:
        account.own(directory)
    directory.chmod(0o700)


def _is_ours(directory: Path, account: Account | None) -> bool:
    """Still there, and nobody else's (it may have been cleaned away, and its name taken)."""
    try:
        found = directory.lstat()
    except FileNotFoundError:
        return False
    owner = account.uid if account else os.geteuid()
    return directory.is_dir() and not directory.is_symlink() and found.st_uid == owner
