select j.id as record, 'employment_registration' as dataset, j.district, j.unit, j.industry,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age
from town_jobs j left join facts f using (unit)
where j.end_date between $first and $last and j.end_reason in ('60', '70')
qualify row_number() over (partition by j.unit order by j.end_date desc, j.handled_at desc nulls last,
                           j.registration_id desc nulls last, j.district, j.industry, j.id) = 1
