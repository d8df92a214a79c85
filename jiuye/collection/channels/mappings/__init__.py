"""Named mappings: extracts of other systems whose columns are not the standard's."""

from .base import NamedMapping
from .market_regulation import MAPPING as MARKET_REGULATION

MAPPINGS = {m.name: m for m in (MARKET_REGULATION,)}


def find_mapping(name: str) -> NamedMapping | None:
    """The mapping of that name; None when there is none."""
    return MAPPINGS.get(name)


__all__ = ["MAPPINGS", "NamedMapping", "find_mapping"]
