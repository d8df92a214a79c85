"""A flow changed in a draft: judged, shown in words, in force with its version. Art. 5, 6(2)."""

from typing import Any

import pytest

from jiuye.standards.catalogue import load_files
from jiuye.standards.changes import Change, apply, difference, flow_values
from jiuye.standards.drafting import may_change
from jiuye.standards.flowing import next_flow
from jiuye.standards.showing import show

pytestmark = [pytest.mark.article("5"), pytest.mark.article("6(2)")]
BASE = load_files(1)
GOOD = flow_values(BASE.flows["F020"])


def change(**told: Any) -> Change:
    return {"do": "set_flow", "flow_id": next_flow(BASE), "set": GOOD | told}


def test_every_flow_of_the_first_version_would_be_admitted() -> None:
    for flow in BASE.flows.values():
        verdict = may_change(BASE, {"do": "set_flow", "flow_id": "F999", "set": flow_values(flow)})
        assert verdict, (flow.flow_id, verdict.reason)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("S080", {"source": "job_seeking"}), ("S081", {"source_item": "no_such"}), ("S082", {"key": "employer_id"}),
        ("S083", {"differs": "perhaps"}), ("S084", {"value": "138"}), ("S087", {"source_item": "name"}),
        ("S087", {"target_item": "skills"}), ("S036", {"condition": "pg_sleep(1) = 1"}),
        ("S085", {"source": "unemployment_registration", "source_item": "registered_date", "value": "10",
                  "target": "training", "target_item": "trainee_category"}),
        ("S086", {"source": "unemployment_registration", "source_item": "registered_date", "value": "no",
                  "target": "training", "target_item": "trainee_category", "differs": "let"}),
    ],
)  # fmt: skip
def test_what_cannot_flow_is_refused(code: str, told: dict[str, Any]) -> None:
    assert may_change(BASE, change(**told)).code == code


def test_a_changed_flow_is_applied_found_again_and_told() -> None:
    one = {"do": "set_flow", "flow_id": "F020", "set": GOOD | {"in_use": False}}
    assert may_change(BASE, one)
    then = apply(BASE, [one])
    assert "F020" not in {f.flow_id for f in then.flows_into("job_seeking")}
    assert difference(BASE, then) == [one]
    assert show(one, BASE, then).lines[0].after.endswith("已停用")
    assert may_change(then, one).code == "S019"
