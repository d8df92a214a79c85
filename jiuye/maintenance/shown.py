"""Orders as the pages show them: the difference in words, the four hands, what may be done next and why not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from jiuye.lib import clock
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Verdict, first_no
from jiuye.maintenance import queries, rules
from jiuye.maintenance.actions.unmerge import Later, Merged
from jiuye.maintenance.models import Evidence, Line, Order
from jiuye.parties.pages import may
from jiuye.parties.queries import agency_names, hands_of
from jiuye.parties.sessions import Session
from jiuye.parties.weihai import DISTRICTS
from jiuye.records.added import spread
from jiuye.records.history import dataset_of, differences, read_back, values_of
from jiuye.records.models import Record
from jiuye.records.shown import show
from jiuye.records.timeline import Difference, in_words
from jiuye.standards.catalogue import NUMBERS, Item
from jiuye.standards.queries import catalogue
from jiuye.standards.wording import MARKS, dataset_label


@dataclass(frozen=True)
class Changes:
    """One line of an order in words; `here`: whether its record is within the reader's scope."""

    line: Line
    label: str
    number: str
    differences: list[Difference]
    faults: list[dict[str, str]]
    here: bool


@dataclass(frozen=True)
class Hand:
    """One of the four steps: done by whom and when, or whose turn it is."""

    label: str
    done: bool
    current: bool
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Paper:
    """A file of evidence; pages that can be looked at."""

    evidence: Evidence
    kind: str
    pages: Sequence[int]


def changes(order: Order) -> list[Changes]:
    """Every line, in the order they are written."""
    return [_changes(line) for line in queries.lines(order)]


def batch_rows(lines: Sequence[Line]) -> list[Changes]:
    """A page of a batch's lines."""
    records = queries.records_of(lines)
    return [_in_words(line, records.get(line.record_id)) for line in lines]


def _changes(line: Line) -> Changes:
    return _in_words(line, queries.record_of(line))


def _in_words(line: Line, record: Record | None) -> Changes:
    number = str(getattr(record, NUMBERS[line.dataset]) or "") if record is not None else ""
    faults = [f | dict(zip(("mark", "character"), MARKS[f["severity"]], strict=True)) for f in line.faults]
    return Changes(
        line, dataset_label(line.dataset), number, difference(record, line) if record is not None else [], faults,
        record is not None,
    )  # fmt: skip


def difference(record: Record, line: Line) -> list[Difference]:
    """A line's before and after on its record."""
    return in_words(record, differences(record, _stored(record, line.before), _stored(record, line.after)))


def _stored(record: Record, columns: dict[str, Any]) -> dict[str, Any]:
    fields = {f.attname: f for f in record._meta.concrete_fields}
    told = {c: read_back(fields[c], v) for c, v in columns.items()}
    return told | (spread(told["extra"], dataset_of(record), catalogue()) if "extra" in told else {})


def hands(order: Order) -> list[Hand]:
    """申报、审批、修改、复核, with the names on file."""
    taken = [
        ("申报", order.applied_by, order.applied_at), ("审批", order.decided_by, order.decided_at),
        ("修改", order.modified_by, order.modified_at), ("复核", order.rechecked_by, order.rechecked_at),
    ]  # fmt: skip
    turn = {"applied": "审批", "approved": "修改", "modified": "复核"}.get(order.state, "")
    return [Hand(label, at is not None, label == turn, who.name if who else "", at) for label, who, at in taken]


def batch_hands(order: Order) -> list[Hand]:
    """批量申请、省级批复、授权执行、复核, with the names on file."""
    labels = {"申报": "批量申请", "审批": "省级批复", "修改": "授权执行"}
    return [replace(h, label=labels.get(h.label, h.label)) for h in hands(order)]


