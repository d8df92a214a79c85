select j.id as record, 'employment_registration' as dataset, j.district, j.unit,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age
from town_jobs j left join facts f using (unit)
where j.start_date <= $last and (j.end_date is null or j.end_date > $last)
qualify row_number() over (partition by j.unit order by j.start_date desc, j.handled_at desc nulls last,
                           j.registration_id desc nulls last, j.district, j.id) = 1
