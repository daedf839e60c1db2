from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0007_offered_synonyms")]

    operations = [
        migrations.AddIndex(
            model_name="searchentry",
            index=models.Index(fields=["recency"], name="search_entry_recency"),
        ),
    ]
