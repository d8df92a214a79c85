-- Overlapping registrations of one person are one spell, told as the last of them was; it ends at the legal age of
-- retirement at the latest, and begins at 16 at the earliest.
with rows as (
  select *, coalesce(cancel_date, date '9999-12-31') as over,
    max(coalesce(cancel_date, date '9999-12-31')) over (partition by unit order by registered_date, handled_at nulls first,
      registration_id nulls first, id rows between unbounded preceding and 1 preceding) as before
  from ever_unemployed where coalesce(cancel_date, date '9999-12-31') > registered_date),
islands as (
  select *, sum(case when before > registered_date then 0 else 1 end) over (partition by unit order by registered_date,
    handled_at nulls first, registration_id nulls first, id rows unbounded preceding) as island from rows),
spells as (
  select unit, island, min(registered_date) as began, max(over) as over from islands group by all),
told as (
  select * from islands
  qualify row_number() over (partition by unit, island order by registered_date desc, handled_at desc nulls last,
                             registration_id desc nulls last, id desc) = 1),
aged as (
  select t.id as record, 'unemployment_registration' as dataset, t.district, unit,
    coalesce(f.sex, '') as sex, coalesce(f.age, '') as age, coalesce(t.unemployment_reason, '') as reason,
    coalesce(t.cancel_reason, '') as cancel, s.over,
    greatest(s.began, coalesce(cast(f.birth_date + interval 16 year as date), s.began)) as since,
    least(s.over, coalesce({retirement}, s.over)) as until
  from spells s join told t using (unit, island) left join facts f using (unit))
select * exclude (over), until < over as aged from aged where until > since
