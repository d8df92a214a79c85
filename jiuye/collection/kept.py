"""The files people handed in, kept as they came beside their submissions, readable by this service only."""

import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from jiuye.collection.channels import Limits
from jiuye.lib.verdict import no

SUFFIXES = (".csv", ".xlsx")
PRIVATE = 0o600
_INCOMING = "in-"


def receive(upload: "UploadedFile[Any]") -> Path:
    """Put an upload into the directory under a name of ours. Raises `Refused` when it is too big."""
    if (upload.size or 0) > Limits().bytes:
        size = Limits().bytes // 1024 // 1024
        no(f"文件超过 {size} MB，请拆成几个文件分别上传。", code="F-too_big").or_refuse()
    handle, name = tempfile.mkstemp(prefix=_INCOMING, suffix=_suffix(upload.name or ""), dir=_folder())
    with os.fdopen(handle, "wb") as out:  # mkstemp gives mode 0600
        for chunk in upload.chunks():
            out.write(chunk)
    return Path(name)


def keep(path: Path, submission: UUID) -> None:
    """From now on it belongs to the submission."""
    path.chmod(PRIVATE)
    path.rename(_folder() / f"{submission}{path.suffix}")


def find(submission: UUID) -> Path | None:
    """The file of a submission; None when it was not handed in here."""
    return next((p for s in SUFFIXES if (p := _folder() / f"{submission}{s}").exists()), None)


def drop(submission: UUID) -> None:
    """Nothing came of it: away with the file."""
    if (path := find(submission)) is not None:
        path.unlink(missing_ok=True)


def all_kept() -> dict[UUID, Path]:
    """Every file that belongs to a submission, or was to."""
    return {UUID(p.stem): p for p in _folder().iterdir() if not p.name.startswith(_INCOMING)}


def unnamed(before: datetime) -> list[Path]:
    """Uploads that never came to belong to anything, last written before that moment."""
    found = _folder().glob(f"{_INCOMING}*")
    return [p for p in found if p.stat().st_mtime < before.timestamp()]


def _suffix(name: str) -> str:
    """What the file says it is; what it is, its bytes say (`channels.open_table`)."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".csv"


def _folder() -> Path:
    folder: Path = settings.FILES / "handed-in"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
