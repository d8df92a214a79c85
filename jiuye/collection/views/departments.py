"""部门共享: how the lines to the departments stand, for whoever looks after them. Nobody's data is here."""

from typing import Any

from django.http import HttpResponse

from jiuye.collection.sharing import queries
from jiuye.collection.sharing.actions import connect_department
from jiuye.parties.pages import Page


class Departments(Page):
    """The overview, and where a department gets its key."""

    act = "collection.connect_department"
    room = "departments"
    template = "collection/departments.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"departments": queries.departments()}

    def perform(self, **kwargs: Any) -> HttpResponse:
        code, why = self.request.POST.get("department", ""), self.request.POST.get("why", "")[:200]
        key, secret = connect_department(code, by=self.by, why=why)
        return self.show(extra={"issued": key, "secret": secret.hex()})
