"""What must not pass. Everything here is refused before any SQL exists."""

import pytest

from jiuye.standards.catalogue import load_files
from jiuye.standards.language import RuleError, check

CATALOGUE = load_files()

HOSTILE = [
    "",
    "sex = '1'; drop table person",
    "sex = '1' -- and so on",
    "sex = '1' /* hidden */",
    "pg_sleep(10) is null",
    "version() = 'x'",
    "current_user = 'x'",
    "sex::int = 1",
    "cast(sex as int) = 1",
    "cast('x' as text) = 'x'",
    "\"sex\" = '1'",
    "case when sex = '1' then 1 else 0 end = 1",
    "sex like '1%'",
    "sex || 'x' = '1x'",
    "sex = any(array['1'])",
    "sex in (select sex from person)",
    "not sex",
    "1 = 1 union select 1",
    "exists(select 1 from pg_shadow s where s.usename = self.name)",
    "exists(select 1 from public.person p where p.person_id = self.person_id)",
    "exists(select 1 from query_log q where q.staff_id = self.handler_id)",
    "exists(select 1 from person p, employer e where p.person_id = self.person_id)",
    "exists(select 1 from person p join employer e on true where p.person_id = self.person_id)",
    "exists(select 1 from person p where p.person_id = self.person_id limit 1)",
    "exists(select 1 from person p where p.person_id = self.person_id for update)",
    "exists(select 1 from person p where p.birth_date < self.birth_date)",
    "exists(select 1 from person self where self.person_id = self.person_id)",
    "exists(select 1 from person p where person_id = self.person_id)",
    "exists(select 1 from person p where p.person_id = self.person_id"
    " and exists(select 1 from person q where q.person_id = self.person_id))",
    "exists(select 1 from person p where p.person_id = self.person_id and exists(select 1 from person q"
    " where q.person_id = p.person_id and exists(select 1 from person r where r.person_id = q.person_id)))",
    "(select name from person p where p.person_id = self.person_id) = 'x'",
    "(select count(*) from person p where p.person_id = self.person_id group by p.sex) > 1",
    "(select max(p.name) from person p where p.person_id = self.person_id) = 'x'",
    "with x as (select 1) select 1",
    "select 1",
    "no_such_item = '1'",
    "other.sex = '1'",
    "id_number_form = 'ric18'",
    "id_number_index is null",
    "id = '1'",
    "sex = 1",
    "birth_date = '1990-01-01'",
    "birth_date > date '1990-02-30'",
    "created_at > today()",
    "in_list(sex, 'no_such_list')",
    "param('no_such_parameter') = 1",
    "param(sex) = 1",
    "format(birth_date, 'HH24') = '1'",
    "sex is true",
    "(sex = '1') < (sex = '2')",
    "name = '\x00'",
]
UNSEALING = [
    "id_number = '371098199001019010'",
    "id_number > social_security_number",
    "id_number in ('1')",
    "match(id_number, '^37')",
    "substring(id_number, 1, 6) = '371098'",
    "substring(disability_cert_no, 1, 17) = id_number",
    "length(id_number) = 18",
    "upper(social_security_number) = upper(id_number)",
    "upper(id_number) = id_number",
    "upper(id_number) = 'X'",
    "nvl(id_number, social_security_number) is null",
    "placeholder(id_number)",
    "id_number = mobile_phone",
    "mobile_phone = bank_account",
    "id_number = name",
    "fact(id_number, 'value') = 'x'",
    "fact(name, 'form') = 'x'",
    "fact(mobile_phone, 'division') = 'x'",
    "fact(social_security_number, 'form') = 'ric18'",
    "(select max(p.id_number) from person p where p.name = self.name) is null",
    "upper(ref(person, person_id, id_number)) = upper(id_number)",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_outside_the_language(expression: str) -> None:
    with pytest.raises(RuleError) as refused:
        check(expression, "person", CATALOGUE)
    assert str(refused.value)


@pytest.mark.parametrize("expression", UNSEALING)
def test_sealed_items_stay_sealed(expression: str) -> None:
    with pytest.raises(RuleError):
        check(expression, "person", CATALOGUE)


@pytest.mark.parametrize(
    "expression",
    [
        "id_number is null",
        "id_number <> social_security_number",
        "substring(disability_cert_no, 1, 18) = id_number",
        "fact(mobile_phone, 'form') = 'mobile'",
        "mobile_phone = contact_phone",
        "exists(select 1 from person p where upper(p.id_number) = upper(self.id_number))",
        "exists(select 1 from employer e where e.legal_rep_id_number = self.id_number)",
    ],
)
def test_what_sealed_items_admit(expression: str) -> None:
    check(expression, "person", CATALOGUE)


@pytest.mark.parametrize(
    "pattern",
    [
        "a.c",
        r"\d+",
        r"\w",
        r"\bx",
        "(?i)x",
        "x*?",
        "x++",
        "[[:alpha:]]",
        "[a",
        "a{1,999}",
        "a$b",
        "x{,3}",
        "(",
        r"\u12",
    ],
)
def test_patterns_the_engines_read_differently(pattern: str) -> None:
    with pytest.raises(RuleError):
        check(f"match(name, '{pattern}')", "person", CATALOGUE)


def test_rules_may_only_be_written_on_collected_datasets() -> None:
    with pytest.raises(RuleError):
        check("query_kind = '3'", "key_log", CATALOGUE)
