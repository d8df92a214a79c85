"""The market-regulation authority's extract of employers, as dataset employer. Art. 6 (部门共享).

What the extract does not say (status, industry, contacts) is left null; what is no item goes to `extra`.
"""

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

import polars as pl

from ..capital import parse_capital
from ..extra import extra_json
from ..table import ROW
from .base import NamedMapping

T = TypeVar("T")

NAME, CODE, DATE, TYPE = "企业名称", "统一社会信用代码", "注册日期", "企业类型"
CAPITAL, SCOPE, PROVINCE, CITY, ADDRESS = "注册资金", "经营范围", "所在省份", "地区", "注册地址"
COLUMNS = (NAME, CODE, DATE, TYPE, CAPITAL, SCOPE, PROVINCE, CITY, ADDRESS)

# 企业类型 → (employer_type, economic_type), only where the words settle it; null leaves it to a person.
TYPES: dict[str, tuple[str | None, str | None]] = {
    "国有企业": ("10", "110"), "全民所有制": ("10", "110"), "国有经营单位(非法人)": ("10", "110"),
    "集体所有制": ("10", "120"), "集体企业": ("10", "120"), "集体分支机构(非法人)": ("10", "120"),
    "集体经营单位(非法人)": ("10", "120"),
    "股份合作制": ("10", "130"), "股份合作企业": ("10", "130"),
    "联营企业": ("10", "140"), "联营": ("10", "140"),
    "有限责任公司": ("10", "150"), "有限责任公司(国有独资)": ("10", "151"), "其他有限责任公司": ("10", "159"),
    "股份有限公司": ("10", "160"),
    "个人独资企业": ("10", "171"), "普通合伙": ("10", "172"), "普通合伙企业": ("10", "172"),
    "有限合伙": ("10", "172"), "有限合伙企业": ("10", "172"),
    "个体": ("90", "175"), "个体户": ("90", "175"), "个体工商户": ("90", "175"),
    "农民专业合作社": ("95", None), "外商投资企业": ("10", "300"), "外资企业": ("10", "300"),
}  # fmt: skip

# Districts whose code says where the employer is; 371000 says only that the city registered it.
_COUNTIES = {"371002", "371003", "371071", "371072", "371073", "371082", "371083", "371091"}
_RENAMED = {"371081": "371003"}  # 文登市 became 文登区 in 2014
# First match wins: a county's own zones carry its name, and 临港 carries 经济技术开发 in its full one.
_PLACES = (
    (re.compile("南海新区"), "371091"),
    (re.compile("文登[市区县]"), "371003"),
    (re.compile("荣成[市县]"), "371082"),
    (re.compile("乳山[市县]"), "371083"),
    (re.compile("临港"), "371073"),
    (re.compile("火炬|高技术产业|高技区|高新区|高新技术|高区"), "371071"),
    (re.compile("经济技术开发|经技|经区"), "371072"),
    (re.compile("环翠"), "371002"),
)


def employer_types(text: str | None) -> tuple[str | None, str | None]:
    """(employer_type, economic_type) of a 企业类型 text; (None, None) when it does not settle them."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text or ""))
    return TYPES.get(plain, (None, None))


def division(code: str | None, address: str | None) -> str | None:
    """Where the employer is: the district in positions 3-8 of its credit code; if that is not a district
    of the city, the district the address names; else 371000 when the city registered it; else None."""
    part = (code or "")[2:8]
    part = _RENAMED.get(part, part)
    if part in _COUNTIES:
        return part
    named = next((district for words, district in _PLACES if words.search(address or "")), None)
    return named or ("371000" if part == "371000" else None)


def transform(source: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """See `NamedMapping.transform`. "N/A" and white space are null."""
    clean = source.select(ROW, *(_column(source, name) for name in COLUMNS))
    types = _each(clean, [TYPE], employer_types)
    capital = _each(clean, [CAPITAL], parse_capital)
    extra = pl.DataFrame(
        {
            "business_scope": clean[SCOPE],
            "registered_capital_text": clean[CAPITAL],
            "registered_capital": [str(c[0]) if c else None for c in capital],
            "registered_capital_currency": [c[1] if c else None for c in capital],
            "registered_capital_unclear": [
                True if c is None and text is not None else None
                for c, text in zip(capital, clean[CAPITAL], strict=True)
            ],
            "source_employer_type": clean[TYPE],
            "province": clean[PROVINCE],
            "city": clean[CITY],
        }
    )
    kept = pl.concat([extra, others.drop(ROW)], how="horizontal")
    return pl.DataFrame(
        {
            ROW: clean[ROW],
            "employer_name": clean[NAME],
            "uscc": clean[CODE],
            "registered_date": clean[DATE],
            "employer_type": pl.Series([t[0] for t in types], dtype=pl.String),
            "economic_type": pl.Series([t[1] for t in types], dtype=pl.String),
            "division_code": pl.Series(_each(clean, [CODE, ADDRESS], division), dtype=pl.String),
            "address": clean[ADDRESS],
            "extra": extra_json(kept, kept.columns),
        }
    )


def _column(source: pl.DataFrame, name: str) -> pl.Expr:
    if name not in source.columns:
        return pl.lit(None, dtype=pl.String).alias(name)
    bare = pl.col(name).str.strip_chars()
    return pl.when((bare != "N/A") & (bare != "")).then(pl.col(name)).alias(name)


def _each(frame: pl.DataFrame, names: list[str], judge: Callable[..., T]) -> list[T]:
    """`judge` of the named columns, row by row, once for each different input."""
    known: dict[tuple[str | None, ...], T] = {}
    results = []
    for row in frame.select(names).iter_rows():
        if row not in known:
            known[row] = judge(*row)
        results.append(known[row])
    return results


MAPPING = NamedMapping(
    name="market-regulation",
    label="市场监管企业登记信息",
    dataset="employer",
    columns={
        NAME: "employer_name", CODE: "uscc", DATE: "registered_date", TYPE: "", CAPITAL: "", SCOPE: "",
        PROVINCE: "", CITY: "", ADDRESS: "address",
    },
    required=(NAME, CODE),
    transform=transform,
)  # fmt: skip
