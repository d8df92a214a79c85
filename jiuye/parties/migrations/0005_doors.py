from django.db import migrations, models


class Migration(migrations.Migration):
    """Sign-ins on their way through the identity provider, and how often an address knocks. Art. 6(3), 17."""

    dependencies = [("parties", "0004_own_accounts")]
    operations = [
        migrations.CreateModel(
            name="SignInFlight",
            fields=[
                ("state", models.BinaryField(primary_key=True, serialize=False)),
                ("sealed", models.BinaryField()),
                ("begun_at", models.DateTimeField(db_index=True)),
            ],
            options={"db_table": "parties_signinflight"},
        ),
        migrations.CreateModel(
            name="AddressCount",
            fields=[
                ("key", models.BinaryField(primary_key=True, serialize=False)),
                ("began_at", models.DateTimeField(db_index=True)),
                ("knocks", models.IntegerField()),
            ],
            options={"db_table": "parties_addresscount"},
        ),
        migrations.RunSQL(
            "alter table parties_signinflight set schema work; alter table parties_addresscount set schema work;"
            " grant select, insert, update, delete on work.parties_signinflight, work.parties_addresscount to jiuye_app;"
        ),
    ]
