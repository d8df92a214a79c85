"""What a batch asks for: rows by a condition, or a file of record numbers and new values. Art. 9(3)."""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from jiuye.collection.channels import BadFile, Known, Limits, open_table
from jiuye.lib.sealing import sm3
from jiuye.lib.verdict import Refused, no
from jiuye.maintenance.batch_rules import MOST_ROWS
from jiuye.maintenance.queries import in_use
from jiuye.maintenance.rules import KEY_ITEMS
from jiuye.records.amending import MERGED, amendable
from jiuye.records.models import MODELS, Record
from jiuye.standards.catalogue import DATASETS, NUMBERS, Item
from jiuye.standards.queries import catalogue

Asked = list[tuple[Record, Mapping[str, str]]]


@dataclass(frozen=True)
class Condition:
    """Every record in use of a dataset (of one district, or of all in reach) whose `item` is `value` ("": empty)
    gets `to` in the item `change` ("": cleared)."""

    dataset: str
    item: str
    value: str
    change: str
    to: str
    district: str = ""

    def told(self) -> dict[str, Any]:
        return {"how": "condition", **asdict(self)}

    def asked(self) -> Asked:
        """Call in scope."""
        return [(r, {self.change: self.to}) for r in self.selected()[: MOST_ROWS + 1]]

    def selected(self) -> "QuerySet[Any]":
        """Raises `Refused` for what no condition may name, and a value that is none of the item's."""
        items = comparable(self.dataset)
        if self.item not in items or self.change not in changeable(self.dataset):
            no("请选择条件项目和要改的项目", code="M060").or_refuse()
        field = next(f for f in MODELS[self.dataset]._meta.concrete_fields if f.attname == self.item)
        try:
            wanted = field.to_python(self.value) if self.value else None
        except ValidationError:
            wanted = None
        if self.value and wanted is None:
            no(f"“{self.value}”不是“{items[self.item].label}”的值", code="M061").or_refuse()
        found = MODELS[self.dataset].objects.filter(retired=False)
        found = found.filter(**({self.item: wanted} if self.value else {f"{self.item}__isnull": True}))
        if self.dataset in MERGED:
            found = found.filter(**{f"{MERGED[self.dataset]}__isnull": True})
        return (found.filter(district=self.district) if self.district else found).order_by("pk")


def comparable(dataset: str) -> dict[str, Item]:
    """The items a condition may compare: in a column of their own, in clear."""
    return {n: i for n, i in amendable(dataset).items() if not i.in_extra and i.protection != "sealed"}


def changeable(dataset: str) -> dict[str, Item]:
    """The items a condition may set: one value for many people is no name, number, birth date or bank account."""
    return {n: i for n, i in amendable(dataset).items() if n not in KEY_ITEMS and i.protection != "sealed"}


@dataclass(frozen=True)
class Listed:
    """Rows of a file: a record's business number and its items' new values; an empty cell leaves the item alone."""

    dataset: str
    file: str
    sm3: str
    rows: Sequence[tuple[str, Mapping[str, str]]]

    def told(self) -> dict[str, Any]:
        items = sorted({n for _, texts in self.rows for n in texts})
        return {"how": "file", "dataset": self.dataset, "file": self.file, "sm3": self.sm3, "items": items}

    def asked(self) -> Asked:
        """Call in scope. Raises `Refused` for a number nobody bears, or two, or a record out of use."""
        column, wanted = NUMBERS[self.dataset], dict(self.rows)
        found: dict[str, list[Record]] = {}
        for record in MODELS[self.dataset].objects.filter(**{f"{column}__in": list(wanted)}, retired=False):
            if in_use(record):
                found.setdefault(getattr(record, column), []).append(record)
        missing = [n for n in wanted if n not in found]
        if missing:
            told = "、".join(missing[:5])
            no(f"有 {len(missing):,} 个编号没有在用的档案，或不在您的辖区：{told}", code="M062").or_refuse()
        twice = [n for n, records in found.items() if len(records) > 1]
        if twice:
            no(f"有的编号不止一份档案：{'、'.join(twice[:5])}", code="M063", help="请先合并重复数据。").or_refuse()
        return [(found[n][0], texts) for n, texts in self.rows]


def read_file(dataset: str, name: str, data: bytes) -> Listed:
    """A CSV or XLSX file: a column with the record's number, the others items by name, label or code. Raises `Refused`
    in one sentence for a file that cannot be read, a column that is no item, a number that is there twice."""
    if dataset not in DATASETS:
        no("请选择是哪一种数据", code="C026").or_refuse()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows"
        path.write_bytes(data)
        try:
            return Listed(dataset, name[:200], sm3(data).hex(), _rows(path, dataset))
        except BadFile as bad:
            raise Refused(no(bad.message, code=f"F-{bad.code}")) from bad


def _rows(path: Path, dataset: str) -> list[tuple[str, dict[str, str]]]:
    known = Known.of(catalogue(), dataset)
    table = open_table(path, limits=Limits(bytes=20 * 1024 * 1024), known=known)
    number, items = NUMBERS[dataset], amendable(dataset)
    names = {c: item.name for c in table.columns if (item := known.item(c))}
    key = next((c for c, n in names.items() if n == number), "")
    if not key:
        label = catalogue().items[dataset][number].label
        no(f"文件里没有“{label}”一列", code="M064", help="第一行写列名，每行一份档案。").or_refuse()
    strange = [c for c in table.columns if c != key and names.get(c) not in items]
    if strange or len(set(names.values())) < len(names) or len(names) < 2:
        told = "、".join(strange[:5]) or "要改的项目"
        no(f"这些列不是可以改的项目，或有重复、缺少：{told}", code="M065", help="只留编号和要改的项目。").or_refuse()
    rows: list[tuple[str, dict[str, str]]] = []
    for part in table.slices:
        errors = [f for f in part.faults if f.severity == "error"]
        if errors:
            no(f"第 {errors[0].row_no} 行：{errors[0].message}", code="M066").or_refuse()
        for row in part.frame.to_dicts():
            texts = {names[c]: str(v) for c, v in row.items() if c in names and c != key and v not in (None, "")}
            rows.append((str(row[key] or "").strip(), texts))
    _once_each([n for n, _ in rows])
    return rows


def _once_each(numbers: Sequence[str]) -> None:
    if not all(numbers):
        no(f"第 {numbers.index('') + 1} 行没有编号", code="M067").or_refuse()
    if len(numbers) > MOST_ROWS:
        no(f"一次最多改 {MOST_ROWS:,} 份，文件有 {len(numbers):,} 行", code="M046", help="请分批。").or_refuse()
    twice = [n for n, times in Counter(numbers).items() if times > 1]
    if twice:
        no(f"编号重复：{'、'.join(twice[:5])}", code="M068", help="一份档案只写一行。").or_refuse()


def back(told: Mapping[str, Any]) -> Condition | None:
    """The condition an order was drawn by; None for a file."""
    if told.get("how") != "condition":
        return None
    return Condition(*(told[k] for k in ("dataset", "item", "value", "change", "to", "district")))
