"""批量导入 by an employer itself: a small file, judged at once and handed in once. Art. 6(3)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import connection

from jiuye.collection import kept
from jiuye.collection.actions.import_batch import import_batch
from jiuye.collection.actions.submit import handed_in, key_of
from jiuye.collection.channels import BadFile
from jiuye.collection.counter import CHANNELS
from jiuye.collection.models import Submission
from jiuye.lib.verdict import Refused, no
from jiuye.parties.act import write_refusal
from jiuye.parties.sessions import Session

LARGEST = 1024 * 1024  # bytes; more is long work, and done at a window
_TOO_LARGE = no("文件超过 1 MB", code="C049", help="请分成几个文件，或到窗口导入。")


def import_own(dataset: str, upload: "UploadedFile[Any]", *, by: Session, draft: UUID) -> Submission:
    """Read, judge and hand in; rows of another employer are at fault. `draft`: the page's key; the same page handed in
    twice gives the same submission. Raises `Refused`, on file."""
    if (upload.size or 0) > LARGEST:
        write_refusal(by, ("collection.import_batch", dataset, None, "", ""), _TOO_LARGE)
        raise Refused(_TOO_LARGE)
    key = key_of(draft, by)
    path = kept.receive(upload)
    try:
        with _alone(key):
            if before := handed_in(key, by):
                return before
            told: dict[str, Any] = {"channel": CHANNELS[by.channel], "file_name": upload.name or "", "key": key}
            made, _ = import_batch(dataset, path, by=by, **told)
            kept.keep(path, key)
            return made
    except BadFile as bad:
        raise Refused(no(bad.message, code=f"F-{bad.code}")) from bad
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def _alone(key: UUID) -> Iterator[None]:
    """The same page handed in twice at one moment: one after the other."""
    with connection.cursor() as c:
        c.execute("select pg_advisory_lock(hashtextextended(%s, 1))", [str(key)])
        try:
            yield
        finally:
            c.execute("select pg_advisory_unlock(hashtextextended(%s, 1))", [str(key)])
