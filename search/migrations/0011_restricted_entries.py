# Entries that not everybody may read are few: counting them tells how many a person reads, without a look at the others.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0010_access_classes'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX search_entry_restricted ON search_searchentry (access) WHERE access <> 0",
            "DROP INDEX search_entry_restricted",
        ),
    ]
