"""Addresses of the quality room. Issuing a report stands at the door: it names the edition in force."""

from django.urls import URLPattern, path

from jiuye.quality.views import effect, findings, impact, runs, tasks

app_name = "quality"
urlpatterns: list[URLPattern] = [
    path("", runs.Runs.as_view(), name="runs"),
    path("inspect", runs.Inspect.as_view(), name="inspect"),
    path("tasks", tasks.Tasks.as_view(), name="tasks"),
    path("tasks/<uuid:key>", tasks.OneTask.as_view(), name="task"),
    path("tasks/<uuid:key>/answer", tasks.AnswerFinding.as_view(), name="answer_finding"),
    path("tasks/<uuid:key>/verify", tasks.Verify.as_view(), name="verify"),
    path("tasks/<uuid:key>/close", tasks.Close.as_view(), name="close"),
    path("impact/<uuid:key>", impact.Impact.as_view(), name="impact"),
    path("impact/<uuid:key>/rows", impact.Behind.as_view(), name="behind"),
    path("parameters/<uuid:key>/effect", effect.ParameterEffect.as_view(), name="parameter_effect"),
    path("<slug:number>", runs.OneRun.as_view(), name="run"),
    path("<slug:number>/parts", runs.Parts.as_view(), name="parts"),
    path("<slug:number>/findings", findings.Findings.as_view(), name="findings"),
]
