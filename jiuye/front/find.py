"""The search box of the frame: asks every room. A submission's number leads to it, all else is a look-up."""

import re
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect

from jiuye.collection.models import Submission
from jiuye.maintenance.queries import by_number
from jiuye.parties.sessions import scope
from jiuye.usage.enquiries.views import LookUp

_SUBMISSION = re.compile(r"[A-Z]{2}-[0-9]{8}-[0-9]{6,}")


class Find(LookUp):
    """Posted, so that no number stands in an address or a log."""

    def perform(self, **kwargs: Any) -> HttpResponse:
        text = self.request.POST.get("q", "").strip().upper()
        if _SUBMISSION.fullmatch(text):
            with scope(self.by):
                found = Submission.objects.filter(number=text).values_list("pk", flat=True).first()
                order = by_number(text)
            if found:
                return redirect(f"/collection/{found}")
            if order:
                return redirect("maintenance:order", key=order.pk)
        return super().perform(**kwargs)
