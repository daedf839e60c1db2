from django.db import migrations


class Migration(migrations.Migration):
    """A draft is written anew with each correction: most of that time went into compressing it."""

    dependencies = [("minutes", "0006_upload_choices")]

    operations = [
        migrations.RunSQL(
            "ALTER TABLE minutes_upload ALTER COLUMN parsed SET STORAGE EXTERNAL",
            "ALTER TABLE minutes_upload ALTER COLUMN parsed SET STORAGE EXTENDED",
        )
    ]
