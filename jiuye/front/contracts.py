"""docs/contracts: what is agreed with each department, drawn from the data the adapters obey."""

from datetime import timedelta

from jiuye.collection.sharing import asking, circuit
from jiuye.collection.sharing.contracts import CONTRACTS
from jiuye.collection.sharing.contracts.base import ANSWERS, COULD_NOT_ASK, OTHER, SAME, Contract, Query
from jiuye.collection.sharing.contracts.outbound import A_MINUTE, OFFERS, TOLD
from jiuye.collection.sharing.faults import FAULTS
from jiuye.lib import signing
from jiuye.lib.wire import RETRIED

_HELD = {SAME: "与所问相同", OTHER: "与所问不同", None: "查无此人（此单位）"}


def pages() -> dict[str, list[str]]:
    """File name under docs/contracts → title and lines."""
    found = {f"{c.queries[0].contract.split('-')[0]}.md": _contract(c) for c in CONTRACTS.values()}
    return found | {"outbound.md": _outbound(), "wire.md": _wire()}


def _contract(contract: Contract) -> list[str]:
    lines = [f"# 与{contract.label}的共享契约", "", f"部门代码 {contract.code}，{contract.full_name}。"]
    lines += ["签名、重放、超时见 [wire.md](wire.md)。对方的答复不改我方数据；不一致只立疑点。", ""]
    for query in contract.queries:
        lines += _query(query)
    return lines


def _query(q: Query) -> list[str]:
    lines = [
        f"## {q.kind} {q.label}", "",
        f"契约号 `{q.contract}`，`POST {q.path}`。录入 {'、'.join(f'`{d}`' for d in q.datasets)} 时询问。",
        f"答复在 {_span(q.fresh)} 以内的可以沿用，并注明是何时的；再旧的重问。", "",
        "| 我方数据项 | 对方字段 | |", "|---|---|---|",
    ]  # fmt: skip
    lines += [f"| `{i}` | `{f}` | {_sent(q, i)} |" for i, f in q.sent.items()]
    lines += ["", f"| `{q.result}` | 对方所知 | 我方判为 |", "|---|---|---|"]
    lines += [f"| `{code}` | {_HELD.get(held, held)} | {_meaning(q, held)} |" for code, held in q.codes.items()]
    if q.differs:
        lines += ["", f"`{q.differs}`：不同的字段名，数组；相同时为空数组。"]
    if q.since:
        lines += ["", f"`{q.since}`：起始日 `YYYY-MM-DD`，没有时为空串。"]
    kept = "；".join(_fact(q, held) for held in q.facts)
    lines += ["", f"记为共享事实（`fact_kind` {q.kind}）：{kept}。其余答复只留记录。"]
    if q.claim_item:
        said = "、".join(f"{code or '未填'} → {claim}" for code, claim in q.claims.items())
        lines += ["", f"我方主张取自 `{q.claim_item}`：{said}；其他代码不询问。"]
    return [*lines, ""]


def _fact(q: Query, held: str) -> str:
    return f"{_HELD.get(held, held)} → {q.facts[held]}{'（有起止）' if q.ends else ''}"


def _sent(q: Query, item: str) -> str:
    said = ["有则送"] if item in q.optional else ["必送"]
    if item in q.words:
        said.append("、".join(f"{ours} → {theirs}" for ours, theirs in q.words[item].items()) + "；其他代码不询问")
    return "；".join(said)


def _meaning(q: Query, held: str | None) -> str:
    if held is None:
        return ANSWERS["no_such_record"]
    if not q.claim_item:
        return ANSWERS["confirmed" if held == q.claim else "contradicted"]
    return f"主张是 {held} 时{ANSWERS['confirmed']}，否则{ANSWERS['contradicted']}"


def _span(fresh: timedelta) -> str:
    return f"{fresh.days} 天"


def _outbound() -> list[str]:
    lines = ["# 对外答复", "", "`POST /api/departments/question`，一次一人一日。只答下列四种之一，不附其他数据。", ""]
    lines += ["| 契约号 | 问题 | 部门（依据） |", "|---|---|---|"]
    for offer in OFFERS.values():
        who = "、".join(f"{CONTRACTS[d].label}（{why}）" for d, why in offer.departments.items())
        lines.append(f"| `{offer.contract}` | {offer.label} | {who} |")
    lines += ["", "请求体：", "", "```json"]
    lines += ['{"contract": "jiuye-unemployed-1", "basis": "对方办件编号",']
    lines += [' "asked": {"id_number": "……", "on": "2026-11-01"}}', "```", ""]
    lines += ["答复体：`contract`、`subject`（SM3(随机数 ‖ 0x1F ‖ 证件号码)）、`answer`：`answer` 与 `since`。", ""]
    lines += [f"- `{code}`：{label}" for code, label in TOLD.items()]
    lines += ["", f"每个部门每分钟最多 {A_MINUTE} 次；上一问没有答完，下一问不收（429）。不合标准又未放行的记录不答。"]
    return [*lines, "每一问都记下部门、契约、依据和被查人的索引，本人可以查看。"]


def _wire() -> list[str]:
    lines = ["# 线上的样子", "", "问与答都签名：HMAC-SM3，双方各持同一把 32 字节密钥。"]
    lines += ["待签文本是下列八行，以换行相连：", ""]
    lines += [f"1. `{signing.SCHEME}`", "2. 发送方：本系统为 `jiuye`，部门为其代码", f"3. `{signing.KEY}` 密钥编号"]
    lines += [f"4. `{signing.AT}` 1970 年以来的秒数", f"5. `{signing.NONCE}` 128 位随机数，十六进制"]
    lines += [f"6. `{signing.REPLY}` 所答问题的随机数；问题为空", "7. 路径", "8. 报文体的 SM3 摘要，十六进制", ""]
    lines += [f"签名在 `{signing.SIGNATURE}`。时间相差 {signing.WINDOW} 秒以上、随机数用过、"]
    lines += ["所答非所问的，双方都不认。", ""]
    lines += ["请求体：`contract`、`basis`（业务编号）、`asked`（契约的字段）。"]
    lines += ["答复体只有 `contract`、`subject`、`answer`，`answer` 恰为契约列出的字段；"]
    lines += ["多一个、少一个、代码不认得，都算没有答复。", ""]
    counter, night = asking.COUNTER, asking.NIGHT
    lines += [f"窗口一轮最多 {counter.seconds:g} 秒、每问至多 {counter.attempts} 次；"]
    lines += [f"后台 {night.seconds:g} 秒、{night.attempts} 次。连续 {circuit.TRIP} 轮出错，停问 {circuit.FIRST} 秒，"]
    lines += [f"再错加倍，最长 {circuit.LONGEST} 秒。", ""]
    lines += ["| 没有答复的原因 | | 当场再试 |", "|---|---|---|"]
    lines += [f"| `{kind}` | {label} | {'是' if kind in RETRIED else '否'} |" for kind, label in FAULTS.items()]
    return [*lines, "", f"这些都记为“{ANSWERS[COULD_NOT_ASK]}”，转待核，由系统再问；绝不算“{ANSWERS['confirmed']}”。"]
