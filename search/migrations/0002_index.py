# Words and character bigrams in one index. Entries of the old shape are dropped: they hold nothing that the
# minutes do not, and `rebuild_index` (which `serve` starts by itself) writes them anew.

import django.contrib.postgres.fields
import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import search.models

# The bigrams of a folded text: \x02 and two characters, after the last character \x03 in place of the second.
# The database makes them from the stored text itself, so that they cannot differ from it. Those that stand in the
# vector as a word of two characters are left out: whoever asks for 学校 literally asks for the word as well.
# Longer texts than these would not fit a tsvector; search.vector marks them as long, and literal searches read
# them themselves.
GRAMS = r"""
CREATE FUNCTION search_grams(folded text, vector tsvector) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT pg_catalog.ts_delete(
        pg_catalog.array_to_tsvector((
            SELECT COALESCE(pg_catalog.array_agg(E'\x02' || one || other), '{}'::text[])
            FROM unnest(
                pg_catalog.string_to_array(pg_catalog.left(folded, 30000), NULL),
                pg_catalog.string_to_array(pg_catalog.substr(folded, 2, 29999) || E'\x03', NULL)
            ) AS pair (one, other)
            WHERE one IS NOT NULL
        )),
        (
            SELECT COALESCE(pg_catalog.array_agg(E'\x02' || word), '{}'::text[])
            FROM unnest(pg_catalog.tsvector_to_array(vector)) AS word
            WHERE pg_catalog.char_length(word) = 2 AND pg_catalog.left(word, 1) NOT IN ('=', '^', '@', '#')
        )
    )
$$
"""
# New entries wait in a list (kB) and enter the index together, which is several times as fast; a search reads
# the list in about a millisecond.
INDEX = """
CREATE INDEX search_entry_index ON search_searchentry USING gin ((vector || search_grams(folded, vector)))
WITH (fastupdate = on, gin_pending_list_limit = 8192)
"""
# Also rows that no model writes get a revision of their own.
REVISION = (
    "ALTER TABLE search_indexedmeeting ALTER COLUMN revision SET DEFAULT (random() * 4611686018427387904)::bigint"
)
# Vectors and texts go out of the way of what is read for every hit.
NARROW = "ALTER TABLE search_searchentry SET (toast_tuple_target = 128)"


class Migration(migrations.Migration):
    dependencies = [("minutes", "0002_attachment_pages"), ("search", "0001_entries")]

    operations = [
        migrations.DeleteModel("SearchEntry"),
        migrations.CreateModel(
            name='IndexedMeeting',
            fields=[
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='minutes.meeting', verbose_name='会議')),
                ('names', models.TextField(help_text='会議体と会議の名前。表記をそろえたもの', verbose_name='名前')),
                ('names_words', django.contrib.postgres.search.SearchVectorField(default='', editable=False)),
                ('entries', models.IntegerField(verbose_name='索引の件数')),
                ('rows_checksum', models.TextField(help_text='索引のもとになった行の MD5', verbose_name='元の行の検査値')),
                ('entries_checksum', models.TextField(help_text='書き込んだ索引の MD5', verbose_name='索引の検査値')),
                ('analyzer', models.TextField(help_text='表記の変換、形態素解析器、辞書の版', verbose_name='解析の版')),
                ('revision', models.BigIntegerField(db_index=True, default=search.models.new_revision, editable=False)),
                ('indexed_at', models.DateTimeField(auto_now=True, verbose_name='索引の作成日時')),
            ],
            options={
                'verbose_name': '会議ごとの索引',
                'verbose_name_plural': '会議ごとの索引',
            },
        ),
        migrations.CreateModel(
            name='Profile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.IntegerField(verbose_name='年度')),
                ('speaker', models.TextField(blank=True, verbose_name='発言者')),
                ('speaker_folded', models.TextField(blank=True, editable=False)),
                ('speaker_words', django.contrib.postgres.search.SearchVectorField(default='', editable=False)),
                ('kind', models.TextField(choices=[('speech', '発言'), ('explanation', '説明'), ('summary', '要旨'), ('decision', '決定'), ('note', '記録'), ('paper', '資料')], verbose_name='種類')),
                ('topics', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, help_text='議題に付いた分類と、その上位の分類の番号', size=None, verbose_name='分類')),
                ('body', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='minutes.body', verbose_name='会議体')),
            ],
            options={
                'verbose_name': '索引の集計区分',
                'verbose_name_plural': '索引の集計区分',
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.IntegerField(verbose_name='順')),
                ('items', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), blank=True, default=list, size=None, verbose_name='議題')),
                ('recency', models.BigIntegerField(help_text='開催日、会議、順をまとめた数。大きいほど新しいものです。', verbose_name='新しさ')),
                ('audience', models.SmallIntegerField(choices=[(0, '閲覧できる人すべて'), (1, 'ログインした職員'), (2, '編集者と管理者')], help_text='会議と発言のうち、閲覧できる人が少ない方', verbose_name='閲覧範囲')),
                ('vector', django.contrib.postgres.search.SearchVectorField(verbose_name='語の索引')),
                ('folded', models.TextField(help_text='表記をそろえた本文', verbose_name='検索用の本文')),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='minutes.meeting', verbose_name='会議')),
                ('page', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='minutes.attachmentpage', verbose_name='資料のページ')),
                ('profile', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='search.profile', verbose_name='集計区分')),
                ('utterance', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='minutes.utterance', verbose_name='発言')),
            ],
            options={
                'verbose_name': '検索の索引',
                'verbose_name_plural': '検索の索引',
            },
        ),
        migrations.CreateModel(
            name='Word',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('surface', models.TextField(verbose_name='表記')),
                ('normalized', models.TextField(verbose_name='辞書の表記')),
                ('reading', models.TextField(blank=True, verbose_name='読み')),
                ('audience', models.SmallIntegerField(choices=[(0, '閲覧できる人すべて'), (1, 'ログインした職員'), (2, '編集者と管理者')], default=0, help_text='この語を含む本文のうち最も広いもの', verbose_name='閲覧範囲')),
            ],
            options={
                'verbose_name': '索引の語',
                'verbose_name_plural': '索引の語',
                'indexes': [models.Index(fields=['normalized'], name='search_word_normalized'), models.Index(fields=['reading'], name='search_word_reading')],
                'constraints': [models.UniqueConstraint(fields=('surface', 'normalized'), name='search_word_unique')],
            },
        ),
        migrations.AddConstraint(
            model_name='profile',
            constraint=models.UniqueConstraint(fields=('fiscal_year', 'body', 'speaker', 'kind', 'topics'), name='search_profile_unique'),
        ),
        migrations.AddIndex(
            model_name='searchentry',
            index=models.Index(condition=models.Q(('page__isnull', False)), fields=['page'], name='search_entry_page'),
        ),
        migrations.RunSQL(REVISION, "ALTER TABLE search_indexedmeeting ALTER COLUMN revision DROP DEFAULT"),
        migrations.RunSQL(NARROW, "ALTER TABLE search_searchentry RESET (toast_tuple_target)"),
        migrations.RunSQL(GRAMS, "DROP FUNCTION search_grams(text, tsvector)"),
        migrations.RunSQL(INDEX, "DROP INDEX search_entry_index"),
    ]
