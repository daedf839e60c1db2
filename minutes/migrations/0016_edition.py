# Whether readers get the public edition of a meeting's minutes.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('minutes', '0015_people'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='edition_opened',
            field=models.BooleanField(default=False, help_text='閲覧者が、非公開部分を除いた会議録をダウンロードできます。', verbose_name='公開用会議録の公開'),
        ),
    ]
