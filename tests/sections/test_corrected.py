"""A corrected value bears the correction as its origin, whatever it bore before. Art. 6(2), 9(3)."""

from typing import Any

import pytest

from jiuye.front.demo import session_of
from jiuye.maintenance import actions
from jiuye.parties.sessions import scope
from jiuye.records.models import JobSeeking
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.maintenance.steps import applied, approved
from tests.sections.steps import OTHER, filed, record_of, sought

pytestmark = [pytest.mark.article("6(2)"), pytest.mark.article("9(3)")]


def now(row: JobSeeking) -> Any:
    with scope(session_of("manager")):
        return JobSeeking.objects.get(pk=row.pk)


def test_it_says_so_and_the_others_stay(house: Instance, session: SessionOf) -> None:
    row = record_of(sought(filed().person_id or ""))
    before = (row.origins or {})["contact_phone"]
    for texts in ({"skills": "电工"}, {"contact_phone": OTHER}):
        order = applied(now(row), session, texts)
        approved(order, session)
        actions.modify(order, by=session("operator2"))
        actions.recheck(order, by=session("rechecker2"), note="属实")
        origins = now(row).origins or {}
        changed = origins[next(iter(texts))]
        assert (changed["said"], changed["strength"]) == ("申报更正", "30")
        assert "skills" in origins
        assert (origins["contact_phone"] == before) is ("skills" in texts)
