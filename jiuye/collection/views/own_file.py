"""单位用表格报: the template, and the file handed in. Art. 6(3)."""

from typing import Any
from urllib.parse import quote

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from jiuye.collection.actions import import_own
from jiuye.collection.blank import blank
from jiuye.collection.services import own_file
from jiuye.collection.views.importing import XLSX
from jiuye.collection.views.own import Declare
from jiuye.lib.keys import uuid7
from jiuye.lib.verdict import no
from jiuye.standards.queries import catalogue


class HandIn(Declare):
    """One small file; its page has a key, so that it is handed in once."""

    act = "collection.import_batch"
    template = "collection/own/file.html"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"service": self.service, "file": own_file(self.by), "draft": self.draft_key() or uuid7()}

    def perform(self, **kwargs: Any) -> HttpResponse:
        upload, key = self.request.FILES.get("file"), self.draft_key()
        if not isinstance(upload, UploadedFile):
            no("请选择要上传的文件", code="C027").or_refuse()
        assert isinstance(upload, UploadedFile)
        made = import_own(self.service.dataset, upload, by=self.by, draft=key or uuid7())
        return redirect("my:case", key=made.pk)


class Blank(Declare):
    """The template, by the version in force."""

    act = "collection.import_batch"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        answer = HttpResponse(blank(self.service.dataset, catalogue()), content_type=XLSX)
        name = quote(f"{self.service.title}表格.xlsx")
        answer["Content-Disposition"] = f"attachment; filename=table.xlsx; filename*=UTF-8''{name}"
        return answer
