"""The facts of version 1: nothing half filled in, nothing that speaks of what is not there."""

import re

from jiuye.standards.catalogue import DATASETS, Item, load_files
from jiuye.standards.language.sealed import facts

CATALOGUE = load_files()
RULES = list(CATALOGUE.rules.values())


def test_a_rule_runs_or_says_what_it_waits_for() -> None:
    assert len(RULES) == 228
    for r in RULES:
        assert bool(r.expression) != bool(r.not_yet), r.rule_id
        assert r.not_yet == "" or r.not_yet.startswith("等待"), r.rule_id


def test_rules_that_read_the_clock_are_marked() -> None:
    for r in RULES:
        assert r.time_dependent == bool(re.search(r"\b(today|now)\(\)", r.original)), r.rule_id
        assert r.time_dependent or not re.search(r"\b(today|now)\(\)", r.expression), r.rule_id


def test_rules_speak_of_their_own_items() -> None:
    for r in RULES:
        assert r.items, r.rule_id
        assert set(r.items) <= CATALOGUE.items[r.dataset].keys(), r.rule_id


def shown(item: Item) -> set[str]:
    """What a message may show: the item itself, of a sealed one its facts."""
    if item.protection != "sealed":
        return {item.name}
    return {f"{item.name}_{fact}" for fact in facts(item)}


def test_messages_give_cause_and_remedy_and_show_nothing_sealed() -> None:
    for r in RULES:
        allowed = set().union(*(shown(i) for i in CATALOGUE.items[r.dataset].values()))
        assert set(re.findall(r"\{(\w+)\}", r.message)) <= allowed, r.rule_id
        assert "。" in r.message, r.rule_id
        assert r.message.endswith("。"), r.rule_id
        assert r.rule_id not in r.message


def test_only_conditional_items_have_conditions() -> None:
    without = {
        (d, i.name)
        for d in DATASETS
        for i in CATALOGUE.items[d].values()
        if i.required == "conditional" and not i.condition
    }
    # Two ask another dataset, which the one pass that counts cells does not; which kinds of subsidy must be
    # put on public notice the standard does not list.
    assert without == {
        ("person", "bank_account"), ("employer", "bank_account"), ("subsidy", "notice_start_date"),
    }  # fmt: skip
    assert not [i for d in DATASETS for i in CATALOGUE.items[d].values() if i.condition and i.required != "conditional"]


def test_divisions() -> None:
    current, ever = CATALOGUE.code_lists["division_all"], CATALOGUE.code_lists["division_all_years"]
    assert current.items() <= ever.items()
    assert CATALOGUE.code_lists["division"].keys() <= current.keys()
    assert CATALOGUE.code_lists["weihai_id_region"].keys() <= ever.keys()
