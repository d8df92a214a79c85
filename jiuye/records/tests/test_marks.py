"""Before and after: what differs is marked, what is covered stays covered."""

import pytest

from jiuye.records import marks, purposes

OLD, NEW = "371098197904060046", "371098197906040042"
COVERED_OLD, COVERED_NEW = "3710**********0046", "3710**********0042"


def text(runs: marks.Runs) -> str:
    return "".join(part for part, _ in runs)


def test_plain_texts_mark_only_what_differs() -> None:
    found = marks.plain("1979-04-06", "1979-06-04")
    assert [part for part, differs in found.after if differs] == ["6", "4"]
    assert (text(found.before), text(found.after)) == ("1979-04-06", "1979-06-04")


def test_a_small_correction_of_a_sealed_number_shows_its_places() -> None:
    found = marks.sealed(OLD, NEW, COVERED_OLD, COVERED_NEW)
    assert text(found.before) == "3710*******4*60046"
    assert [part for part, differs in found.after if differs] == ["6", "4", "2"]
    assert not found.hidden


def test_another_number_altogether_shows_nothing_of_itself() -> None:
    found = marks.sealed("371098199308120029", "371099200101017777", "3710**********0029", "3710**********7777")
    assert (text(found.before), text(found.after)) == ("3710**********0029", "3710**********7777")
    assert found.hidden


def test_a_value_sealed_anew_is_no_change() -> None:
    found = marks.sealed(OLD, OLD, COVERED_OLD, COVERED_OLD)
    assert found.before == found.after
    assert not found.hidden


@pytest.mark.article("10(3)")
@pytest.mark.parametrize(
    ("case", "code"),
    [("", "J001"), (" 办", "J001"), ("事" * 101, "J002"), ("查 371098199308120029", "J003"), ("13800001234", "J003"),
     ("办理失业登记", "J007"), ("办理业务：失业登记", ""), ("答复咨询", ""), ("其他：看看", "J008"),
     ("BJ000000000017", ""), ("SL-20261123-000017", "")],
)  # fmt: skip
def test_looking_wants_a_case_that_is_no_personal_number(case: str, code: str) -> None:
    assert purposes.may_look(case).code == code
