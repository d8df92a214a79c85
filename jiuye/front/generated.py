"""Pages under docs/ that are drawn from the code, and the check that they still agree with it.

python -m jiuye.front.generated --write     draw them anew
python -m jiuye.front.generated --check     exit 1 and name the pages that drifted
"""

import argparse
import ast
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import django

from jiuye.front.articles import ARTICLES
from jiuye.parties.permissions import ACTS, Act
from jiuye.parties.posts import POSTS

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "parties", "jobs", "standards", "standards.parameters", "collection", "collection.sharing",
    "collection.sections", "maintenance", "records", "usage.enquiries", "usage.exports", "usage.statistics",
    "usage.own", "quality",
)  # fmt: skip
_NOTE = "<!-- Drawn from the code by `python -m jiuye.front.generated --write`; do not edit. -->\n\n"


def acts() -> str:
    """docs/generated/acts.md: the permission list as one table."""
    lines = ["| act | 行为 | 条款 | 岗位 | 两人 | 可写的表 |", "|---|---|---|---|---|---|"]
    for act in ACTS.values():
        posts = "、".join(POSTS[p].label for p in POSTS if p in act.posts) or "无（只由系统结构变更使用）"
        writes = " ".join(f"`{t}`" for t in act.writes)
        lines.append(f"| `{act.name}` | {act.label} | {act.article} | {posts} | {act.two_hands} | {writes} |")
    return _page("行为与岗位", lines)


def states() -> str:
    """docs/generated/states.md: every room's state table as a drawing and a list."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiuye.front.settings")
    django.setup()
    lines: list[str] = []
    for room in ROOMS:
        labels = _state_labels(room)
        for name, table in vars(import_module(f"jiuye.{room}.models")).items():
            if "NEXT" in name.split("_"):
                lines += _drawing(f"{room} {name.replace('NEXT', '').strip('_').lower()}".strip(), table, labels)
    return _page("状态", lines)


def _drawing(title: str, table: Mapping[str, set[str]], labels: Mapping[str, str]) -> list[str]:
    """A state table (NEXT, or one with NEXT in its name where a room has several) as a drawing and a list."""
    return [
        f"## {title}", "", "```mermaid", "stateDiagram-v2",
        *(f"    {a} --> {b}" for a in table for b in sorted(table[a])),
        *(f"    {a} --> [*]" for a in table if not table[a]),
        "```", "",
        *(f"- `{a}`{_called(labels, a)}：{_onward(table[a], labels)}" for a in table), "",
    ]  # fmt: skip


def glossary() -> str:
    """docs/generated/glossary.md: 行为 · name · article, by room."""
    lines = [f"- {a.label} · `{a.name}` · 第 {a.article} 条" for a in sorted(ACTS.values(), key=lambda a: a.name)]
    return _page("词汇", lines)


def regulation() -> str:
    """docs/regulation.md: article → acts → tests; a gap is visible."""
    by_article: dict[str, list[Act]] = {}
    for act in ACTS.values():
        for number in _numbers(act.article):
            by_article.setdefault(number, []).append(act)
    proofs: dict[str, list[str]] = {}
    for number, test in marks(ROOT):
        proofs.setdefault(number, []).append(test)
    unknown = sorted((by_article.keys() | proofs.keys()) - ARTICLES.keys())
    if unknown:
        raise ValueError(f"no such article: {', '.join(unknown)}")
    lines = ["| 条款 | 内容 | 行为 | 测试 |", "|---|---|---|---|"]
    for number, topic in ARTICLES.items():
        done = "<br>".join(f"{a.label} `{a.name}`" for a in by_article.get(number, [])) or "–"
        tests = "<br>".join(f"`{t}`" for t in sorted(set(proofs.get(number, [])))) or "–"
        lines.append(f"| {number} | {topic} | {done} | {tests} |")
    return _page("条款、行为、测试", lines)


PAGES: dict[str, Callable[[], str]] = {
    "docs/generated/acts.md": acts,
    "docs/generated/states.md": states,
    "docs/generated/glossary.md": glossary,
    "docs/regulation.md": regulation,
}


def _drawn() -> Iterator[tuple[str, str]]:
    """Every page with its text: one by one, and the contracts with departments as many as there are."""
    yield from ((name, draw()) for name, draw in PAGES.items())
    from jiuye.front.contracts import pages  # wants Django to be ready, as the states do

    for name, lines in pages().items():
        yield f"docs/contracts/{name}", _NOTE + "\n".join(lines).rstrip("\n") + "\n"


def marks(root: Path) -> Iterator[tuple[str, str]]:
    """(article, test) for every test that carries an article mark: on itself, its class or its module."""
    files = [*root.glob("tests/**/test_*.py"), *root.glob("jiuye/**/tests/**/test_*.py")]
    for file in sorted(files):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        whole = [n for node in tree.body if _is_pytestmark(node) for n in _articles(ast.walk(node))]
        yield from _marked(tree.body, whole, file.relative_to(root).as_posix())


def _marked(body: Iterable[ast.stmt], above: list[str], place: str) -> Iterator[tuple[str, str]]:
    for node in body:
        if isinstance(node, ast.ClassDef):
            own = above + list(_articles(node.decorator_list))
            yield from _marked(node.body, own, f"{place}::{node.name}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            for number in above + list(_articles(node.decorator_list)):
                yield number, f"{place}::{node.name}"


def _articles(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """The articles named by calls of `article("…")` or `pytest.mark.article("…")` among the nodes."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        if name == "article":
            for argument in node.args:
                if isinstance(argument, ast.Constant):
                    yield from _numbers(str(argument.value))


def _is_pytestmark(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and any(getattr(t, "id", "") == "pytestmark" for t in node.targets)


def _numbers(text: str) -> list[str]:
    return [n.strip() for n in text.split(",") if n.strip()]


def _state_labels(room: str) -> Mapping[str, str]:
    found: Mapping[str, str] = getattr(import_module(f"jiuye.{room}.rules"), "STATE_LABELS", {})
    return found


def _called(labels: Mapping[str, str], state: str) -> str:
    return f" {labels[state]}" if state in labels else ""


def _onward(states: set[str], labels: Mapping[str, str]) -> str:
    return "、".join(f"`{s}`{_called(labels, s)}" for s in sorted(states)) or "到此为止"


def _page(title: str, lines: list[str]) -> str:
    return f"{_NOTE}# {title}\n\n" + "\n".join(lines).rstrip("\n") + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m jiuye.front.generated")
    choice = parser.add_mutually_exclusive_group(required=True)
    choice.add_argument("--write", action="store_true", help="draw the pages anew")
    choice.add_argument("--check", action="store_true", help="exit 1 where a page differs from the code")
    asked = parser.parse_args()
    drifted = []
    for name, fresh in _drawn():
        file = ROOT / name
        if file.exists() and file.read_text(encoding="utf-8") == fresh:
            continue
        drifted.append(name)
        if asked.write:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(fresh, encoding="utf-8")
    for name in drifted:
        print(f"{'written' if asked.write else 'drifted'}: {name}", file=sys.stderr if asked.check else sys.stdout)
    return 1 if asked.check and drifted else 0


if __name__ == "__main__":
    raise SystemExit(main())
