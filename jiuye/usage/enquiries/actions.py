"""查找: the search itself is an act. Art. 10(3)."""

from dataclasses import dataclass

from jiuye.lib.verdict import first_no
from jiuye.parties.act import act
from jiuye.parties.founding import MACHINE
from jiuye.parties.sessions import Session, standing_session
from jiuye.records import queries as records
from jiuye.records.hits import Hit, hit
from jiuye.records.purposes import on_file, stated
from jiuye.records.rules import may_search
from jiuye.usage.enquiries import alerts, queries, rules

WATCHED = 10  # every so many look-ups of a day one looks whether something is odd; the worker does in between


@dataclass(frozen=True)
class Found:
    """What a look-up shows, covered: `more` says that the limit cut the list, `by` what was compared."""

    hits: list[Hit]
    more: bool
    by: list[str]


def look_up(text: str, *, by: Session, why: str, place: str = "") -> Found:
    """Whatever the text may mean, within the asker's district, covered. The entry has the records shown among its
    subjects and the purpose; of the text it tells nothing. place: from where it was asked, as a digest.

    Raises `Refused` for a text too short, without a case or a purpose, and beyond the day's quota of the post."""
    with act("usage.look_up", by=by, why=on_file(why), detail={"place": place}) as entry:
        times = queries.looked_up_today()
        first_no(may_search(text), stated(why), rules.within_quota(times, queries.quota(by))).or_refuse()
        found = records.look_up(text, by=by)
        entry.saw(r.pk for r in found.records)
        hits = [hit(r) for r in found.records]
    if times % WATCHED == 0:
        alerts.raise_alerts(by=standing_session(MACHINE), staff=by.staff_id)
    return Found(hits, found.more, found.by)
