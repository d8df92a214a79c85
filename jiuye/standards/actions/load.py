"""装载标准: the catalogue files of version 1 become rows, once. Art. 5."""

from datetime import datetime, time

from jiuye.lib import clock
from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.sessions import Session
from jiuye.standards import catalogue, models
from jiuye.standards.language import check
from jiuye.standards.storing import store


def load(number: int, *, by: Session) -> None:
    """Every expression is checked first. In force from the beginning of the day: what was handed in before
    the first version was there is judged by it too."""
    facts = catalogue.load_files(number)
    for rule in facts.rules.values():
        if rule.expression:
            check(rule.expression, rule.dataset, facts)
    with act("standards.load", by=by, why=f"第 {number} 版") as entry:
        if models.Version.objects.filter(number=number).exists():
            no(f"第 {number} 版标准已装载", code="S001").or_refuse()
        today = entry.at.astimezone(clock.ZONE).date()
        version = models.Version(
            number=number, effective_from=datetime.combine(today, time.min, clock.ZONE), published_at=entry.at,
            source="jiuye/standards/catalogue",
        )  # fmt: skip
        store(facts, version, entry)
