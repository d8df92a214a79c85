"""先试一遍: a file uploaded through the browser, judged and gone again. Handing in is long work (`collection.jobs`)."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile

from jiuye.collection import kept
from jiuye.collection.actions.import_batch import Trial, dry_run
from jiuye.collection.channels import BadFile
from jiuye.lib.verdict import Refused, no
from jiuye.parties.sessions import Session


def try_out(dataset: str, upload: "UploadedFile[Any]", *, by: Session, mapping: str) -> Trial:
    """What importing it would give; the file is gone afterwards. Raises `Refused`, on file already, also for a
    file that cannot be read."""
    path = kept.receive(upload)
    try:
        return dry_run(dataset, path, by=by, mapping=mapping)
    except BadFile as bad:
        raise Refused(no(bad.message, code=f"F-{bad.code}")) from bad
    finally:
        path.unlink(missing_ok=True)
