import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """A confirmed fact that is wrong is disputed by one and annulled by another (Art. 7, 9(2))."""

    dependencies = [
        ('parties', '0012_phone'),
        ('records', '0029_matters_by_number'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='lineage',
            name='lineage_state',
        ),
        migrations.RemoveConstraint(
            model_name='lineage',
            name='lineage_once',
        ),
        migrations.AddField(
            model_name='lineage',
            name='annulled_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='lineage',
            name='annulled_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff'),
        ),
        migrations.AddField(
            model_name='lineage',
            name='dispute',
            field=models.TextField(blank=True, db_default='', default=''),
        ),
        migrations.AddField(
            model_name='lineage',
            name='disputed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='lineage',
            name='disputed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.staff'),
        ),
        migrations.AddIndex(
            model_name='lineage',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='lineage_keys'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['annulled', 'confirmed', 'refused', 'stated'])), name='lineage_state'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dispute', ''), ('disputed_at', None), ('disputed_by', None)), models.Q(('disputed_at__isnull', False), ('disputed_by__isnull', False), ('state__in', ['confirmed', 'annulled']), models.Q(('dispute', ''), _negated=True)), _connector='OR'), name='lineage_disputed_who_and_when'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(models.Q(('state', 'annulled'), _negated=True), ('annulled_at', None), ('annulled_by', None)), models.Q(('annulled_at__isnull', False), ('annulled_by__isnull', False), ('disputed_by__isnull', False), ('state', 'annulled'), models.Q(('annulled_by', models.F('disputed_by')), _negated=True)), _connector='OR'), name='lineage_annulled_by_another'),
        ),
        migrations.AddConstraint(
            model_name='lineage',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['refused', 'annulled']), _negated=True), fields=('record_id', 'kind', 'former', 'other_uscc'), name='lineage_once'),
        ),
    ]
