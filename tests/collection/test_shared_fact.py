"""比对不一致 typed by a clerk: it stands unhandled until somebody says what became of it. Art. 6(4)."""

from datetime import timedelta

import pytest

from jiuye.collection import actions
from jiuye.front.demo import session_of
from jiuye.lib import clock
from jiuye.parties.sessions import scope
from jiuye.records import amending
from jiuye.records.models import Employer, Record, SharedFact
from jiuye.server.connect import Instance
from tests.clean import Row
from tests.handling.steps import SURE
from tests.own import steps

pytestmark = pytest.mark.article("6(4)")


def contradicted(uscc: str, **changed: str) -> SharedFact:
    """The answer of 市场监管 to a letter: the employer's name is another there."""
    long_ago = clock.now() - timedelta(days=90)
    row: Row = {
        "department": "50", "fact_kind": "501", "subject_kind": "2", "uscc": uscc, "fact_value": "名称不一致",
        "obtained_at": f"{long_ago:%Y-%m-%d %H:%M:%S}", "query_basis": "函〔2026〕1号", "match_result": "2", **changed,
    }  # fmt: skip
    one = actions.submit("shared_fact", row, by=session_of("clerk2"), confirmed=SURE)
    actions.accept(one, by=session_of("reviewer2"))
    with scope(session_of("reviewer2")):
        found: SharedFact = SharedFact.objects.get(submission_id=one.pk)
    return found


def breaks(record: Record, **changed: str) -> tuple[str, ...]:
    """What the stored record breaks as things stand now."""
    with scope(session_of("manager")):
        return amending.difference(record, changed).verdicts


def employer_of(uscc: str) -> Employer:
    with scope(session_of("manager")):
        found: Employer = Employer.objects.get(uscc=uscc)
    return found


def test_nobody_has_seen_to_it_yet(house: Instance) -> None:
    its = steps.employer()
    fact = contradicted(its["uscc"])
    assert (fact.handled_by, fact.handled_at, fact.verdicts) == (None, None, ["R212"])
    assert "R212" in breaks(fact)
    assert "R047" in breaks(employer_of(its["uscc"]))


def test_who_saw_to_it_and_when_is_what_was_typed(house: Instance) -> None:
    its = steps.employer()
    moment = f"{clock.now() - timedelta(days=80):%Y-%m-%d %H:%M:%S}"
    fact = contradicted(its["uscc"], handled_by="REVIEWER2", handled_at=moment)
    assert fact.handled_at is not None
    assert f"{fact.handled_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}" == moment
    assert "R212" not in breaks(fact)
    assert "R047" not in breaks(employer_of(its["uscc"]))
