"""The code of a refusal says one thing: no two parts of the house use one code for their own sentences."""

import ast
from collections import defaultdict
from pathlib import Path

import jiuye

HOUSE = Path(jiuye.__file__).parent
# The same sentence at a second door, which may not import the first.
SHARED = {"A003", "A005", "A010", "A014", "C025", "C026", "G024", "P036", "P040", "S034", "S070"}
PARTED = ("collection", "records", "standards", "usage")


def told() -> dict[str, set[str]]:
    """Code → the parts of the house that tell it. What every part says alike (not here, not so) ends in 4nn."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in HOUSE.rglob("*.py"):
        parts = file.relative_to(HOUSE).parts
        if "tests" in parts or "migrations" in parts:
            continue
        part = "/".join(parts[:2]) if parts[0] in PARTED and len(parts) > 2 else parts[0]
        for call in (n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call)):
            for word in (k.value for k in call.keywords if k.arg == "code"):
                if isinstance(word, ast.Constant) and isinstance(word.value, str) and word.value[:1].isalpha():
                    found[word.value].add(part.removesuffix("/views").removesuffix("/actions"))
    return found


def test_no_code_means_two_things() -> None:
    codes = told()
    assert len(codes) > 300
    twice = {c: sorted(parts) for c, parts in codes.items() if len(parts) > 1 and c[-3] != "4"}
    assert {c: parts for c, parts in twice.items() if c not in SHARED} == {}
    assert sorted(SHARED - set(twice)) == []
