"""What the house keeps of itself, as the standard describes it, for the rules that ask: agencies, staff, parameters,
behaviour events, maintenance and queries. Art. 2(1), 2(3), 2(5), 4, 9(2), 10-12. Collected by nobody, read by the
inspector; no name, no number but by its index, no subject of an event, no value that was changed."""

from jiuye.lib import clock
from jiuye.parties.weihai import CITY
from jiuye.records.models import MODELS
from jiuye.standards.catalogue import NUMBERS

_TODAY = f"(now() at time zone '{clock.ZONE}')::date"
_IN_FORCE = f"t.revoked_at is null and t.valid_from <= {_TODAY} and (t.valid_to is null or t.valid_to >= {_TODAY})"

# The technical manager of an agency is who has that post there by appointment, the first of them. Art. 4(2).
_AGENCY = f"""
select a.id, a.division::text as district, a.code as agency_code, a.name as agency_name, a.level as agency_level,
  a.kind as agency_kind, p.code as parent_agency_code, a.division as division_code,
  (select s.staff_no from jiuye.parties_appointment t join jiuye.parties_staff s on s.id = t.staff_id
   where t.agency_id = a.id and t.post = 'technician' and s.left_on is null and {_IN_FORCE}
   order by t.valid_from, t.id limit 1) as tech_admin_staff_id,
  '1' as agency_status,
  (with recursive up as (
     select a.parent_id as key, 1 as n
     union all select q.parent_id, up.n + 1 from up join jiuye.parties_agency q on q.id = up.key where up.n < 20)
   select coalesce(bool_or(key = a.id), false) from up) as in_cycle
from jiuye.parties_agency a left join jiuye.parties_agency p on p.id = a.parent_id"""

# The standard's roles; the city's parameters are in the hands of its data manager as a district's in its
# administrator's. Posts that have no role of the standard have none here.
_ROLE = """case t.post when 'clerk' then '10' when 'reviewer' then '20' when 'approver' then '30'
  when 'rechecker' then '40' when 'district_admin' then '50' when 'data_manager' then '50'
  when 'statistician' then '70' when 'custodian' then '80' when 'supervisor' then '90' end"""
# Accounts are joined so that who asks for none of their columns (R014, at every counter) does not look them up.
# 停权: nobody holds a post any more who has not left. The scope of who works for the city is not narrowed.
_STAFF = f"""
select s.id, g.division::text as district, g.code as agency_code, s.staff_no as staff_id,
  (select {_ROLE} from jiuye.parties_appointment t where t.staff_id = s.id
   order by t.post in ('district_admin', 'data_manager') desc, t.valid_from, t.id limit 1) as role_code,
  s.identity_index as id_number_index, s.phone_index as mobile_phone_index, s.enrolled_on as hire_date,
  s.left_on as leave_date,
  case when s.left_on is not null then '2'
       when exists (select 1 from jiuye.parties_appointment t where t.staff_id = s.id and {_IN_FORCE}) then '1'
       else '3' end as staff_status,
  case when g.level <> '1' then g.division::text end as data_scope_division,
  case when c.enabled then '1' else '0' end as account_enabled_flag,
  case when c.has_account then case when c.second_factor then '1' else '0' end end as mfa_bound_flag,
  c.last_sign_in at time zone '{clock.ZONE}' as last_login_at, '1' as valid_flag
from jiuye.parties_staff s join ledger.staff_shown() w on w.staff_id = s.id
left join (select distinct on (staff_id) * from ledger.accounts_shown()) c on c.staff_id = s.id
join jiuye.parties_agency g on g.id = s.agency_id"""

# Values in force or to come; each ends on the day the next of its place begins.
_PARAMETER = f"""
select v.id, v.district::text as district, ''::text as agency_code, v.id::text as parameter_id,
  v.name as parameter_code, v.value, v.district::text as division_code, v.effective_from,
  lead(v.effective_from) over (partition by v.name, v.district order by v.effective_from) as effective_to,
  v.version::bigint as version, s.staff_no as changed_by, v.set_at at time zone '{clock.ZONE}' as changed_at,
  w.staff_no as approved_by, v.settled_at at time zone '{clock.ZONE}' as approved_at, '1' as valid_flag
from jiuye.standards_parametervalue v join jiuye.parties_staff s on s.id = v.set_by_id
left join jiuye.parties_staff w on w.id = v.settled_by_id
where v.state = 'active'"""

# An event says whether it has a subject, and consent given before it; not whose it is.
_EVENT = f"""
select e.id, '{CITY[0]}'::text as district, ''::text as agency_code, e.id::text as event_id,
  e.occurred_at at time zone '{clock.ZONE}' as occurred_at, '1' as user_kind,
  case when e.has_subject then '有' end as person_id, e.channel::text as channel, e.event_type::text as event_type,
  e.service_code, e.event_result::text as event_result,
  case when exists (select 1 from jiuye.collection_trackingconsent k where k.id = e.consent_id
                    and date_trunc('minute', k.given_at) <= e.occurred_at) then '1' else '0' end as consent_flag
from behaviour.behaviour_event e"""

