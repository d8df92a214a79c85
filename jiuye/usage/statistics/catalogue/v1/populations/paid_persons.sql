select s.id as record, 'subsidy' as dataset, s.district, coalesce(p.unit, s.person_id) as unit,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age
from subsidy s left join people p using (person_id) left join facts f on f.unit = coalesce(p.unit, s.person_id)
where payment_status = '40' and paid_date between $first and $last and coalesce(valid_flag, '1') <> '0'
  and s.person_id is not null
qualify row_number() over (partition by coalesce(p.unit, s.person_id) order by paid_date desc,
                           subsidy_id desc nulls last, s.district, s.id) = 1
