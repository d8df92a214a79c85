select j.id as record, 'employment_registration' as dataset, j.district, j.industry,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age, coalesce(j.employment_form, '') as form,
  coalesce(j.employment_channel, '') as channel, coalesce(j.social_insured_flag = '1', false) as insured
from jobs j left join facts f using (unit)
where j.start_date between $first and $last
