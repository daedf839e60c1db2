import django.db.models.fields.json
import minutes.models.source
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0004_changes_and_audiences'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='upload',
            name='draft_body',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('body', 'parsed'), output_field=models.TextField(null=True), verbose_name='会議体'),
        ),
        migrations.AddField(
            model_name='upload',
            name='draft_fiscal_year',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('fiscal_year', 'parsed'), output_field=models.TextField(null=True), verbose_name='年度'),
        ),
        migrations.AddField(
            model_name='upload',
            name='draft_held_on',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('held_on', 'parsed'), output_field=models.TextField(null=True), verbose_name='開催日'),
        ),
        migrations.AddField(
            model_name='upload',
            name='draft_number',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('number', 'parsed'), output_field=models.TextField(null=True), verbose_name='回数'),
        ),
        migrations.AddField(
            model_name='upload',
            name='draft_title',
            field=models.GeneratedField(db_persist=True, expression=django.db.models.fields.json.KeyTextTransform('title', 'parsed'), output_field=models.TextField(null=True), verbose_name='会議名'),
        ),
        migrations.AddField(
            model_name='upload',
            name='has_blank',
            field=models.GeneratedField(db_persist=True, expression=minutes.models.source.HoldsBlank('parsed'), output_field=models.BooleanField(null=True), verbose_name='本文のない発言がある'),
        ),
        migrations.AddField(
            model_name='upload',
            name='warning_codes',
            field=models.GeneratedField(db_persist=True, expression=minutes.models.source.WarningCodes('parsed'), output_field=models.JSONField(null=True), verbose_name='確かめる箇所の種類'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['state', '-id'], name='upload_state'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['draft_held_on'], name='upload_held_on'),
        ),
    ]
