"""Which column holds which item: by English name, Chinese name or indicator code, or by a named mapping."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from jiuye.standards.catalogue import DATASETS, NUMBERS, Catalogue

from .mappings import NamedMapping, find_mapping
from .names import aliases, fold
from .table import BadFile, Note

# Items that tell whose record a row is, beside the dataset's own number.
IDENTITY = {
    "person": {"id_number", "name"},
    "employer": {"uscc", "employer_name"},
    "employment_registration": {"id_number"},
    "unemployment_registration": {"id_number"},
    "employment_certificate": {"id_number"},
    "hardship_assistance": {"id_number", "hardship_category"},
    "training": {"id_number", "class_no"},
    "job_seeking": {"person_id", "seeker_category"},
    "vacancy": {"employer_id", "headcount"},
    "subsidy": {"subsidy_kind"},
    "personnel_agency_file": {"file_no"},
    "e_archive": {"business_record_id"},
    "shared_fact": {"fact_kind"},
    "acceptance": {"service_code"},
}
_LEAST = 3


@dataclass(frozen=True)
class Mapping:
    """items: header text → item name. aside: headers that are no item (kept with the row as extra).
    via: the named mapping that turns the columns into items itself (then `items` is empty)."""

    dataset: str
    items: dict[str, str]
    aside: list[str]
    notes: list[Note] = field(default_factory=list)
    via: NamedMapping | None = None


def map_headers(columns: Sequence[str], dataset: str, catalogue: Catalogue, mapping: str | None = None) -> Mapping:
    """Map header texts (compared without case, width, white space and required marks) to items of `dataset`.

    mapping: name of a named mapping ("market-regulation"). Raises BadFile when the file looks like another
    dataset, when nothing is known, or when two columns mean one item.
    """
    if mapping is not None:
        return _by_name(columns, dataset, mapping)
    known = aliases(catalogue.items[dataset])
    items: dict[str, str] = {}
    aside, notes = [], []
    for column in columns:
        found = known.get(fold(column), [])
        if len(found) == 1:
            items[column] = found[0]
            continue
        aside.append(column)
        notes.append(_unmapped(column, found, catalogue, dataset))
    _right_dataset(columns, set(items.values()), dataset, catalogue)
    _once_each(items, catalogue, dataset)
    return Mapping(dataset, items, aside, notes)


def _by_name(columns: Sequence[str], dataset: str, name: str) -> Mapping:
    via = find_mapping(name)
    if via is None:
        raise BadFile("unknown_mapping", f"没有名为“{name}”的列对应方案，请检查名称。")
    if via.dataset != dataset:
        label = DATASETS[via.dataset]
        raise BadFile("wrong_mapping", f"列对应方案“{name}”只用于{label}，请改选数据集“{label}”。")
    wanted = {fold(c) for c in via.columns}
    present = {fold(c) for c in columns}
    missing = [c for c in via.required if fold(c) not in present]
    if missing:
        words = f"文件缺少“{'、'.join(missing)}”列，与“{via.label}”的格式不符，请核对文件。"
        raise BadFile("missing_columns", words)
    aside = [c for c in columns if fold(c) not in wanted]
    notes = [Note("unknown_column", f"“{c}”列不在“{via.label}”格式内，内容另存。", c) for c in aside]
    return Mapping(dataset, {}, aside, notes, via)


def _unmapped(column: str, found: list[str], catalogue: Catalogue, dataset: str) -> Note:
    if found:
        labels = "、".join(catalogue.items[dataset][n].label for n in found)
        words = f"“{column}”可以指{labels}，无法确定，内容另存。请改用中文名称或英文名称作表头。"
        return Note("ambiguous_column", words, column)
    words = f"“{column}”不是{DATASETS[dataset]}的标准数据项，内容另存，不参加校验。"
    return Note("unknown_column", words, column)


def _once_each(items: dict[str, str], catalogue: Catalogue, dataset: str) -> None:
    by_item: dict[str, list[str]] = {}
    for column, item in items.items():
        by_item.setdefault(item, []).append(column)
    for item, named in by_item.items():
        if len(named) > 1:
            label = catalogue.items[dataset][item].label
            words = f"“{'”和“'.join(named)}”都表示{label}，请只留一列后重新上传。"
            raise BadFile("duplicate_header", words)


def _matches(columns: Sequence[str], dataset: str, catalogue: Catalogue) -> set[str]:
    known = aliases(catalogue.items[dataset])
    return {known[n][0] for n in map(fold, columns) if len(known.get(n, [])) == 1}


def _common(catalogue: Catalogue) -> set[str]:
    """Items of half the datasets and more: they tell none from another."""
    counts = Counter(name for d in DATASETS if d in catalogue.items for name in catalogue.items[d])
    return {name for name, n in counts.items() if 2 * n >= len(DATASETS)}


def _right_dataset(columns: Sequence[str], own: set[str], dataset: str, catalogue: Catalogue) -> None:
    """Refuse a file that another dataset fits better: here few headers or no identity, or of the headers
    that tell datasets apart half as many as there."""
    others = {
        d: found
        for d in DATASETS
        if d != dataset and d in catalogue.items and (found := _matches(columns, d, catalogue))
    }
    best = max(others, key=lambda d: len(others[d]), default=None)
    common = _common(catalogue)
    weak = len(own) < _LEAST or not own & (IDENTITY.get(dataset, set()) | {NUMBERS[dataset]})
    if (
        best is not None
        and len(others[best]) > len(own)
        and (weak or 2 * len(own - common) <= len(others[best] - common))
    ):
        raise BadFile(
            "wrong_dataset",
            f"这看起来是“{DATASETS[best]}”的数据，不是“{DATASETS[dataset]}”（表头只有 {len(own)} 列对得上），"
            "请检查选择的数据集或文件。",
        )
    if not own:
        raise BadFile(
            "unknown_headers",
            f"没有找到“{DATASETS[dataset]}”的表头，请在第一行写上数据项的中文名称、英文名称或指标代码。",
        )
