# Meetings, agenda items and papers by their names. Existing archives are filled by `rebuild_index`, which `serve` starts.

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

INDEX = """
CREATE INDEX known_item_index ON search_knownitem USING gin ((vector || search_grams(folded, vector)))
"""


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0010_speaker_categories'),
        ('search', '0008_entry_recency'),
    ]

    operations = [
        migrations.CreateModel(
            name='KnownItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('meeting', '会議'), ('item', '議題'), ('paper', '資料')], verbose_name='種類')),
                ('order', models.IntegerField(verbose_name='順')),
                ('fiscal_year', models.IntegerField(verbose_name='年度')),
                ('held_on', models.DateField(null=True, verbose_name='開催日')),
                ('audience', models.SmallIntegerField(choices=[(0, '閲覧できる人すべて'), (1, 'ログインした職員'), (2, '編集者と管理者')], help_text='会議と資料のうち、閲覧できる人が少ない方', verbose_name='閲覧範囲')),
                ('folded', models.TextField(help_text='表記をそろえた名前', verbose_name='検索用の名前')),
                ('vector', django.contrib.postgres.search.SearchVectorField(verbose_name='語の索引')),
                ('version', models.TextField(verbose_name='名前の付け方の版')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='minutes.body', verbose_name='会議体')),
                ('item', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='known_items', to='minutes.agendaitem', verbose_name='議題')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='minutes.meeting', verbose_name='会議')),
                ('paper', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='known_items', to='minutes.attachment', verbose_name='資料')),
            ],
            options={
                'verbose_name': '名前の索引',
                'verbose_name_plural': '名前の索引',
            },
        ),
        migrations.RunSQL(INDEX, "DROP INDEX known_item_index"),
    ]
