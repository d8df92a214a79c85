select id as record, 'training' as dataset, district, coalesce(training_kind, '') as course
from training
where start_date between $first and $last and class_no is not null and coalesce(valid_flag, '1') <> '0'
qualify row_number() over (partition by class_no order by start_date, training_record_id nulls last, district, course, id)
  = 1
