"""What the pages of the room share."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from jiuye.collection import forms, queries
from jiuye.collection.actions import open_submission
from jiuye.collection.models import Submission
from jiuye.collection.rules import STATE_LABELS
from jiuye.lib.verdict import Refused, Verdict, no
from jiuye.parties.act import write_refusal
from jiuye.parties.pages import Page, may
from jiuye.parties.weihai import CITY, DISTRICTS
from jiuye.records.matching import LEVELS
from jiuye.standards.catalogue import DATASETS

# What comes in over the counter, form by form; the rest comes in files.
WINDOW = {d: DATASETS[d] for d in DATASETS if d not in ("acceptance", "e_archive")}
_NO_SUCH = no("没有这种登记", code="C404", help="请从“采集审核”选择要录入的内容。")
_NOT_HIS = no("没有这一件，或者不归您看", code="C404", help="请核对编号，或问提交人。")
_WHY = "why:"  # why:<record> = the reason why it is another
PLACES = {**DISTRICTS, CITY[0]: CITY[1]}


class Room(Page):
    """A page of this room: its posts are those who may see files (clerks, reviewers, data managers)."""

    act = "records.open"
    room = "collection"

    def decline(self, verdict: Verdict) -> None:
        """Refuse what no action was asked for (the shape was wrong): on file all the same."""
        write_refusal(self.by, (self.act, "", None, "", ""), verdict)
        raise Refused(verdict)

    def allows(self, act: str) -> Verdict:
        return may(self.by, act)


class Entry(Room):
    """A page about one dataset of the counter."""

    act = "collection.submit"
    dataset: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.dataset = kwargs.pop("dataset", "")
        if self.dataset not in WINDOW:
            write_refusal(getattr(request, "by", None), (self.act, "", None, "", ""), _NO_SUCH)
            return self.refuse(_NO_SUCH, 404)
        return super().dispatch(request, *args, **kwargs)

    def posted(self) -> tuple[dict[str, str], list[str], dict[str, str]]:
        """What was typed, which questions were answered, and why likenesses are no matches."""
        post = self.request.POST
        answers = {k.removeprefix(_WHY): str(v).strip() for k, v in post.items() if k.startswith(_WHY)}
        return forms.values_of(self.dataset, post), post.getlist("confirmed"), answers

    def draft_key(self) -> UUID | None:
        return queries.as_uuid(self.request.POST.get("draft") or self.request.GET.get("draft") or "")


class Answer(Entry):
    """Answers the page's script in JSON; nothing to look at by itself."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return self.refuse(no("这个地址只供录入页面使用", code="W405"), 405)


class Subject(Room):
    """A page about one submission that this person may see."""

    submission: Submission

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        by = getattr(request, "by", None)
        key = kwargs.pop("key")
        found = queries.submission(key, by) if by else None
        if by and found is None:
            write_refusal(by, (self.act, "collection.submission", key, "", ""), _NOT_HIS)
            return self.refuse(_NOT_HIS, 404)
        if found is not None:
            self.submission = found
        return super().dispatch(request, *args, **kwargs)

    def opening(self) -> HttpResponse | None:
        """The answer where it may not be opened; None once the look is on file, where it is one."""
        try:
            open_submission(self.submission, by=self.by)
        except Refused as refusal:
            return self.refuse(refusal.verdict, 403)
        return None


def likeness(found: Mapping[str, Any]) -> dict[str, Any]:
    """A match as pages show it: level and district in words."""
    same = dict(found["same"])
    alike = same.pop("姓名", None) or same.pop("单位名称", None)
    return {
        **found,
        "same": same,
        "name_same": alike,
        "level_label": LEVELS[found["level"]],
        "dataset_label": DATASETS[found["dataset"]],
        "place": PLACES.get(found["district"], found["district"]),
        "certain": found["level"] in ("same_number", "same_code"),
    }


def state(submission: Submission) -> str:
    return STATE_LABELS[submission.state]
