"""R043 asks for another employer of the same normalised name by an index, on every server from 15 on. Art. 14(2)."""

import psycopg
import pytest

from jiuye.server.connect import Instance
from jiuye.standards.language.dialects import engine
from jiuye.standards.language.names import normalized


@pytest.mark.article("14(2)")
def test_the_rule_s_expression_finds_the_index(house: Instance) -> None:
    expression = normalized("employer_name", engine("postgres"))
    asked = f"explain select id from jiuye.records_employer where {expression} = '威海测试有限公司' and not retired"
    with psycopg.connect(house.superuser_dsn()) as db:
        db.execute("set enable_seqscan = off")
        plan = "\n".join(row[0] for row in db.execute(asked.encode()).fetchall())
        size = db.execute(
            "select octet_length(indexprs::text) from pg_index"
            " where indexrelid = 'jiuye.e_employer_name_normal'::regclass"
        ).fetchone()
    assert "e_employer_name_normal" in plan
    assert size is not None
    assert size[0] < 4000  # what one page of an older server's catalogue takes
