import django.db.models.deletion
import jiuye.lib.keys
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('parties', '0011_for_an_employer'),
        ('usage', '0006_batch_look_up'),
    ]

    operations = [
        migrations.CreateModel(
            name='Release',
            fields=[
                ('id', models.UUIDField(default=jiuye.lib.keys.uuid7, editable=False, primary_key=True, serialize=False)),
                ('entry_id', models.UUIDField(editable=False)),
                ('number', models.TextField(unique=True)),
                ('district', models.CharField(max_length=6)),
                ('recipient', models.TextField()),
                ('purpose', models.TextField()),
                ('content', models.JSONField()),
                ('digest', models.TextField()),
                ('state', models.TextField(default='asked')),
                ('due_on', models.DateField()),
                ('asked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('docx', models.BinaryField(null=True)),
                ('pdf', models.BinaryField(null=True)),
                ('pdf_sm3', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff')),
                ('statistic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='usage.statistic')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['approved', 'asked', 'refused'])), name='release_state'), models.CheckConstraint(condition=models.Q(('decided_by', None), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='release_approved_by_another'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('docx', None), ('pdf', None), ('state', 'asked')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('docx', None), ('pdf', None), ('state', 'refused')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), ('docx__isnull', False), ('pdf__isnull', False), ('state', 'approved')), _connector='OR'), name='release_who_when_and_what')],
            },
        ),
        migrations.RunSQL("select ledger.fence('usage_release')"),
    ]
