# What a person finds is told by access classes, and an utterance has an entry for each way in which it reads.
# The classes of the fixed audiences bear their numbers, so that existing rows need no rewriting.

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

WORDS = 'ALTER TABLE search_word ALTER COLUMN access DROP DEFAULT, ALTER COLUMN access TYPE smallint[] USING ARRAY[access]'
ASKED = """
ALTER TABLE search_loggedsearch ALTER COLUMN audiences TYPE smallint[]
USING CASE audiences WHEN 0 THEN '{0}'::smallint[] WHEN 1 THEN '{0,1}' ELSE '{0,1,2}' END
"""


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0013_audiences_and_passages'),
        ('search', '0009_known_items'),
    ]

    operations = [
        migrations.RemoveConstraint(model_name='loggedsearch', name='logged_search_unique'),
        migrations.RemoveConstraint(model_name='suggestionsource', name='suggestion_source_unique'),
        migrations.RenameField('knownitem', 'audience', 'access'),
        migrations.RenameField('searchentry', 'audience', 'access'),
        migrations.RenameField('suggestionsource', 'audience', 'access'),
        migrations.RenameField('word', 'audience', 'access'),
        migrations.RenameField('loggedsearch', 'clearance', 'audiences'),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(WORDS, migrations.RunSQL.noop), migrations.RunSQL(ASKED, migrations.RunSQL.noop)],
            state_operations=[
                migrations.AlterField('word', 'access', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), help_text='この語を含む本文の閲覧の区分', size=None, verbose_name='閲覧の区分')),
                migrations.AlterField('loggedsearch', 'audiences', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None, verbose_name='検索した人の閲覧範囲')),
            ],
        ),
        migrations.AlterField('knownitem', 'access', models.SmallIntegerField(help_text='この名前で見つける人（minutes.AccessClass の番号）', verbose_name='閲覧の区分')),
        migrations.AlterField('searchentry', 'access', models.SmallIntegerField(help_text='この読み方で見つける人（minutes.AccessClass の番号）', verbose_name='閲覧の区分')),
        migrations.AlterField('suggestionsource', 'access', models.SmallIntegerField(help_text='minutes.AccessClass の番号', verbose_name='閲覧の区分')),
        migrations.AlterField('searchentry', 'utterance', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entries', to='minutes.utterance', verbose_name='発言')),
        migrations.AddConstraint('loggedsearch', models.UniqueConstraint(fields=('folded', 'day', 'audiences', 'user'), name='logged_search_unique', nulls_distinct=False)),
        migrations.AddConstraint('suggestionsource', models.UniqueConstraint(fields=('suggestion', 'access', 'meeting'), name='suggestion_source_unique')),
    ]
