"""回执: the number and code by which anyone may check that a receipt is genuine. Art. 6(3)."""

import base64
import secrets

from jiuye.collection.models import Submission
from jiuye.lib import vault
from jiuye.parties.act import act
from jiuye.parties.sessions import Session, scope


def code_of(submission: Submission) -> str:
    """XXXX-XXXX-XXXX: a keyed digest of the submission's key, number and moment, in letters and digits 2 to 7."""
    return check_code(f"{submission.pk}|{submission.number}|{submission.submitted_at.timestamp():.6f}")


def check_code(told: str) -> str:
    """XXXX-XXXX-XXXX for whatever a paper says of itself."""
    text = base64.b32encode(vault.mac("receipt", told.encode())).decode()[:12]
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def check_receipt(number: str, code: str, by: Session) -> Submission | None:
    """核验回执: the submission a genuine receipt speaks of, or None; that somebody was told is on file.
    `by`: who may look for it, the machine."""
    with scope(by):
        found = Submission.objects.filter(number=number.strip().upper()).first()
    plain = "".join(c for c in code.upper() if c.isalnum())
    if found is None or not secrets.compare_digest(code_of(found).replace("-", ""), plain):
        return None
    with act("collection.check_receipt", by=by, on=found, channel="web"):
        return found
