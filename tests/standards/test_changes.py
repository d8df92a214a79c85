"""Applied exactly, found again exactly: whatever two versions differ in. Art. 5."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiuye.standards.catalogue import Catalogue, load_files
from jiuye.standards.changes import Change, apply, difference
from jiuye.standards.changing import item_added, rule_added, rule_changed
from jiuye.standards.drafting import may_change

pytestmark = pytest.mark.article("5")

BASE = load_files(1)
PLAIN = [i for i in BASE.items["person"].values() if i.protection != "sealed"]
TEXTS = [i for i in PLAIN if i.data_type == "string"]
LISTS = ["sex", "education", "marital_status", "skill_kind"]
RULES = [r for r in BASE.rules.values() if r.expression][:20]
PARAMETERS = [p for p in BASE.parameters.values() if p.value_type == "integer"]

words = st.text(alphabet="技能方向等级培训", min_size=1, max_size=8)
names = st.sampled_from([f"skill_{n}" for n in range(6)])
added = st.builds(
    item_added, st.sampled_from(["person", "employer"]), names, label=words,
    data_type=st.sampled_from(["string", "code", "date", "integer", "decimal"]),
    max_length=st.sampled_from(["", "8", "40", "12,2"]), code_list=st.sampled_from(["", *LISTS]),
    required=st.sampled_from(["yes", "no", "conditional"]), condition=st.sampled_from(["", "sex = '1'"]),
    condition_zh=st.sampled_from(["", "男性"]), substantive=st.booleans(),
    sensitivity=st.sampled_from(["public", "personal", "sealed"]), upkeep=st.just("handling"), source=st.just("市"),
)  # fmt: skip
eased = st.builds(
    lambda i, duty: {"do": "change_item", "dataset": i.dataset, "name": i.name,
                     "set": {"required": duty, "condition": "", "condition_zh": ""}},
    st.sampled_from(PLAIN), st.sampled_from(["yes", "no"]),
)  # fmt: skip
resized = st.builds(
    lambda i, n: {"do": "change_item", "dataset": i.dataset, "name": i.name, "set": {"max_length": str(n)}},
    st.sampled_from(TEXTS), st.integers(1, 200),
)  # fmt: skip
codes = st.sampled_from(["0", "1", "2", "90", "91", "92"])
given_code = st.builds(
    lambda name, code, label: {"do": "add_code", "list": name, "code": code, "label": label},
    st.sampled_from(LISTS), codes, words,
)  # fmt: skip
gone_code = st.builds(
    lambda name, code, heir: {"do": "retire_code", "list": name, "code": code, "replaced_by": heir},
    st.sampled_from(LISTS), codes, st.sampled_from(["", "1", "90", "91"]),
)  # fmt: skip
tightened = st.builds(
    lambda r, text: rule_changed(BASE, r.rule_id, expression=text, message="请核对。"),
    st.sampled_from([r for r in RULES if r.dataset == "person"]),
    st.sampled_from(["birth_date > today()", "name is null", "sex = '9' and name = ''"]),
)  # fmt: skip
new_rule = st.builds(
    lambda text: rule_added(
        BASE, dataset="person", dimension="准确性", severity="error", description="新", expression=text,
        message="请核对。", source="市"),
    st.sampled_from(["sex is null", "birth_date > today()"]),
)  # fmt: skip
tuned = st.builds(
    lambda p, n: {"do": "set_parameter", "name": p.name, "value": str(n)},
    st.sampled_from(PARAMETERS), st.integers(0, 99),
)  # fmt: skip
changes = st.lists(
    st.one_of(added, eased, resized, given_code, gone_code, tightened, new_rule, tuned), max_size=12
)  # fmt: skip


def whole(one: Catalogue) -> dict[str, Any]:
    """Everything a catalogue says, to be compared; empty groups say nothing."""
    told = dict(vars(one))
    told["retired"] = {k: v for k, v in one.retired.items() if v}
    return told


def admitted(base: Catalogue, wanted: list[Change]) -> Catalogue:
    for one in wanted:
        if may_change(base, one):
            base = apply(base, [one])
    return base


@given(changes, changes)
@settings(max_examples=60, deadline=None)
def test_difference_and_apply_are_exact(first: list[Change], second: list[Change]) -> None:
    a = admitted(BASE, first)
    b = admitted(a, second)
    found = difference(a, b)
    assert whole(apply(a, found)) == whole(b)
    assert difference(apply(a, found), b) == []
    assert difference(a, a) == []
    back = difference(BASE, b)
    assert whole(apply(BASE, back)) == whole(b), "from the base as well, whatever lay between"


def test_a_code_that_came_and_went_is_told_whole() -> None:
    came = {"do": "add_code", "list": "sex", "code": "92", "label": "其他"}
    went = {"do": "retire_code", "list": "sex", "code": "92", "replaced_by": "9"}
    b = admitted(BASE, [came, went])
    assert difference(BASE, b) == [came, went]
    assert whole(apply(BASE, difference(BASE, b))) == whole(b)


@given(changes)
@settings(max_examples=20, deadline=None)
def test_the_base_is_never_touched(wanted: list[Change]) -> None:
    before = whole(apply(BASE, []))
    admitted(BASE, wanted)
    assert whole(BASE) == before
