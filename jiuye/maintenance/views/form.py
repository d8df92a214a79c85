"""申请单: a change order on paper, with lines for the four hands and the digest it is bound to. Art. 9(3)."""

from typing import Any

from jiuye.maintenance import queries, rules, shown
from jiuye.maintenance.views.base import Subject
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.standards.wording import dataset_label


class Form(Subject):
    """The order as it is printed: sealed items covered, of a batch the first page of its rows."""

    template = "maintenance/form.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        order = queries.order(self.order.pk)
        assert order is not None  # found a moment ago, under the same scope
        batch = order.kind == "batch"
        lines = shown.batch_rows(queries.line_page(order, 0, "")) if batch else shown.changes(order)
        return shown.row(order) | {
            "label": dataset_label(order.dataset), "grade": rules.GRADE_LABELS[order.grade], "changes": lines,
            "hands": shown.batch_hands(order) if batch else shown.hands(order), "papers": shown.papers(order),
            "place": DISTRICTS.get(order.district, CITY[1]), "rows": order.detail.get("rows", len(lines)),
            "ask": shown.asked(order) if batch else "", "approval": queries.approval(order) if batch else None,
        }  # fmt: skip
