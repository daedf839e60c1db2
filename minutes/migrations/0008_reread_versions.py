from django.db import migrations, models


class Migration(migrations.Migration):
    """A version says whether it came of reading the same document again, also where it holds a person's corrections."""

    dependencies = [("minutes", "0007_drafts_uncompressed")]

    operations = [
        migrations.AddField(
            model_name="meetingversion",
            name="reread",
            field=models.BooleanField(
                default=False, help_text="同じ原本を新しい読み取り方で読み直した版", verbose_name="読み取りの改善"
            ),
        ),
    ]
