"""材料: attached to a case, looked at page by page beside it. Art. 2(4)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.collection.archive import attach, queries
from jiuye.collection.models import Attachment
from jiuye.collection.views.base import Subject
from jiuye.collection.views.own import Case
from jiuye.collection.views.review import Shown
from jiuye.lib.media import page_png
from jiuye.lib.media.kinds import SUFFIXES
from jiuye.lib.media.pages import PICTURED
from jiuye.lib.verdict import Refused, no
from jiuye.records.custody.papers import LARGEST

_NO_SUCH = no("没有这份材料", code="A404", help="请从办件页面打开。")


class Attaching:
    """附材料, from either side of the counter."""

    act = "collection.attach"
    back = ""

    def perform(self: Any, **kwargs: Any) -> HttpResponse:
        upload = self.request.FILES.get("file")
        if upload is None:
            no("请先选择文件", code="A015").or_refuse()
        data = upload.read(LARGEST + 1)
        attach.attach(
            self.submission, data, upload.name or "材料", self.request.POST.get("kind", ""), by=self.by,
            original_checked=self.request.POST.get("original") == "1",
        )  # fmt: skip
        return redirect(self.back, key=self.submission.pk)


class Detaching:
    """撤材料."""

    act = "collection.detach"
    back = ""

    def perform(self: Any, **kwargs: Any) -> HttpResponse:
        attach.detach(_found(self, kwargs["file"]), by=self.by)
        return redirect(self.back, key=self.submission.pk)


class Looking:
    """One page as a picture, or the file itself; each look is on the book."""

    act = "collection.view_material"

    def get(self: Any, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            found = _found(self, kwargs["file"])
            data = attach.view_material(found, by=self.by)
            if "page" in kwargs:
                if found.mime_type not in PICTURED:
                    raise Refused(_NO_SUCH)
                return HttpResponse(page_png(data, found.mime_type, kwargs["page"] - 1), content_type="image/png")
        except (Refused, IndexError) as refusal:
            refused: HttpResponse = self.refuse(refusal.verdict if isinstance(refusal, Refused) else _NO_SUCH, 404)
            return refused
        name = f"{self.submission.number}-{found.sha256[:8]}{SUFFIXES[found.mime_type]}"
        disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(data, content_type=found.mime_type, headers=disposition)


def _found(page: Any, key: Any) -> Attachment:
    """Raises `Refused` for a file that is not this case's."""
    found = queries.one(page.submission, key, page.by)
    if found is None:
        raise Refused(_NO_SUCH)
    return found


class Attach(Attaching, Shown):
    back = "collection:submission"


class Detach(Detaching, Shown):
    back = "collection:submission"


class Look(Looking, Subject):
    pass


class OwnAttach(Attaching, Case):
    back = "my:case"
    noted = {"POST": "31"}


class OwnDetach(Detaching, Case):
    back = "my:case"


class OwnLook(Looking, Case):
    pass
