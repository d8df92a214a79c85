select id as record, 'subsidy' as dataset, district, person_id, employer_id, subsidy_id, paid_date,
  coalesce(subsidy_kind, '') as kind, coalesce(fund_source, '') as fund, coalesce(applied_amount, 0) as applied_amount,
  coalesce(approved_amount, 0) as approved_amount, coalesce(paid_amount, 0) as paid_amount,
  coalesce(refund_flag = '1', false) as refunded
from subsidy
where payment_status = '40' and paid_date between $first and $last and coalesce(valid_flag, '1') <> '0'
