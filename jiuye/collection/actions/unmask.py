"""显示敏感项: one sealed value of one submission, shown once to whoever has the case before him. Art. 10(3)."""

from jiuye.collection import queries
from jiuye.collection.models import Submission
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.records.keys import sealer
from jiuye.records.seal import open_item
from jiuye.standards.queries import catalogue


def unmask(submission: Submission, item: str, *, by: Session) -> str:
    """The value of one sealed item of a window submission. The entry names the item and, as the reason, the
    case; never the value. Raises `Refused` when there is no such value or the case is not his to see."""
    known = catalogue().items[submission.dataset].get(item)
    with act("records.unmask", by=by, on=submission, why=submission.number, items=[item]):
        row = queries.staged_row(submission, by) if known and known.protection == "sealed" else None
        if row is None or row[item] is None:
            no("这一项没有可以显示的内容", code="C009").or_refuse()
        assert row is not None
        return open_item(submission.dataset, row["id"], item, row[item], sealer())
