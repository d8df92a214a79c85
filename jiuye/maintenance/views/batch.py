"""批量修改: begun by a condition or a file, its whole difference page by page, the province's
document, the next step. Art. 9(3)."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.lib.verdict import Refused, first_no
from jiuye.maintenance import actions, asking, batch_rules, jobs, queries, rules, shown
from jiuye.maintenance.batch_rules import SCAN, Document
from jiuye.maintenance.models import Order
from jiuye.maintenance.views.base import Room, Subject
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import may
from jiuye.parties.queries import hands_of
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.custody.papers import LARGEST, File
from jiuye.standards.catalogue import DATASETS, NUMBERS
from jiuye.standards.queries import catalogue


class ProposeBatch(Room):
    """批量申请: what is to change, of which rows; drawn by a job, so that nothing is written before it is approved."""

    act = "maintenance.propose_batch"
    template = "maintenance/propose_batch.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        dataset = self._dataset()
        lists = catalogue().code_lists
        items = {n: (i.label, lists.get(i.code_list, {}) if i.code_list else {}) for n, i in
                 asking.comparable(dataset).items()}  # fmt: skip
        told = ("item", "value", "change", "to", "district", "reason")
        return {
            "datasets": DATASETS.items(), "dataset": dataset, "label": DATASETS[dataset], "items": items.items(),
            "changes": [(n, i.label) for n, i in asking.changeable(dataset).items()], "districts": DISTRICTS.items(),
            "coded": [(label, codes.items()) for label, codes in items.values() if 0 < len(codes) <= 40],
            "number": catalogue().items[dataset][NUMBERS[dataset]].label, "most": batch_rules.MOST_ROWS,
            **{n: self.typed(n) for n in told},
        }  # fmt: skip

    def _dataset(self) -> str:
        said = self.typed("dataset") or self.request.GET.get("dataset", "")
        return said if said in DATASETS else "person"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect("jobs:job", key=jobs.propose_batch(self._ask(), by=self.by, reason=self.typed("reason")).pk)

    def _ask(self) -> asking.Condition | asking.Listed:
        file = self.request.FILES.get("file")
        if file is not None:
            try:
                return asking.read_file(self._dataset(), file.name or "", file.read(LARGEST + 1))
            except Refused as refusal:
                write_refusal(self.by, (self.act, Order._meta.label_lower, None, "", ""), refusal.verdict)
                raise
        named = (self.typed(n) for n in ("item", "value", "change", "to", "district"))
        return asking.Condition(self._dataset(), *named)


class Batch(Subject):
    """The page of a batch: what it counts, every row, who did what, and the next hand's step."""

    template = "maintenance/batch.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        order = queries.order(self.order.pk)
        assert order is not None  # found a moment ago, under the same scope
        after, district = self.request.GET.get("after", ""), self.request.GET.get("district", "")
        first = int(after[:9]) + 1 if after.isdecimal() else 0
        lines = queries.line_page(order, first, district)
        mine = hands_of(self.by)
        document = {n: self.typed(n) for n in ("number", "office", "scope", "issued_on", "valid_until", "quoted")}
        return shown.row(order) | {
            "hands": shown.batch_hands(order), "rows": shown.batch_rows(lines), "first": first, "district": district,
            "next": lines[-1].position if len(lines) == queries.PAGE else None, "papers": shown.papers(order),
            "counts": shown.batch_counts(order), "ask": shown.asked(order), "report": queries.report(order),
            "approval": queries.approval(order),
            "may": shown.allowed(order, self.by) | {
                "bind": first_no(may(self.by, "maintenance.bind_province"), rules.may_decide(order, "approved", mine)),
                "invert": first_no(may(self.by, "maintenance.invert_batch"), batch_rules.may_invert(order, mine)),
            },
            "city": CITY[0], "document": document, "note": self.typed("note"),
        }  # fmt: skip


class BindProvince(Batch):
    """登记省级批复: bound to what the page showed."""

    act = "maintenance.bind_province"

    def perform(self, **kwargs: Any) -> HttpResponse:
        told = Document(
            self.typed("number"), self.typed("office"), self.typed("scope"), _day(self.typed("issued_on")),
            _day(self.typed("valid_until")), self.typed("quoted"),
        )  # fmt: skip
        file = self.request.FILES.get("scan")
        scan = File(file.name or "批复", SCAN, file.read(LARGEST + 1)) if file else None
        actions.bind_province(self.order, told, scan, by=self.by, seen=self.typed("seen"))
        self.say(f"{self.order.number} 已登记省级批复，下一步由维护岗在有效期内执行。")
        return redirect("maintenance:batch", key=self.order.pk)


class ExecuteBatch(Batch):
    """授权执行."""

    act = "maintenance.execute_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect("jobs:job", key=jobs.execute_batch(self.order, by=self.by).pk)


class InvertBatch(Batch):
    """反向执行."""

    act = "maintenance.invert_batch"

    def perform(self, **kwargs: Any) -> HttpResponse:
        return redirect("jobs:job", key=jobs.invert_batch(self.order, by=self.by).pk)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
