"""How reads of other rows become joins: a look-up per related record, a grouped table per sub-query.

A correlated sub-query runs once per row in PostgreSQL; grouped and joined it runs once per pass, and rules
that ask the same thing share the answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiuye.standards.catalogue import KEYS

from .errors import RuleError

# Stands for an alias not given yet; no SQL text contains it.
HERE = "\x00"


@dataclass
class Lookup:
    """The related record's items, joined once. Several rows of one number: the smallest id answers."""

    alias: str
    dataset: str
    key: str
    columns: dict[str, None] = field(default_factory=dict)

    def join(self, relations: Mapping[str, str]) -> str:
        number = KEYS[self.dataset]
        columns = ", ".join(f"{number} as key_" if c == "key_" else c for c in ["key_", *self.columns])
        return (
            f"left join (select distinct on ({number}) {columns}"
            f" from {relation(relations, self.dataset)} as q"
            f" where {number} is not null order by {number}, id) as {self.alias}"
            f" on {self.alias}.key_ = {self.key}"
        )


@dataclass
class Plan:
    """The joins of one pass over a dataset. lookups: by (dataset, key); tables: alias by SQL."""

    prefix: str = ""
    lookups: dict[tuple[str, str], Lookup] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    def lookup(self, dataset: str, key: str) -> Lookup:
        alias = f"{self.prefix}r{len(self.lookups) + 1}"
        return self.lookups.setdefault((dataset, key), Lookup(alias, dataset, key))

    def table(self, body: str, on: str) -> str:
        """Alias of a joined table; HERE stands for it in `on`."""
        text = f"left join ({body}) as {HERE} on {on}"
        return self.tables.setdefault(text, f"{self.prefix}j{len(self.tables) + 1}")

    def joins(self, relations: Mapping[str, str]) -> str:
        parts = [lookup.join(relations) for lookup in self.lookups.values()]
        parts += [text.replace(HERE, alias) for text, alias in self.tables.items()]
        return "".join(" " + p for p in parts)

    def some(self, needs: frozenset[str], relations: Mapping[str, str]) -> str:
        """The look-ups of those aliases only."""
        return "".join(" " + k.join(relations) for k in self.lookups.values() if k.alias in needs)


def relation(relations: Mapping[str, str], dataset: str) -> str:
    """SQL to read a dataset from. Raises RuleError when the caller gave none."""
    if dataset not in relations:
        raise RuleError(f"没有给出数据集 {dataset} 的来源")
    return relations[dataset]
