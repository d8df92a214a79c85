"""What PostgreSQL and DuckDB say differently. Everything else in the generated SQL is common to both."""

from dataclasses import dataclass

from .errors import RuleError
from .terms import text_literal

_STRFTIME = {"YYYYMMDD": "%Y%m%d", "YYYYMM": "%Y%m", "YYYY": "%Y", "YY": "%y", "MM": "%m", "DD": "%d"}


@dataclass(frozen=True)
class Engine:
    """The dialect named `name`; every method takes and returns SQL text."""

    name: str

    def matches(self, value: str, pattern: str) -> str:
        if self.name == "postgres":
            return f"({value} ~ {text_literal(pattern)})"
        return f"regexp_matches({value}, {text_literal(pattern)})"

    def strip(self, value: str, pattern: str) -> str:
        """The value without the first match of the pattern."""
        return f"regexp_replace({value}, {text_literal(pattern)}, '')"

    def add_months(self, day: str, months: str) -> str:
        """Both engines take the month's last day where there is no such day."""
        if self.name == "postgres":
            return f"cast({day} + make_interval(months => cast({months} as int)) as date)"
        return f"cast({day} + to_months(cast({months} as int)) as date)"

    def format(self, day: str, shape: str) -> str:
        if shape not in _STRFTIME:
            raise RuleError(f"format：不认识的格式 {shape}")
        if self.name == "postgres":
            return f"to_char({day}, '{shape}')"
        return f"strftime({day}, '{_STRFTIME[shape]}')"

    def number_list(self, numbers: tuple[int, ...], position: str) -> str:
        """The number at the 1-based position of a constant list; null outside it."""
        body = ",".join(map(str, numbers))
        if self.name == "postgres":
            return f"(cast('{{{body}}}' as smallint[]))[{position}]"
        return f"(cast('[{body}]' as smallint[]))[{position}]"

    def rule_rows(self, columns: str, conditions: dict[str, str], source: str) -> str:
        """A select of the columns and `rule_id`, a row for each condition that holds."""
        listed = ", ".join(f"case when {test} then {text_literal(name)} end" for name, test in conditions.items())
        if self.name == "postgres":
            return f"select {columns}, unnest(array_remove(array[{listed}], null)) as rule_id from {source}"
        # Lists are made only for the few rows that break anything: testing those twice is far cheaper.
        unnested = f"unnest(list_filter([{listed}], lambda x: x is not null))"
        return f"select {columns}, {unnested} as rule_id from {source} where {' or '.join(conditions.values())}"


def engine(name: str) -> Engine:
    """Raises RuleError for a dialect we do not speak."""
    if name not in ("postgres", "duckdb"):
        raise RuleError(f"不支持的数据库方言：{name}")
    return Engine(name)
