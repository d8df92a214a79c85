"""A page that shows records whole: for a case or a purpose, and on file before anything is shown. Art. 10(3)."""

from django.http import HttpResponse
from django.shortcuts import render

from jiuye.lib.verdict import Refused, Verdict
from jiuye.parties.pages import Page
from jiuye.records import purposes
from jiuye.records.actions import open_record
from jiuye.records.models import Record


class Opening(Page):
    """`case`: what it is opened for. Without one the page asks for it, keeping what else its address says."""

    case: str

    def ask(self, purpose: Verdict) -> HttpResponse:
        asked = self.request.GET.lists()
        kept = [(n, v) for n, values in asked if n not in ("case", "purpose") for v in values]
        told = {"verdict": purpose, "room": self.room, "kept": kept} | purposes.form(self.case)
        return render(self.request, "records/ask_case.html", told, status=422 if self.case else 200)

    def opening(self, *records: Record) -> HttpResponse | None:
        """The answer where they may not be opened; None once each look is on file."""
        if not (verdict := purposes.may_look(self.case)):
            return self.ask(verdict)
        try:
            for record in records:
                open_record(record, by=self.by, why=self.case)
        except Refused as refusal:
            if refusal.verdict.code == purposes.NO_SUCH:
                return self.ask(refusal.verdict)
            return self.refuse(refusal.verdict, 403)
        return None