def batch_counts(order: Order) -> dict[str, Any]:
    """How many rows, by district, agency and rule broken afterwards."""
    told = order.detail
    names = agency_names(list(told["agencies"]))
    return {
        "rows": told["rows"],
        "districts": [(d, DISTRICTS.get(d, d), n) for d, n in sorted(told["districts"].items())],
        "agencies": [(names.get(a, a) or "没有记经办机构", n) for a, n in sorted(told["agencies"].items())],
        "verdicts": sorted(told["verdicts"].items()),
    }


def asked(order: Order) -> str:
    """What a batch asks for, in a sentence."""
    ask, items = order.detail["ask"], catalogue().items[order.dataset]
    if ask["how"] == "file":
        labels = "、".join(items[n].label for n in ask["items"] if n in items)
        return f"按文件“{ask['file']}”逐份修改：{labels}（文件 SM3 {ask['sm3'][:16]}…）"
    where = f"，{DISTRICTS.get(ask['district'], ask['district'])}" if ask["district"] else ""
    said = [(items[ask[n]].label, _coded(items[ask[n]], ask[v])) for n, v in (("item", "value"), ("change", "to"))]
    (item, value), (change, to) = said
    return f"“{item}”{f'是“{value}”' if value else '为空'}的{where}，“{change}”{f'改为“{to}”' if to else '清空'}"


def _coded(item: Item, value: str) -> str:
    label = catalogue().code_lists.get(item.code_list or "", {}).get(value, "")
    return f"{value} {label}" if label else value


def allowed(order: Order, by: Session) -> dict[str, Verdict]:
    """Each step: may this session take it now, and if not, why."""
    mine = hands_of(by)
    carry = rules.CARRIED_OUT_BY[order.kind]
    return {
        "approve": first_no(may(by, "maintenance.approve"), rules.may_decide(order, "approved", mine)),
        "refuse": first_no(may(by, "maintenance.refuse"), rules.may_decide(order, "refused", mine)),
        "carry_out": first_no(may(by, carry), rules.may_modify(order, mine)),
        "show_value": may(by, "maintenance.show_value"),
        "recheck": first_no(may(by, "maintenance.recheck"), rules.may_recheck(order, mine)),
        "send_back": first_no(may(by, "maintenance.send_back"), rules.may_send_back(order, mine, by.post)),
        "apply_back": first_no(may(by, "maintenance.apply"), rules.may_reverse(order, altered=False)),
        "apply_unmerge": first_no(may(by, "maintenance.apply"), rules.may_be_unmerged(order)),
        "resume": first_no(may(by, "maintenance.apply"), rules.may_resume(order, hasattr(order, "resumed_by"))),
    }


def papers(order: Order) -> list[Paper]:
    kinds = catalogue().code_lists["material_kind"]
    return [
        Paper(
            e, kinds.get(e.material_kind, e.material_kind),
            range(1, min(e.page_count, 20) + 1) if e.mime_type in PICTURED else (),
        )
        for e in queries.evidence(order)
    ]  # fmt: skip


def row(order: Order) -> dict[str, Any]:
    """One order in a list."""
    late = order.state in ("applied", "approved", "modified") and order.due_on < clock.today()
    return {
        "order": order, "state": rules.STATE_LABELS[order.state], "kind": rules.KIND_LABELS[order.kind],
        "dataset": dataset_label(order.dataset), "late": late,
    }  # fmt: skip


def later(merged: Merged, posted: Mapping[str, str]) -> list[dict[str, Any]]:
    """What came after a merge, for the page that undoes it: what it is, whose it is, or the choice made so far."""
    return [{"fact": x, "said": x.owner or posted.get(x.key, ""), **_told(merged, x)} for x in merged.later]


def _told(merged: Merged, one: Later) -> dict[str, Any]:
    if one.tie is not None:
        row = one.tie.record
        return {"label": dataset_label(dataset_of(row)), "value": getattr(row, NUMBERS[dataset_of(row)]) or ""}
    value = show(merged.dataset, merged.kept.pk, one.item, values_of(merged.kept).get(one.item))
    return {"label": value.label, "value": value.text or "已清空"}
