"""Judgements on a flow: may this item be offered for that one? Values in, verdict out. Art. 5, 6(2)."""

from jiuye.lib.verdict import YES, Verdict, first_no, no
from jiuye.standards.catalogue import DATASETS, Catalogue, Flow, Item
from jiuye.standards.changes import Change

KEYS = {"person_id": "同一个人", "employer_id": "同一单位"}
DIFFERS = {"ask": "转冲突清单，由第二人裁定", "let": "只作提示"}


def set_flow(now: Catalogue, change: Change) -> Verdict:
    """Both items exist and can hold the same value; both datasets bear the business number that ties them."""
    flow = Flow(flow_id=change["flow_id"], **change["set"])
    if flow.source not in DATASETS or flow.target not in DATASETS or flow.source == flow.target:
        return no("请选择两个不同的数据集", code="S080")
    item, to = now.items[flow.source].get(flow.source_item), now.items[flow.target].get(flow.target_item)
    if item is None or to is None or item.in_extra or to.in_extra:
        return no("没有这个数据项目，或它是新增的项目，不能流转", code="S081")
    tied = flow.key in KEYS and flow.key in now.items[flow.source] and flow.key in now.items[flow.target]
    return first_no(
        YES if tied else no("两个数据集要有同一个编号（个人编号或单位编号）才对得上", code="S082"),
        YES if flow.differs in DIFFERS else no("请选择不一致时怎样处理", code="S083"),
        _value(now, flow, to) if flow.value else _alike(item, to),
        no("没有改动", code="S019") if now.flows.get(flow.flow_id) == flow else YES,
    )


def next_flow(now: Catalogue) -> str:
    """The number of the next new flow."""
    return f"F{max((int(f[1:]) for f in now.flows), default=0) + 1:03}"


def _value(now: Catalogue, flow: Flow, to: Item) -> Verdict:
    listed = now.code_lists.get(to.code_list)
    return first_no(
        no("密封的项目不能给定值", code="S084") if to.protection == "sealed" else YES,
        no("只提示、不判冲突的流转才能给定值", code="S085") if flow.differs == "ask" else YES,
        YES if listed is None or flow.value in listed else no("给定的值不在目标项目的代码表内", code="S086"),
    )


def _alike(item: Item, to: Item) -> Verdict:
    """A sealed value goes only where it is sealed again, and is compared by the index of one domain."""
    sealed = (item.protection == "sealed", item.seal_domain) == (to.protection == "sealed", to.seal_domain)
    lists = item.code_list == to.code_list or {item.code_list, to.code_list} <= {"division_all", "division"}
    same = item.data_type == to.data_type and sealed and (item.data_type != "code" or lists)
    return YES if same else no("两个项目的类型、代码表或密封方式不同，不能流转", code="S087")
