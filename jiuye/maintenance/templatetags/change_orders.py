"""What a record's page shows of change orders: the room below cannot ask the room above, its template can."""

from typing import Any
from uuid import UUID

from django import template

from jiuye.maintenance import queries, shown
from jiuye.parties.pages import may

register = template.Library()


@register.inclusion_tag("maintenance/_about.html", takes_context=True)
def change_orders(context: dict[str, Any], dataset: str, record_id: UUID, case: str) -> dict[str, Any]:
    """Orders about a record, and the way to a new one."""
    return {
        "orders": [shown.row(o) for o in queries.about(record_id)], "dataset": dataset, "key": record_id,
        "may_apply": may(context["request"].by, "maintenance.apply"), "case": case,
        "may_export": may(context["request"].by, "maintenance.export_life"),
    }  # fmt: skip
