-- One row per personal number: of several the unmerged, earliest one speaks. unit: whom a number counts as.
create temp view people as
select person_id, coalesce(merged_into_person_id, person_id) as unit
from person where person_id is not null
qualify row_number() over (partition by person_id order by merged_into_person_id is not null, created_at nulls last,
                           birth_date nulls last, sex nulls last) = 1;
create temp view facts as
select person_id as unit, case when sex in ('1', '2') then sex else '' end as sex, birth_date,
  case when birth_date is null then '' when birth_date > $last - interval 16 year then '00'
       when birth_date > $last - interval 25 year then '16' when birth_date > $last - interval 35 year then '25'
       when birth_date > $last - interval 45 year then '35' when birth_date > $last - interval 55 year then '45'
       else '55' end as age
from person where person_id is not null
qualify row_number() over (partition by person_id order by merged_into_person_id is not null, created_at nulls last,
                           birth_date nulls last, sex nulls last) = 1;
create temp view firms as
select employer_id, coalesce(industry_section, '') as industry, division_code
from employer where employer_id is not null
qualify row_number() over (partition by employer_id order by merged_into_employer_id is not null, created_at nulls last,
                           industry_section nulls last, division_code nulls last) = 1;
-- Employment that counts: not void, at a place of the town. A registration without a number is somebody by itself.
create temp view jobs as
select e.*, coalesce(p.unit, e.person_id, e.id) as unit, coalesce(f.industry, '') as industry
from employment_registration e left join people p using (person_id) left join firms f using (employer_id)
where not (coalesce(e.valid_flag, '1') = '0' and e.end_date is null);
create temp view town_jobs as
select j.* from jobs j left join firms f using (employer_id)
where coalesce(j.work_division, f.division_code) in (select division from urban);
create temp view ever_unemployed as
select u.*, coalesce(p.unit, u.person_id, u.id) as unit
from unemployment_registration u left join people p using (person_id)
where registered_date is not null and not (coalesce(u.valid_flag, '1') = '0' and u.cancel_date is null);
