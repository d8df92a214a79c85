"""A catalogue into the rows of its version, under the entry of the act that loads or publishes it."""

from dataclasses import asdict

from pypinyin import Style, lazy_pinyin

from jiuye.parties.entry import Entry
from jiuye.standards import catalogue, models
from jiuye.standards.changes import length_text

_SAME = (
    "indicator_code", "data_type", "code_list", "required", "condition_zh", "condition", "substantive",
    "sensitivity", "protection", "seal_domain", "upkeep", "source", "in_extra",
)  # fmt: skip


def store(facts: catalogue.Catalogue, version: models.Version, under: Entry) -> None:
    """Everything of the catalogue as rows of `version`, which is put first."""
    under.put(version)
    _datasets(version, facts, under)
    _lists(version, facts, under)
    _rules(version, facts, under)
    under.put_many([models.Flow(version=version, **asdict(f)) for f in facts.flows.values()])


def _datasets(version: models.Version, facts: catalogue.Catalogue, entry: Entry) -> None:
    entry.put_many(
        [
            models.Dataset(
                version=version,
                name=name,
                label=catalogue.DATASETS.get(name, name),
                collected=name in catalogue.DATASETS,
            )
            for name in facts.items
        ]
    )
    every = [item for items in facts.items.values() for item in items.values()]
    entry.put_many(
        [
            models.Item(
                version=version,
                position=n,
                dataset=item.dataset,
                name=item.name,
                label=item.label,
                max_length=length_text(item),
                **{k: getattr(item, k) for k in _SAME},
            )
            for n, item in enumerate(every)
        ]
    )


def _lists(version: models.Version, facts: catalogue.Catalogue, entry: Entry) -> None:
    patterns = facts.open_lists
    names = dict.fromkeys([*facts.code_lists, *patterns, *facts.retired])
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
            models.Code(
                code_list=lists[name],
                code=code,
                label=one.label,
                initials=initials(one.label),
                retired=True,
                replaced_by=one.replaced_by,
            )
            for name, gone in facts.retired.items()
            for code, one in gone.items()
        ]
    )


def _rules(version: models.Version, facts: catalogue.Catalogue, entry: Entry) -> None:
    entry.put_many(
        [
            models.Rule(
                version=version,
                rule_id=r.rule_id,
                dataset=r.dataset,
                dimension=r.dimension,
                severity=r.severity,
                description=r.description,
                original=r.original,
                expression=r.expression,
                message=r.message,
                items=" ".join(r.items),
                not_yet=r.not_yet,
                time_dependent=r.time_dependent,
                source=r.source,
            )
            for r in facts.rules.values()
        ]
    )
    entry.put_many(
        [
            models.Parameter(
                version=version,
                name=p.name,
                label=p.label,
                value=p.value,
                value_type=p.value_type,
                unit=p.unit,
                kind=p.kind,
                basis=p.basis,
            )
            for p in facts.parameters.values()
        ]
    )


def initials(label: str) -> str:
    """Pinyin initials of a label, so that a code is chosen by typing 'sd' for 山东."""
    return "".join(lazy_pinyin(label, style=Style.FIRST_LETTER, errors="ignore")).lower()
