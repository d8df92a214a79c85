"""What is collected, by the version in force. Art. 5."""

from datetime import datetime
from enum import Enum
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router, Schema

from jiuye.front.api.door import REFUSED
from jiuye.standards import queries as standards
from jiuye.standards.catalogue import DATASETS

router = Router()
Dataset = Enum("Dataset", {name: name for name in DATASETS}, type=str)  # type: ignore[misc]


class ItemOut(Schema):
    """One data item as the version in force wants it. max_length: 40, or "12,2" digits and places; ""
    where none is set."""

    name: str
    label: str
    data_type: str
    max_length: str
    code_list: str
    required: Literal["yes", "conditional", "no"]
    condition: str


class StandardOut(Schema):
    """What is collected of one dataset by the version in force. codes: list → code → label; retired: list →
    code → the code in its place ("" for none)."""

    dataset: str
    version: int
    effective_from: datetime
    items: list[ItemOut]
    codes: dict[str, dict[str, str]]
    retired: dict[str, dict[str, str]]
    rules: list[dict[str, str]]


@router.get("/standards/{dataset}", response={200: StandardOut} | REFUSED, operation_id="standards.dataset")
def standard(request: HttpRequest, dataset: Dataset) -> Any:
    """What is collected of a dataset, by the version in force at this moment."""
    return standards.told(dataset.value)
