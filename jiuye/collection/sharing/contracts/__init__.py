"""The contracts in force, one adapter's worth of data for each department (Art. 6(4))."""

from jiuye.collection.sharing.contracts.base import Contract, Query
from jiuye.collection.sharing.contracts.civil_affairs import CIVIL_AFFAIRS
from jiuye.collection.sharing.contracts.education import EDUCATION
from jiuye.collection.sharing.contracts.justice import JUSTICE
from jiuye.collection.sharing.contracts.market_regulation import MARKET_REGULATION
from jiuye.collection.sharing.contracts.police import POLICE

CONTRACTS: dict[str, Contract] = {c.code: c for c in (POLICE, CIVIL_AFFAIRS, EDUCATION, JUSTICE, MARKET_REGULATION)}


def query_of(department: str, kind: str) -> Query:
    """The question of that kind. Raises KeyError where the contract has none."""
    for query in CONTRACTS[department].queries:
        if query.kind == kind:
            return query
    raise KeyError(kind)