# Each item of each line of an order that was carried out, and each item of a person that handling refreshed (kind 5,
# ADR 32): the record itself names the entry under which that was.
_NUMBER = " union all ".join(
    f"select r.id, '{d}' as dataset, r.{NUMBERS[d]} as number from jiuye.{m._meta.db_table} r"
    for d, m in MODELS.items()
)
_MAINTENANCE = f"""
select m.id, m.district, m.agency_code, m.log_id, m.target_entity, m.target_record_id, m.operation_kind, m.field_name,
  m.old_value, m.new_value, m.handling_method, m.change_reason, m.requested_by,
  m.requested_at at time zone '{clock.ZONE}' as requested_at, m.approved_by,
  m.approved_at at time zone '{clock.ZONE}' as approved_at, m.executed_by,
  m.executed_at at time zone '{clock.ZONE}' as executed_at, m.verified_by,
  m.verified_at at time zone '{clock.ZONE}' as verified_at, m.batch_flag, m.rows_affected, m.provincial_approval_no
from (
  select md5(o.line_id::text || o.kind || coalesce(o.item, ''))::uuid as id, o.district, o.agency_code, o.log_id,
    o.dataset as target_entity, n.number as target_record_id, o.kind as operation_kind, o.item as field_name,
    case when o.noted then '有' end as old_value, '有' as new_value, '变更单' as handling_method,
    o.reason as change_reason, o.requested_by, o.requested_at, o.approved_by, o.approved_at, o.executed_by,
    o.executed_at, o.verified_by, o.verified_at, case when o.batch then '1' else '0' end as batch_flag,
    o.affected as rows_affected, o.approval as provincial_approval_no
  from ledger.maintained() o left join ({_NUMBER}) n on n.id = o.record_id and n.dataset = o.dataset
  union all
  select md5(r.id::text || i.name)::uuid, r.district::text, r.agency_code, r.person_id || '/' || i.name, 'person',
    r.person_id, '5', i.name, null, '有', '业务办理时更新', h.act, null, null, null, null, s.staff_no, h.at, null, null,
    '0', 1, null
  from jiuye.records_person r
  cross join lateral jsonb_each(case jsonb_typeof(r.origins) when 'object' then r.origins else '{{}}' end) i(name, told)
  join ledger.hand h on h.id = (i.told ->> 'entry')::uuid and h.act not like 'maintenance.%'
  join jiuye.parties_staff s on s.id = h.staff_id) m"""

# Which acts are queries, and of which kind the standard counts them: 1 by the person himself, 2 under his mandate, 3
# for officers, 4 ad hoc statistics, 5 by staff, 6 by an employer. What the standard asks of a query beside that, an
# act tells in its entry's detail under "query", by the items' names; what it does not tell stands empty.
# What somebody asked for himself is of no person where it was an employer's file.
QUERY_KINDS = {
    "usage.show_own": "1", "usage.look_up": "5", "records.open": "5", "records.unmask": "5",
    "usage.look_up_batch": "5", "usage.view_batch": "5", "usage.produce_export": "5",
}  # fmt: skip
_KIND = "when q.act = 'usage.show_own' and q.person_id is null then '6' " + " ".join(
    f"when q.act = '{act}' then '{kind}'" for act, kind in QUERY_KINDS.items()
)
_CHANNEL = "case q.channel when 'web' then '30' when 'phone' then '40' when 'wechat' then '42' when 'kiosk' then '50'" \
    " when 'sharing' then '60' else '10' end"
_QUERY = f"""
select q.entry_id as id, coalesce(q.district, '{CITY[0]}') as district, q.agency_code, q.entry_id::text as query_id,
  case {_KIND} end as query_kind, q.staff_no as queried_by, q.at at time zone '{clock.ZONE}' as queried_at,
  q.why as purpose, p.person_id as target_person_id, q.told ->> 'id_document_checked_flag' as id_document_checked_flag,
  q.told ->> 'entrustment_flag' as entrustment_flag, q.told ->> 'requesting_org' as requesting_org,
  (q.told ->> 'official_count')::bigint as official_count,
  q.told ->> 'work_card_checked_flag' as work_card_checked_flag,
  q.told ->> 'approval_doc_no' as approval_doc_no, q.told ->> 'approval_no' as approval_no,
  coalesce((q.told ->> 'rows_returned')::bigint, q.shown) as rows_returned,
  coalesce(q.told ->> 'export_flag', '0') as export_flag, {_CHANNEL} as channel
from ledger.queried(array[{", ".join(f"'{act}'" for act in QUERY_KINDS)}]) q
left join jiuye.records_person p on p.id = q.person_id"""

QUERIES = {
    "agency": _AGENCY, "staff": _STAFF, "parameter": _PARAMETER, "behavior_event": _EVENT,
    "maintenance_log": _MAINTENANCE, "query_log": _QUERY,
}  # fmt: skip


def presented() -> dict[str, str]:
    """The relations, by dataset."""
    return {dataset: f"({sql})" for dataset, sql in QUERIES.items()}
