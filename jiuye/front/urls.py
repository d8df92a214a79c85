"""Addresses. Each room keeps its own; one act has one name in them too."""

from django.urls import include, path

from jiuye.front import views
from jiuye.front.account import OwnAccount, SwitchPost
from jiuye.front.api import api
from jiuye.front.find import Find

urlpatterns = [
    path("", views.Worklist.as_view(), name="worklist"),
    path("sign-in", views.sign_in, name="sign_in"),
    path("sign-out", views.sign_out, name="sign_out"),
    path("account", OwnAccount.as_view(), name="account"),
    path("account/post/<uuid:appointment>", SwitchPost.as_view(), name="switch_post"),
    path("find", Find.as_view(), name="find"),
    path("api/", api.urls),
    path("healthz", views.healthz, name="healthz"),
    path("my/", include("jiuye.front.own_urls")),
    path("kiosk/", include("jiuye.front.kiosk_urls")),
    path("collection/", include("jiuye.collection.urls")),
    path("maintenance/", include("jiuye.maintenance.urls")),
    path("usage/", include("jiuye.usage.urls")),
    path("records/", include("jiuye.records.urls")),
    path("archive/", include("jiuye.records.custody.urls")),
    path("standards/", include("jiuye.standards.urls")),
    path("parties/", include("jiuye.front.parties_urls")),
    path("jobs/", include("jiuye.jobs.urls")),
    path("ledger/", include("jiuye.front.ledger_urls")),
    path("quality/", include("jiuye.front.quality_urls")),
]
