"""What a newer build of the house brings to a standard an earlier one loaded. Values in, values out. Art. 5.

A published version never changes, so the difference becomes a version of its own. What the city has decided in a
draft of its own stands, whatever the house says of it later; nothing is ever taken away.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from jiuye.standards.catalogue import Catalogue
from jiuye.standards.changes import Change, apply, difference

Key = tuple[str, ...]
_NAMED = {
    "数据项目": ("dataset", "name"), "代码": ("list", "code"), "代码格式": ("list",), "规则": ("rule_id",),
    "流转": ("flow_id",), "参数": ("name",),
}  # fmt: skip


def about(change: Change) -> Key:
    """What a change is about: its kind in words and its name."""
    kind = next(k for k, names in _NAMED.items() if all(n in change for n in names))
    return kind, *(change[n] for n in _NAMED[kind])


def brought(now: Catalogue, house: Catalogue, decided: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """What leads from a version to the house's facts: what is to be made, what stays because the city decided it."""
    city, made, kept = {about(c) for c in decided}, list[Change](), list[Change]()
    for change in difference(now, house):
        (kept if about(change) in city else made).append(change)
    return made, kept


def in_words(changes: Sequence[Change]) -> str:
    """How many of each kind: 规则 12、参数 3."""
    counted = Counter(about(c)[0] for c in changes)
    return "、".join(f"{kind} {n}" for kind, n in counted.items())


def carried_over(changes: Sequence[Change], renewed: Catalogue) -> list[Change]:
    """The changes of a draft, as the exact difference from the version that took its base's place."""
    return difference(renewed, apply(renewed, changes))
