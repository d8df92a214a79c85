"""Peer of intake: django-import-export, as its manual has it ("Getting started", "Validation during import").

A ModelResource with `clean_model_instances`, so that every row passes its model's field validators: required
items, lengths, code lists, the forms of name, phone, account and identity number with its check digit. It
compares nothing across rows, seals nothing and keeps no history. Run twice: as the manual begins, and with the
options of its chapter on bulk imports.
"""

import json
import os
import sys
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import django
import tablib  # type: ignore[import-untyped]
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict
from stdnum.cn import ric

from jiuye.standards.catalogue import Item, load_files

INDEXED = {"person_id", "id_number", "mobile_phone", "name"}
FORMS = {
    "name": "^[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af·A-Za-z .’-]{2,50}$",
    "mobile_phone": "^1[3-9][0-9]{9}$",
    "contact_phone": "^(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(-[0-9]{1,6})?)$",
    "bank_account": "^[0-9]{12,30}$",
}


def configure() -> None:
    dsn = conninfo_to_dict(os.environ["BENCH_DSN"])
    settings.configure(
        INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.admin", "import_export"],
        DATABASES={"default": {
            "ENGINE": "django.db.backends.postgresql", "NAME": dsn["dbname"], "USER": dsn["user"],
            "PASSWORD": dsn.get("password", ""), "HOST": dsn["host"], "PORT": dsn.get("port", ""),
        }},
        USE_TZ=True, TIME_ZONE="Asia/Shanghai", DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )  # fmt: skip
    django.setup()


def model() -> Any:
    """A table of plain columns with the items of a person and the same indexes."""
    from django.db import models

    catalogue = load_files(1)
    fields: dict[str, Any] = {"__module__": "import_export.models", "Meta": type("Meta", (), {
        "app_label": "import_export", "db_table": "bench_peer_person",
    })}  # fmt: skip
    for item in catalogue.items["person"].values():
        fields[item.name] = _field(item, catalogue.code_lists)
    fields["person_id"] = models.CharField(max_length=20, primary_key=True)
    return type("Person", (models.Model,), fields)


def _field(item: Item, lists: dict[str, dict[str, str]]) -> Any:
    from django.core.validators import RegexValidator
    from django.db import models

    blank = item.required != "yes" or item.name in ("created_at", "agency_code", "handler_id", "handled_at", "channel")
    if item.data_type == "date":
        return models.DateField(null=True, blank=blank)
    if item.data_type == "datetime":
        return models.DateTimeField(null=True, blank=blank)
    validators: list[Any] = [RegexValidator(FORMS[item.name])] if item.name in FORMS else []
    if item.name == "id_number":
        validators.append(identity)
    length = item.max_length if isinstance(item.max_length, int) else 50
    return models.CharField(
        null=True, blank=blank, max_length=length, validators=validators, db_index=item.name in INDEXED,
        choices=list(lists[item.code_list].items()) if item.code_list in lists else None,
    )  # fmt: skip


def identity(value: str) -> None:
    from django.core.exceptions import ValidationError

    if len(value) == 18 and value[:17].isdigit() and ric.calc_check_digit(value) != value[17]:
        raise ValidationError("check digit")


def measure(person: Any, file: Path, name: str, note: str, **options: Any) -> dict[str, Any]:
    from import_export import resources  # type: ignore[import-untyped]

    meta = type("Meta", (), {
        "model": person, "import_id_fields": ("person_id",), "clean_model_instances": True, **options,
    })  # fmt: skip
    resource = type("PersonResource", (resources.ModelResource,), {"Meta": meta})()
    person.objects.all().delete()
    began = time.perf_counter()
    content = file.read_bytes() if file.suffix == ".xlsx" else file.read_text(encoding="utf-8")
    data = tablib.Dataset().load(content, format=file.suffix[1:])
    result = resource.import_data(data, dry_run=False, raise_errors=False, use_transactions=True)
    seconds = time.perf_counter() - began
    if result.has_errors():
        first = next(e for row in result.rows for e in row.errors)
        raise RuntimeError(f"{name}: {first.error!r}")
    stored = person.objects.count()
    failing = len(result.invalid_rows)
    if stored + failing != len(data):
        raise RuntimeError(f"{name}: {stored} stored and {failing} refused of {len(data)}")
    return {
        "name": name, "version": version("django-import-export"), "seconds": seconds, "rows": len(data),
        "failing": failing, "note": note,
    }  # fmt: skip


def main(file: Path) -> None:
    configure()
    from django.db import connection

    person = model()
    with connection.schema_editor() as editor:
        editor.create_model(person)
    print(json.dumps([
        measure(person, file, "django-import-export", "如手册开篇所写"),
        measure(
            person, file, "django-import-export (bulk)", "加手册“成批导入”一章的选项",
            use_bulk=True, skip_diff=True, force_init_instance=True,
        ),
    ]))  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1]))
