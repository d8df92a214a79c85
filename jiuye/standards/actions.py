"""Writes of the standards room. Art. 5."""

from pypinyin import Style, lazy_pinyin

from jiuye.lib.verdict import no
from jiuye.parties.act import act
from jiuye.parties.entry import Entry
from jiuye.parties.sessions import Session
from jiuye.standards import catalogue, models
from jiuye.standards.language import check


def load(number: int, *, by: Session) -> None:
    """装载标准: the catalogue files of a version become rows, once. Every expression is checked first."""
    facts = catalogue.load_files(number)
    for rule in facts.rules.values():
        if rule.expression:
            check(rule.expression, rule.dataset, facts)
    with act("standards.load", by=by, why=f"第 {number} 版") as entry:
        if models.Version.objects.filter(number=number).exists():
            no(f"第 {number} 版标准已装载", code="S001").or_refuse()
        version = models.Version(
            number=number, effective_from=entry.at.date(), published_at=entry.at,
            source="jiuye/standards/catalogue",
        )  # fmt: skip
        entry.put(version)
        _datasets(version, number, entry)
        _lists(version, number, facts, entry)


def _datasets(version: models.Version, number: int, entry: Entry) -> None:
    rows = catalogue.rows(number, "items")
    names = list(dict.fromkeys(r["dataset"] for r in rows))
    entry.put_many(
        [
            models.Dataset(
                version=version, name=name, label=catalogue.DATASETS.get(name, name),
                collected=name in catalogue.DATASETS,
            )
            for name in names
        ]
    )
    entry.put_many(
        [
            models.Item(
                version=version, position=n, dataset=r["dataset"], name=r["name_en"], label=r["name_zh"],
                substantive=r["must_be_substantive"] == "yes",
                **{k: r[k] for k in (
                    "indicator_code", "data_type", "max_length", "code_list", "required", "condition_zh",
                    "condition", "sensitivity", "protection", "seal_domain", "upkeep", "source",
                )},
            )
            for n, r in enumerate(rows)
        ]
    )


def _lists(version: models.Version, number: int, facts: catalogue.Catalogue, entry: Entry) -> None:
    patterns = facts.open_lists
    names = [*facts.code_lists, *(p for p in patterns if p not in facts.code_lists)]
    lists = {
        name: models.CodeList(
            version=version, name=name, pattern=patterns.get(name, ""), size=len(facts.code_lists.get(name, {}))
        )
        for name in names
    }
    entry.put_many(list(lists.values()))
    entry.put_many(
        [
            models.Code(code_list=lists[name], code=code, label=label, initials=initials(label))
            for name, codes in facts.code_lists.items()
            for code, label in codes.items()
        ]
    )
    entry.put_many(
        [
            models.Rule(
                version=version, rule_id=r.rule_id, dataset=r.dataset, dimension=r.dimension,
                severity=r.severity, description=r.description, original=r.original, expression=r.expression,
                message=r.message, items=" ".join(r.items), not_yet=r.not_yet,
                time_dependent=r.time_dependent, source=r.source,
            )
            for r in facts.rules.values()
        ]
    )
    entry.put_many(
        [
            models.Parameter(
                version=version, name=p.name, label=p.label, value=p.value, value_type=p.value_type,
                unit=p.unit, kind=p.kind, basis=p.basis,
            )
            for p in facts.parameters.values()
        ]
    )


def initials(label: str) -> str:
    """Pinyin initials of a label, so that a code is chosen by typing 'sd' for 山东."""
    return "".join(lazy_pinyin(label, style=Style.FIRST_LETTER, errors="ignore")).lower()
