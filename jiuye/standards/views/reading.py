"""Pages of the standards room: what data there is, what is required of it, by which rules. Art. 5.

Everyone signed in may read the standard by which his work is judged.
"""

from typing import Any

from django.http import Http404

from jiuye.parties.pages import Page
from jiuye.standards import queries, wording
from jiuye.standards.catalogue import DATASETS, PRESENTED, Item, Rule
from jiuye.standards.rules import INSPECTION_ONLY
from jiuye.standards.showing import flow_text

TABS = [
    ("index", "数据集"),
    ("rules", "规则"),
    ("codes", "代码表"),
    ("parameters", "参数"),
    ("requests", "需求"),
    ("drafts", "草案与版本"),
]


class StandardsPage(Page):
    """A page of this room: its tab is marked, the version in force stands in its head."""

    room = "standards"
    tab = ""

    def context(self, **kwargs: Any) -> dict[str, Any]:
        return {"tabs": TABS, "tab": self.tab, "version": queries.version_in_force()}

    def said(self, name: str) -> str:
        """What was typed in a field. NUL, which no text of the database holds, is left out."""
        return str(self.request.POST.get(name, "")).replace("\0", "")


class Index(StandardsPage):
    template = "standards/index.html"
    tab = "index"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        counts = queries.dataset_counts()
        return super().context() | {
            "collected": [c for c in counts if c.collected],
            "presented": [c for c in counts if c.name in PRESENTED],
            "awaited": [c for c in counts if not c.collected and c.name not in PRESENTED],
        }


class OneDataset(StandardsPage):
    template = "standards/dataset.html"
    tab = "index"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        name = kwargs["name"]
        facts = queries.catalogue()
        if name not in facts.items:
            raise Http404(name)
        return super().context() | {
            "dataset": name,
            "label": wording.dataset_label(name),
            "collected": name in DATASETS,
            "presented": name in PRESENTED,
            "items": [_item(i, facts.code_lists.keys() | facts.open_lists.keys()) for i in facts.items[name].values()],
            "rules": [_rule(r) for r in facts.rules_of(name)],
            "flows": [
                (f.flow_id, flow_text(facts, f), f.basis) for f in facts.flows_into(name) + facts.flows_from(name)
            ],
            "hints": [(wording.PROTECTION[k], v) for k, v in wording.PROTECTION_HINTS.items()],
        }


class Rules(StandardsPage):
    template = "standards/rules.html"
    tab = "rules"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET
        chosen = queries.RuleFilter(
            *(asked.get(k, "") for k in ("dataset", "dimension", "severity", "runs"))
        )  # fmt: skip
        every = list(queries.catalogue().rules.values())
        return super().context() | {
            "chosen": chosen,
            "rules": [_rule(r) for r in queries.filtered_rules(chosen)],
            "of": len(every),
            "datasets": [(c.name, c.label) for c in queries.dataset_counts() if c.rules],
            "dimensions": list(dict.fromkeys(r.dimension for r in every)),
            "severities": wording.SEVERITY,
        }


class OneRule(StandardsPage):
    template = "standards/rule.html"
    tab = "rules"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        rule = queries.catalogue().rules.get(kwargs["rule_id"])
        if rule is None:
            raise Http404(kwargs["rule_id"])
        return super().context() | {"rule": rule, "shown": _rule(rule), "items": queries.items_of(rule)}


class Codes(StandardsPage):
    template = "standards/codes.html"
    tab = "codes"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        lists = [
            {"list": one, "used": [(i.dataset, wording.dataset_label(i.dataset), i.label) for i in items]}
            for one, items in queries.code_lists()
        ]
        return super().context() | {"lists": lists}


class OneList(StandardsPage):
    template = "standards/code_list.html"
    tab = "codes"

    def context(self, **kwargs: Any) -> dict[str, Any]:
        name = kwargs["name"]
        found = next(((one, used) for one, used in queries.code_lists() if one.name == name), None)
        if found is None:
            raise Http404(name)
        text = self.request.GET.get("q", "").strip()
        after = self.request.GET.get("after", "")
        codes, following = queries.codes(name, text, after)
        return super().context() | {
            "list": found[0],
            "used": [(i.dataset, wording.dataset_label(i.dataset), i.label) for i in found[1]],
            "codes": [(c, name == queries.HISTORY and queries.abolished(c.code)) for c in codes],
            "q": text,
            "after": after,
            "following": following,
        }


def _item(item: Item, lists: set[str]) -> dict[str, Any]:
    return {
        "item": item,
        "type": wording.TYPES.get(item.data_type, item.data_type),
        "size": wording.size(item),
        "listed": item.code_list in lists,
        "required": wording.REQUIRED[item.required],
        "class": wording.PROTECTION[item.protection],
        "sensitivity": wording.SENSITIVITY.get(item.sensitivity, item.sensitivity),
        "upkeep": wording.UPKEEP.get(item.upkeep, item.upkeep),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    mark, character = wording.MARKS[rule.severity]
    used = [("窗口录入", rule.rule_id not in INSPECTION_ONLY), ("文件导入", rule.rule_id not in INSPECTION_ONLY),
            ("质量检查", True)]  # fmt: skip
    return {
        "rule": rule,
        "dataset": wording.dataset_label(rule.dataset),
        "mark": mark,
        "character": character,
        "severity": wording.SEVERITY[rule.severity],
        "used": [place for place, yes in used if yes] if rule.expression else [],
        "later": rule.rule_id in INSPECTION_ONLY,
    }
