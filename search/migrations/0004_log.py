# What search boxes suggest, and what people searched for.

import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0002_attachment_pages'),
        ('search', '0003_synonyms'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Narrowing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='日時')),
            ],
            options={
                'verbose_name': '公開範囲などの変更',
                'verbose_name_plural': '公開範囲などの変更',
            },
        ),
        migrations.CreateModel(
            name='Suggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.TextField(choices=[('agenda', '議題'), ('topic', '分類'), ('body', '会議体'), ('speaker', '発言者')], verbose_name='種類')),
                ('text', models.TextField(verbose_name='表示する言葉')),
                ('folded', models.TextField(verbose_name='表記をそろえた言葉')),
                ('reading', models.TextField(blank=True, help_text='ひらがな', verbose_name='読み')),
                ('target', models.BigIntegerField(default=0, help_text='0 は番号のない種類', verbose_name='会議体または分類の番号')),
                ('weight', models.IntegerField(default=0, verbose_name='公開されている会議の数')),
            ],
            options={
                'verbose_name': '検索語の候補',
                'verbose_name_plural': '検索語の候補',
                'indexes': [models.Index(models.F('kind'), models.OrderBy(models.F('weight'), descending=True), models.F('id'), name='suggestion_weight'), models.Index(django.contrib.postgres.indexes.OpClass('folded', 'text_pattern_ops'), name='suggestion_folded'), models.Index(django.contrib.postgres.indexes.OpClass('reading', 'text_pattern_ops'), name='suggestion_reading')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'folded', 'target'), name='suggestion_unique')],
            },
        ),
        migrations.CreateModel(
            name='LoggedSearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='日付')),
                ('folded', models.TextField(verbose_name='表記をそろえた言葉')),
                ('text', models.TextField(help_text='その日の最初の入力のとおり', verbose_name='入力された言葉')),
                ('clearance', models.SmallIntegerField(choices=[(0, '閲覧できる人すべて'), (1, 'ログインした職員'), (2, '編集者と管理者')], verbose_name='検索した人の閲覧範囲')),
                ('searches', models.IntegerField(default=1, verbose_name='検索の回数')),
                ('hits', models.IntegerField(help_text='絞り込みのない検索での件数', null=True, verbose_name='最後の検索の件数')),
                ('last_at', models.DateTimeField(verbose_name='最後に検索した日時')),
                ('found_at', models.DateTimeField(null=True, verbose_name='最後に見つかった日時')),
                ('is_private', models.BooleanField(help_text='氏名や番号などを含むとみられる言葉', verbose_name='ほかの人に勧めない')),
                ('user', models.ForeignKey(help_text='SEARCH_LOG_USERS を 1 にしたときだけ記録されます。', null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='利用者')),
            ],
            options={
                'verbose_name': '検索の記録',
                'verbose_name_plural': '検索の記録',
                'indexes': [models.Index(condition=models.Q(('is_private', False)), fields=['folded'], name='logged_search_shared', opclasses=['text_pattern_ops'])],
                'constraints': [models.UniqueConstraint(fields=('folded', 'day', 'clearance', 'user'), name='logged_search_unique', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='SuggestionSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('audience', models.SmallIntegerField(choices=[(0, '閲覧できる人すべて'), (1, 'ログインした職員'), (2, '編集者と管理者')], verbose_name='閲覧範囲')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='minutes.meeting', verbose_name='会議')),
                ('suggestion', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='search.suggestion', verbose_name='候補')),
            ],
            options={
                'verbose_name': '候補のある会議',
                'verbose_name_plural': '候補のある会議',
                'constraints': [models.UniqueConstraint(fields=('suggestion', 'audience', 'meeting'), name='suggestion_source_unique')],
            },
        ),
        migrations.RunSQL(
            "CREATE INDEX suggestion_grams ON search_suggestion USING gin (search_grams(folded, ''::tsvector)) WITH (fastupdate = off)",
            "DROP INDEX suggestion_grams",
        ),
    ]
