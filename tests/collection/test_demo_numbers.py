"""The demo's number prefixes never enter a real installation. Art. 6(1)."""

from collections.abc import Callable

import pytest
from django.conf import settings

from jiuye.collection.counter import candidate, judge_candidate
from jiuye.parties.sessions import Session
from jiuye.records import judging
from tests.clean import person

pytestmark = pytest.mark.article("6(1)")


@pytest.mark.parametrize("demo", [True, False])
def test_a_demo_number_is_taken_in_the_demo_only(
    session: Callable[[str], Session], monkeypatch: pytest.MonkeyPatch, demo: bool
) -> None:
    monkeypatch.setattr(settings, "DEMO", demo)
    judging._statement.cache_clear()
    faults = judge_candidate(candidate("person", person(), by=session("clerk")))
    judging._statement.cache_clear()
    assert ("D01" in {f["rule_id"] for f in faults}) is not demo
