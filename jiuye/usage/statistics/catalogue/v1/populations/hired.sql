select j.id as record, 'employment_registration' as dataset, j.district, j.unit, j.industry,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age,
  coalesce(j.was_unemployed_flag = '1' and exists (
    select 1 from ever_unemployed u where u.unit = j.unit and u.registered_date <= j.start_date), false) as reemployed,
  coalesce(j.hardship_flag = '1' and exists (
    select 1 from hardship_assistance h left join people p using (person_id)
    where coalesce(p.unit, h.person_id) = j.unit and h.recognized_date is not null
      and coalesce(h.valid_from, h.recognized_date) <= j.start_date
      and coalesce(h.valid_to, j.start_date) >= j.start_date
      and coalesce(h.exit_date, j.start_date) >= j.start_date), false) as hardship
from town_jobs j left join facts f using (unit)
where j.start_date between $first and $last and coalesce(j.transfer_from_employer_flag, '0') <> '1'
qualify row_number() over (partition by j.unit order by j.start_date desc, j.handled_at desc nulls last,
                           j.registration_id desc nulls last, j.district, j.industry, j.id) = 1
