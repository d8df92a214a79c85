select s.id as record, 'subsidy' as dataset, s.district, s.employer_id as unit, coalesce(f.industry, '') as industry
from subsidy s left join firms f using (employer_id)
where payment_status = '40' and paid_date between $first and $last and coalesce(valid_flag, '1') <> '0'
  and s.employer_id is not null
qualify row_number() over (partition by s.employer_id order by paid_date desc, subsidy_id desc nulls last, s.district,
                           s.id) = 1
