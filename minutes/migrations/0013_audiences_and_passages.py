# Circles, access classes, grounds and passages; audiences of agenda items, of pages of papers and of bodies.

import django.contrib.postgres.fields
import django.db.models.deletion
import minutes.models.audience
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('minutes', '0012_watched_file'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Ground',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='情報公開条例第7条第2号など。■■■とともに表示します。', unique=True, verbose_name='条項')),
                ('note', models.TextField(blank=True, help_text='個人に関する情報など', verbose_name='内容')),
                ('order', models.IntegerField(default=0, verbose_name='順')),
                ('is_active', models.BooleanField(default=True, verbose_name='選べる')),
            ],
            options={
                'verbose_name': '非公開の根拠',
                'verbose_name_plural': '非公開の根拠',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, verbose_name='閲覧範囲'),
        ),
        migrations.AddField(
            model_name='attachmentpage',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, verbose_name='閲覧範囲'),
        ),
        migrations.AddField(
            model_name='body',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, help_text='この会議体の新しい会議録を読める人', verbose_name='新しい会議の閲覧範囲'),
        ),
        migrations.AlterField(
            model_name='attachment',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, verbose_name='閲覧範囲'),
        ),
        migrations.AlterField(
            model_name='meeting',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, verbose_name='閲覧範囲'),
        ),
        migrations.AlterField(
            model_name='paper',
            name='audience',
            field=minutes.models.audience.AudienceField(blank=True, default=None, null=True, verbose_name='閲覧範囲'),
        ),
        migrations.AlterField(
            model_name='utterance',
            name='audience',
            field=minutes.models.audience.AudienceField(default=0, verbose_name='閲覧範囲'),
        ),
        migrations.CreateModel(
            name='AccessClass',
            fields=[
                ('id', models.SmallAutoField(primary_key=True, serialize=False)),
                ('needs', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None, verbose_name='必要な閲覧範囲')),
                ('lacks', django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None, verbose_name='含まれない閲覧範囲')),
            ],
            options={
                'verbose_name': '閲覧の区分',
                'verbose_name_plural': '閲覧の区分',
                'constraints': [models.UniqueConstraint(fields=('needs', 'lacks'), name='access_class_unique')],
            },
        ),
        migrations.CreateModel(
            name='Circle',
            fields=[
                ('id', models.SmallAutoField(primary_key=True, serialize=False)),
                ('name', models.TextField(help_text='防災会議の委員と事務局など', unique=True, verbose_name='名称')),
                ('groups', models.ManyToManyField(blank=True, related_name='circles', to='auth.group', verbose_name='利用者のグループ')),
            ],
            options={
                'verbose_name': '限定の範囲',
                'verbose_name_plural': '限定の範囲',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Passage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.TextField(choices=[('utterance', '発言'), ('item', '議題'), ('attendee', '出席者'), ('paper', '資料'), ('page', '資料のページ')], verbose_name='種類')),
                ('row', models.BigIntegerField(default=0, verbose_name='行の番号')),
                ('draft_row', models.TextField(blank=True, verbose_name='下書きの行')),
                ('field', models.TextField(verbose_name='項目')),
                ('start', models.IntegerField(verbose_name='始まり')),
                ('end', models.IntegerField(verbose_name='終わり')),
                ('quote', models.TextField(verbose_name='原文')),
                ('audience', minutes.models.audience.AudienceField(default=2, help_text='この部分を読める人', verbose_name='閲覧範囲')),
                ('note', models.TextField(blank=True, verbose_name='備考')),
                ('placed', models.BooleanField(default=True, verbose_name='場所が確かなもの')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='登録日時')),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='登録者')),
                ('ground', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='passages', to='minutes.ground', verbose_name='根拠')),
                ('meeting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='minutes.meeting', verbose_name='会議')),
                ('upload', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='passages', to='minutes.upload', verbose_name='取込み')),
            ],
            options={
                'verbose_name': '非公開部分',
                'verbose_name_plural': '非公開部分',
                'ordering': ['meeting', 'upload', 'part', 'row', 'draft_row', 'field', 'start'],
                'indexes': [models.Index(fields=['meeting', 'part', 'row'], name='passage_place')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('meeting__isnull', False), ('upload__isnull', True)), models.Q(('meeting__isnull', True), ('upload__isnull', False)), _connector='OR'), name='passage_of_one'), models.CheckConstraint(condition=models.Q(('end__gt', models.F('start')), ('start__gte', 0)), name='passage_not_empty')],
            },
        ),
        migrations.AddIndex(
            model_name='agendaitem',
            index=models.Index(condition=models.Q(('audience__gt', 0)), fields=['audience'], name='item_restricted'),
        ),
        # Smaller numbers are the fixed audiences, and the classes of those.
        migrations.RunSQL(
            [
                "ALTER TABLE minutes_circle ALTER COLUMN id SET START WITH 10 RESTART",
                "ALTER TABLE minutes_accessclass ALTER COLUMN id SET START WITH 10 RESTART",
            ],
            migrations.RunSQL.noop,
        ),
    ]
