select s.id as record, 'job_seeking' as dataset, s.district, coalesce(p.unit, s.person_id, s.id) as unit,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age,
  case when substr(desired_occupation_code, 1, 1) between '1' and '8' then substr(desired_occupation_code, 1, 1)
       else '' end as occupation
from job_seeking s left join people p using (person_id) left join facts f on f.unit = coalesce(p.unit, s.person_id)
where s.registered_date <= $last and coalesce(s.valid_flag, '1') <> '0'
  and least(coalesce(s.valid_until, date '9999-12-31'), coalesce(s.success_date, date '9999-12-31')) >= $first
qualify row_number() over (partition by coalesce(p.unit, s.person_id, s.id) order by s.registered_date desc,
                           s.handled_at desc nulls last, s.seeking_id desc nulls last, s.district, s.id) = 1
