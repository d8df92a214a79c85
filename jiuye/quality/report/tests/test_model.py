"""The frozen Report: masking, refusals, canonical text, demands made from the figures. Art. 15."""

from dataclasses import replace
from datetime import datetime

import pytest

from jiuye.quality.report import FindingLine, check_code, from_json, masked, requirements, to_json
from jiuye.quality.report.tests.cases import GOALS, a_report, an_empty_report, indicators


def test_keys_are_masked() -> None:
    assert masked("371098199301011239") == "3710**********1239"
    assert masked("P1/13000000000") == "P1/1300***0000"
    assert masked("0190f2c4-aaaa-7bbb-8ccc-0123456789ab") == "0190f2c4-aaaa-7bbb-8ccc-0123456789ab"


@pytest.mark.parametrize("key", ["371098199301011239", "37109819930101123x", "371098930101123", "13000000000"])
def test_an_unmasked_example_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="R001"):
        FindingLine("R001", "…", "person", 1, (f"键 {key}",))


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="时区"):
        replace(a_report(), snapshot_at=datetime(2026, 3, 1))


@pytest.mark.parametrize("report", [a_report(), an_empty_report()])
def test_kept_and_read_again(report) -> None:  # type: ignore[no-untyped-def]
    text = to_json(report)
    again = from_json(text)
    assert again == report
    assert to_json(again) == text
    assert check_code(again) == check_code(report)


def test_any_figure_changes_the_check_code() -> None:
    report = a_report()
    other = replace(report, findings=(replace(report.findings[0], count=1), *report.findings[1:]))
    assert check_code(other) != check_code(report)


def test_a_field_at_its_default_leaves_the_code_alone() -> None:
    assert '"place"' not in to_json(a_report())


def test_demands_speak_only_of_what_was_found() -> None:
    assert [r[:4] for r in requirements(a_report())] == [
        "限期整改", "突出重点", "逐条核实", "补齐项目", "补录办件", "合并重复", "复测销号",
    ]  # fmt: skip
    assert [r[:4] for r in requirements(an_empty_report())] == ["保持成效"]
    clean = indicators(*[(1, 1)] * 3, *[(0, 1)] * (len(GOALS) - 3))
    assert [r[:4] for r in requirements(replace(an_empty_report(), overall=clean))] == ["保持成效"]


def test_demands_carry_the_figures() -> None:
    said = "\n".join(requirements(a_report()))
    for figure in ("2026年4月15日", "2026年4月30日", "5,256行次", "2,940行次", "1,501件", "447条"):
        assert figure in said


def test_findings_are_ordered_by_severity_rows_and_rule() -> None:
    order = [f.rule_id for f in a_report().ordered_findings]
    assert order == ["R094", "R004", "R095", "R092", "R211", "R089", "R001", "R013"]
