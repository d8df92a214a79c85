"""What the pages of the room share: who may read, and the run a page is about."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase

from jiuye.lib.verdict import no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page
from jiuye.parties.sessions import scope
from jiuye.quality import queries, rules
from jiuye.quality.compose import NAMES
from jiuye.quality.models import Run
from jiuye.standards.queries import catalogue_at, holding


class Room(Page):
    """A page of this room, for the posts it is for."""

    room = "quality"
    rows = False  # shows rows and no figures

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None and not (verdict := rules.may_read(by.post, rows=self.rows)):
            write_refusal(by, (self.act or "quality.inspect", "", None, "看结果", ""), verdict)
            return self.refuse(verdict, 403)
        return super().dispatch(request, *args, **kwargs)

    @property
    def own(self) -> str:
        """Whose findings this person sees."""
        return "全市" if self.by.city_wide else NAMES.get(self.by.district, self.by.district)


class OfRun(Room):
    """A page about one run."""

    run: Run

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        if by is not None:
            number = str(kwargs.pop("number", ""))
            with scope(by):
                found = queries.run(number)
            if found is None:
                return self.refuse(no(f"没有检查 {number}", code="Q404", help="从“质量检查”的清单里选一次。"), 404)
            self.run = found
            # Its figures and findings are told in the words of the version they were computed by.
            with holding(catalogue_at(found.snapshot.standard_version, found.snapshot.moment)):
                return super().dispatch(request, *args, **kwargs)
        return super().dispatch(request, *args, **kwargs)
