"""A file handed in through the browser: received, tried or imported, and kept beside its submission."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile

from jiuye.collection import kept
from jiuye.collection.actions.import_batch import Trial, dry_run, import_batch
from jiuye.collection.actions.inherit import inherit
from jiuye.collection.channels import BadFile
from jiuye.collection.models import Submission
from jiuye.lib.verdict import Refused, no
from jiuye.parties.sessions import Session

T = TypeVar("T")


def hand_in(dataset: str, upload: "UploadedFile[Any]", *, by: Session, mapping: str) -> Submission:
    """Import what was uploaded. Raises `Refused`, also for a file that cannot be read; then nothing is kept."""
    path = kept.receive(upload)
    submission, _ = _or_refuse(
        path, lambda: import_batch(dataset, path, by=by, mapping=mapping, file_name=upload.name or "")
    )
    kept.keep(path, submission.pk)
    return submission


def try_out(dataset: str, upload: "UploadedFile[Any]", *, by: Session, mapping: str) -> Trial:
    """What importing it would give; the file is gone afterwards. Raises `Refused` as above."""
    path = kept.receive(upload)
    try:
        return _or_refuse(path, lambda: dry_run(dataset, path, by=by, mapping=mapping))
    finally:
        path.unlink(missing_ok=True)


def take_over(
    dataset: str, upload: "UploadedFile[Any]", *, by: Session, order_number: str, mapping: str
) -> Submission:
    """Take inherited data over under an order. Raises `Refused` as above."""
    path = kept.receive(upload)
    submission, _ = _or_refuse(
        path,
        lambda: inherit(
            dataset, path, by=by, order_number=order_number, mapping=mapping, file_name=upload.name or ""
        ),
    )
    kept.keep(path, submission.pk)
    return submission


def _or_refuse(path: Path, run: Callable[[], T]) -> T:
    """Whatever goes wrong, the file does not stay. A bad file's refusal is on file already."""
    try:
        return run()
    except BadFile as bad:
        path.unlink(missing_ok=True)
        raise Refused(no(bad.message, code=f"F-{bad.code}")) from bad
    except BaseException:
        path.unlink(missing_ok=True)
        raise
