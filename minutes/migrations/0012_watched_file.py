from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("minutes", "0011_utterance_at")]

    operations = [
        migrations.CreateModel(
            name="WatchedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField(verbose_name="ファイル名")),
                ("uploads", models.JSONField(default=list, verbose_name="取込み")),
                ("problems", models.JSONField(default=list, verbose_name="取り込めなかったもの")),
                (
                    "outcome",
                    models.TextField(
                        choices=[("reading", "読み取り中"), ("done", "済"), ("look", "要確認")],
                        default="reading",
                        verbose_name="結果",
                    ),
                ),
                ("taken_at", models.DateTimeField(auto_now_add=True, verbose_name="取り込んだ日時")),
            ],
            options={
                "verbose_name": "取込みフォルダーのファイル",
                "verbose_name_plural": "取込みフォルダーのファイル",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="watchedfile",
            constraint=models.UniqueConstraint(
                condition=models.Q(("outcome", "reading")), fields=("name",), name="watched_name_unique"
            ),
        ),
    ]
