select t.id as record, 'training' as dataset, t.district, t.enrol_date, t.end_date, t.certificate_issue_date, t.result,
  coalesce(f.sex, '') as sex, coalesce(f.age, '') as age, coalesce(t.training_kind, '') as course
from training t left join people p using (person_id) left join facts f on f.unit = coalesce(p.unit, t.person_id)
where coalesce(t.valid_flag, '1') <> '0'
