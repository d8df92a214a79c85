from django.db import migrations


class Migration(migrations.Migration):
    """The inspector reads what agencies, staff, parameters and consents are judged by: no name, no secret, no subject."""

    dependencies = [("collection", "0017_mandate"), ("standards", "0003_parameter_values")]
    operations = [
        migrations.RunSQL(
            "grant select (id, code, name, kind, level, division, parent_id) on parties_agency to jiuye_inspector;"
            " grant select (id, staff_no, agency_id, enrolled_on, left_on) on parties_staff to jiuye_inspector;"
            " grant select (id, staff_id, post, agency_id, valid_from, valid_to, revoked_at) on parties_appointment"
            "  to jiuye_inspector;"
            " grant select (id, name, value, district, effective_from, version, set_by_id, set_at, settled_by_id,"
            "  settled_at, state) on standards_parametervalue to jiuye_inspector;"
            " grant select (id, given_at) on collection_trackingconsent to jiuye_inspector"
        )
    ]
