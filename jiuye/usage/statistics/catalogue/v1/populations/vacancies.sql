select id as record, 'vacancy' as dataset, district, greatest(coalesce(headcount, 0), 0) as headcount,
  case when substr(occupation_code, 1, 1) between '1' and '8' then substr(occupation_code, 1, 1) else '' end as occupation
from vacancy
where registered_date <= $last and coalesce(valid_flag, '1') <> '0'
  and least(coalesce(valid_until, date '9999-12-31'), coalesce(cancel_date, date '9999-12-31')) >= $first
