"""追查: which exports a fragment found outside can come from. Looking is an act of the supervision. Art. 11, 20(4)."""

from collections.abc import Sequence

from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.usage.exports import queries
from jiuye.usage.exports.tracing import Digests, Likely, can_come_from, lines_of


def trace_export(fragment: str, *, by: Session, why: str) -> Sequence[Likely]:
    """The exports with most of its lines, those in the same order first. What was pasted is kept nowhere. Raises
    `Refused` without a reason or a line to look for."""
    with act("usage.trace_export", by=by, why=why) as entry:
        del entry
        if len(why.strip()) < 4:
            no("请写明为什么追查（至少 4 个字）", code="U040").or_refuse()
        lines = lines_of(fragment)
        if not lines:
            no("请粘贴外泄的内容，一行一条", code="U041").or_refuse()
        digests = Digests()
        found = [can_come_from(e, queries.traces(e), lines, digests) for e in queries.left()]
    return sorted((f for f in found if f.lines), key=lambda f: (not f.ordered, -f.lines))[:20]
