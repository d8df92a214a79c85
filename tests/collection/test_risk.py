"""The queue: risk in plain reasons, badges, ageing, filters; what waits about a record is shown on it. Art. 7."""

from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from jiuye.collection import actions, queries, risk
from jiuye.collection.queries import Asked
from jiuye.collection.terms import SIGNS, terms
from jiuye.front.middleware import COOKIE
from jiuye.lib.workdays import workdays_since
from jiuye.parties.sessions import scope
from jiuye.records.models import Person
from jiuye.server.connect import Instance
from tests.book import SessionOf
from tests.clean import person, persons
from tests.collection.steps import ODD, handed_in, imported

pytestmark = pytest.mark.article("7")


def signs(session: SessionOf, key: object) -> tuple[str, int, list[str]]:
    by = session("reviewer")
    with scope(by):
        found = next(w for w in queries.queue(by, Asked()).rows if w.submission.pk == key)
    return found.level, found.points, [r.sign for r in found.reasons]


def test_every_sign_has_its_weight_in_the_standard(house: Instance) -> None:
    said = terms()
    assert set(said.weights) == set(SIGNS)
    assert all(said.weights.values())
    assert 0 < said.middle < said.high


def test_a_plain_one_is_low_and_a_question_counts(house: Instance, session: SessionOf) -> None:
    plain = handed_in(session)
    odd = actions.submit("person", person(**ODD), by=session("clerk2"), confirmed=["R031"])
    assert signs(session, plain.pk) == ("low", 0, [])
    assert signs(session, odd.pk) == ("low", terms().weights["question"], ["question"])


def test_who_is_sent_back_often_is_looked_at_more(house: Instance, session: SessionOf) -> None:
    reviewer = session("outreviewer")
    for n in range(6):
        s = handed_in(session, by="outsider")
        if n < 3:
            actions.return_(s, by=reviewer, code="50", note="请改")
        else:
            actions.accept(s, by=reviewer)
    s = handed_in(session, by="outsider")
    assert s.signs == {"returns": 50}
    level, points, reasons = signs(session, s.pk)
    assert (level, points, reasons) == ("middle", terms().weights["returns"], ["returns"])


def test_the_queue_is_sorted_and_narrowed_by_it(house: Instance, session: SessionOf) -> None:
    by = session("reviewer")
    with scope(by):
        whole = queries.queue(by, Asked(order="risk")).rows
        assert [w.points for w in whole] == sorted((w.points for w in whole), reverse=True)
        middle = queries.queue(by, Asked(level=risk.MIDDLE)).rows
        assert {w.level for w in middle} == {"middle"}
        assert list(queries.queue(by, Asked(mark="doubt")).rows) == []
        first = whole[0]
        key = f"{first.submission.due_on}_{first.points}_{first.submission.pk}"
        rest = queries.queue(by, Asked(order="risk", after=key))
        assert [w.submission.pk for w in rest.rows] == [w.submission.pk for w in whole[1:]]


@pytest.mark.parametrize("after", ["x", "2026-01-01_x_y", "2026-01-01_1_", "_", "9999-99-99_1_x"])
def test_a_page_key_that_means_nothing_is_the_first_page(house: Instance, session: SessionOf, after: str) -> None:
    by = session("reviewer")
    with scope(by):
        assert queries.queue(by, Asked(after=after)).rows


def test_workdays_by_the_national_calendar() -> None:
    assert workdays_since(date(2026, 9, 30), date(2026, 10, 8)) == 1  # seven days of holiday
    assert workdays_since(date(2026, 3, 2), date(2026, 3, 2)) == 0


def page(session: SessionOf, who: str, address: str) -> str:
    client = Client(SERVER_NAME="localhost")
    client.cookies[COOKIE] = session(who).token
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_the_pages_say_it(house: Instance, session: SessionOf) -> None:
    s = handed_in(session, by="outsider")
    shown = page(session, "reviewer", "/collection/queue?order=risk&level=middle&mark=x&dataset=nonsense")
    assert "经办近期退回偏多，提交时近期退回率" in shown
    assert "个工作日" in shown
    assert "全部由人审核" in shown
    assert "经办近期退回偏多" in page(session, "reviewer", f"/collection/{s.pk}")
    assert "由系统通过的" in page(session, "reviewer", "/collection/queue?passed=1")


def test_what_waits_about_a_record_is_shown_on_it(house: Instance, session: SessionOf, tmp_path: Path) -> None:
    typed = person()
    actions.accept(actions.submit("person", typed, by=session("clerk2")), by=session("reviewer2"))
    with scope(session("manager")):
        stored = Person.objects.order_by("-id").first()
    assert stored is not None
    address = f"/records/person/{stored.pk}?case=核对审核：核对待审"
    assert 'id="pending"' not in page(session, "reviewer2", address)
    again = persons(1)[0] | {n: v for n, v in typed.items() if n in ("id_number", "name", "birth_date", "sex")}
    batch = imported(session, tmp_path / "p.csv", [again])
    shown = page(session, "reviewer2", address)
    assert batch.number in shown
    actions.return_(batch, by=session("reviewer2"), code="30", note="已有档案")
    assert batch.number not in page(session, "reviewer2", address)
