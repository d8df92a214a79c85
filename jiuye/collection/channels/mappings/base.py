"""What a named mapping is."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class NamedMapping:
    """columns: source header → the item it becomes, or "" when it only feeds others or `extra`.
    required: headers without which the file is something else. transform: frame of `row_no` and source
    columns present (text), and a frame of `row_no` and the columns outside the format → frame of `row_no`,
    item columns (text) and `extra` (JSON text)."""

    name: str
    label: str
    dataset: str
    columns: dict[str, str]
    required: tuple[str, ...]
    transform: Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]
