"""What the original notation means here, decided from indicators.md 3, 5, 6 and SOURCES.md alone.

[文] marks what the documents say; [定] a decision where they leave it open, to be settled if engines differ.

Null
 1. [文] A value operation, function or comparison with a null operand is null; a null condition counts as
    false. [定] `not`, `and`, `or` are three-valued (`not null` is null, `null or true` is true, `null and
    false` is false), so `not match(x, ...)`, `x not in ...`, `not record_exists(...)` are false for null x.
 2. [文] `f(x) is null` counts only when x is not null; [定] the same for `is not null`, and for
    `dataset(x).item is null`, where x is the argument: null x counts as false, an x that finds no record
    makes the item null, so `is null` is true. `count/min/max(...) is null`, `nvl(...) is null` are plain.
 3. [文] `(A) == (B)`, `(A) != (B)` between conditions: null if any operand within A or B is null
    (what `is null` asks about is no operand).
 4. [文] A sub-query is null (exists and not exists both false) when an outer operand in it is null. An outer
    operand is [定] each largest value reading only records outside the sub-query, wherever it stands in the
    condition, behind an `or` too (R016: null mobile_phone or residence_address: not judged); the arguments
    of nvl/least and what `is null` asks about are exempt. [定] count, count_distinct, min, max likewise.
 5. [定] A candidate row counts when the condition is true of it; null inner operands only drop that row.
    min/max/count_distinct leave nulls out; min/max of nothing is null.
 6. [文] `x if c else y` with null c: the whole rule says nothing of the record.
 7. [文] nvl takes the first non-null, least the smallest non-null; all null: null.

Values
 8. [文] Cells are taken as written; only empty and white-space cells (Unicode white space) are null. Values
    not of their type (date YYYY-MM-DD, datetime YYYY-MM-DD HH:MM:SS, decimal without grouping) are null for
    the rules and listed in `Town.uncast`. Nothing is trimmed. Wholly empty lines are no rows.
 9. [定] Text compares by code point, exactly; `upper` is Unicode upper case. A date against a datetime is
    that day's midnight. Numbers are exact decimals.
10. [文] Positions from 0, half open. [定] A slice beyond the end is shorter, perhaps '', never null; a
    single position beyond the end is null. Slices are plain text, of any length of number (R006, R007 look
    at the first six characters of any id_number); ric_check_digit and uscc_check_digit are null for other
    than 18 characters with 17 valid ones.
11. [文] match: anywhere in the text, `^` and `$` being its very ends. `int` and `to_date` of other than
    digits (8, a real day) are null.

Days
12. [定] days_between counts calendar days (times of day are dropped, R030 too); negative if reversed.
13. [文] add_months/add_years: same day, or the month's last day where there is none. [定] Out of the years
    1 to 9999: null.
14. [定] months_between: the most whole n with add_months(a, n) <= b, towards zero, negative if reversed;
    years_between and age: whole years likewise (born 29 February: a year older on 28 February).
15. [文] workdays_between counts (a, b] by the state's calendar of the package, Monday to Friday outside its
    years. [定] 0 if b <= a.
    in_working_hours: on such a working day, from working_hours_begin until before working_hours_end (830 = 08:30).
16. [文] overlaps: a1 < b2 and b1 < a2. [定] Reversed spans are not swapped, empty ones follow the formula.
17. [文] retirement_date by indicators.md 5; women without category: the later tier (55). [定] A sex other
    than 1 or 2: null. The table is written here, not read from the parameters.

Catalogue and records
18. [定] param: the default of parameters.csv; no division has one of its own; a null division: null.
19. [文] `dataset(x)` and record_exists go by business number. [定] The first such row of the file. Merged and
    void rows are found too, and are judged like others. as_of(record, date) is the record as received
    (null date: null). record_exists of a dataset without a file, or of no dataset, is false.
20. placeholder: [文] the listed values and four patterns. [定] A listed value must be equal exactly; three or
    more of one character after removing white space; six or more rising digits (9 then 0); all characters
    Unicode punctuation or symbols; one or more names of divisions.csv (any year) and nothing else. Every
    item asked about uses the whole list.
21. [文] normalize_name: NFKC, white space removed, upper case, then one of 有限责任公司, 股份有限公司,
    有限公司, 公司 cut off the end, once, the first that fits. Other kinds of brackets stay as they are.
    R198 asks for the four steps of what Article 9(3) names, kinds 1 to 4 (ADR 32): [定] the notation does not say so,
    and the oracle finds rows of other kinds too.
22. [文] "查重与一人多条类规则只判本行有效且未合并的记录": [定] taken as a condition of every rule of
    dimension 唯一性 on the record judged (valid_flag == '1', merged_into_* null, where it has the item);
    it changes R109 and R110 only. The rows counted are those the rule itself names.
23. [文] today() and now() are as_of. Rules with a reason in `not_yet` are not evaluated. [定] Where the file
    has no such column, those that read datasets outside `town.KEYS`.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from .compiler import Compiler
from .notation import Call, Field, Node, NotationError, Subquery
from .operands import children, choice_conditions
from .parser import parse
from .town import KEYS, Row, Table, Town
from .values import NotJudged, Run

Violations = dict[str, set[int]]


def violations(town: Town, as_of: datetime, rules: Iterable[str] | None = None) -> Violations:
    """rule_id -> row numbers (1 = first line after the header) of the rule's dataset that violate it.

    rules: the ones wanted (default all); those that cannot be run are left out.
    Raises NotationError if a rule said to be executable is not.
    """
    wanted = None if rules is None else set(rules)
    compiler = Compiler(town, as_of)
    found: Violations = {}
    for rule in town.rules:
        if (wanted is None or rule["rule_id"] in wanted) and executable(rule):
            found[rule["rule_id"]] = judged(compiler, rule)
    return found


def executable(rule: dict[str, str]) -> bool:
    """Note 23."""
    if "not_yet" in rule:
        return not rule["not_yet"]
    tree = parse(rule["original"])
    return {rule["dataset"], *datasets(tree)} <= KEYS.keys()


def datasets(node: Node) -> Iterator[str]:
    """Datasets the expression looks into, by sub-query or by number."""
    if isinstance(node, Subquery):
        yield node.dataset
    if isinstance(node, Field) and isinstance(node.base, Call) and node.base.name != "as_of":
        yield node.base.name
    if isinstance(node, Call) and node.name == "as_of" and isinstance(node.args[0], Call):
        yield node.args[0].name
    for child in children(node):
        yield from datasets(child)


def judged(compiler: Compiler, rule: dict[str, str]) -> set[int]:
    """The rows of the rule's dataset that violate it."""
    table = compiler.town.tables[rule["dataset"]]
    scope = {table.name: (0, table)}
    tree = parse(rule["original"])
    try:
        condition = compiler.value(tree, scope)
        first = [compiler.value(c, scope).run for c in choice_conditions(tree)]
    except NotationError as error:
        raise NotationError(f"{rule['rule_id']}: {error}") from error
    if condition.kind != "condition":
        raise NotationError(f"{rule['rule_id']} is no condition")
    rows: Iterable[tuple[int, Row]] = enumerate(table.rows, 1)
    if rule["dimension"] == "唯一性":
        concerns = own_row(table)
        rows = ((number, row) for number, row in rows if concerns(row))
    return {number for number, row in rows if _true(condition.run, first, row)}


def own_row(table: Table) -> Callable[[Row], bool]:
    """Valid and not merged, as far as the dataset has the items. Note 22."""
    valid = table.column.get("valid_flag")
    merged = next((at for name, at in table.column.items() if name.startswith("merged_into_")), None)
    return lambda row: (valid is None or row[valid] == "1") and (merged is None or row[merged] is None)


def _true(condition: Run, first: list[Run], row: Row) -> bool:
    env = [row] + [None] * 8
    try:
        return all(c(env) is not None for c in first) and condition(env) is True
    except NotJudged:
        return False
