"""Where an order began, as its `origin` says: a finding, a likeness, a citizen's report, another order."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from jiuye.records.purposes import PURPOSES

# Before the colon → how it reads, and the address the rest leads to ("" where there is none).
KINDS = {
    "finding": ("质量检查问题", "quality:findings"),
    "match": ("查重提示", ""),
    "report": ("本人异议", ""),
    "order": ("变更单", "maintenance:order"),
    "record": ("档案页面", ""),
    "lineage": ("沿革", "records:lineage"),
}


@dataclass(frozen=True)
class Origin:
    label: str
    ref: str
    url: str


def told(origin: str) -> Origin | None:
    """None for an order that began by itself, or whose origin says nothing known."""
    kind, _, ref = origin.partition(":")
    if kind not in KINDS:
        return None
    label, name = KINDS[kind]
    run = ref.partition("/")[0]
    try:
        said = "" if kind in ("order", "lineage") else ref
        return Origin(label, said, reverse(name, args=[run]) if name and run else "")
    except NoReverseMatch:
        return Origin(label, ref, "")


def purpose(origin: str) -> str:
    """What the record is opened for where an order begins from this: the inspection, or the report; "" for the rest,
    whose links carry the purpose they were followed under."""
    kind, _, ref = origin.partition(":")
    if kind == "finding":
        return f"{ref.partition('/')[0]} {KINDS[kind][0]}"
    return f"{PURPOSES['correct']}：{KINDS[kind][0]} {ref}" if kind == "report" else ""


def good(origin: str) -> str:
    """The origin a link brought, if it is one; "" otherwise. It may carry no personal number and no markup."""
    kind, _, ref = origin.partition(":")
    fits = kind in KINDS and len(ref) <= 80 and all(c.isalnum() or c in "-_/." for c in ref)
    return origin if fits else ""
