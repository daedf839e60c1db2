"""What the trail keeps: changes, written by triggers alone, and looks at what is not public."""

from django.db import models
from django.db.models import Q


class Person(models.Model):
    """Who, from where and in which request: what both records tell of the one who did it.

    `person` is the account's key, `name` its name at the time; of a command `name` is the system's user, of a
    statement of nobody known the database's. `request` is the number in the log and in the answer's X-Request-ID.
    `what` is the address with its method, the command, the job or the database client.
    """

    at = models.DateTimeField("日時")
    person = models.BigIntegerField("利用者の番号", null=True)
    name = models.TextField("利用者")
    address = models.GenericIPAddressField("接続元", null=True)
    request = models.TextField("要求の番号")
    what = models.TextField("操作")

    class Meta:
        abstract = True


class Change(Person):
    """One change of one row, or of the many rows of one statement whose content is kept elsewhere.

    `kind` is the model (minutes.utterance), `key` the row's primary key as text, `meeting` the meeting that it belongs
    to. `before` and `after` hold the columns that changed; of a new row only `after`, of one that is gone only
    `before`. Where `kept` is not empty, `rows` rows of minutes came or went, and what they say stands there: in that
    version, document or dictionary. `forgotten_at` says that words were taken out of it for ever.
    """

    class Action(models.TextChoices):
        INSERT = "insert", "追加"
        UPDATE = "update", "変更"
        DELETE = "delete", "削除"
        TRUNCATE = "truncate", "全件削除"
        FORGET = "forget", "消去"

    action = models.TextField("種類", choices=Action.choices)
    kind = models.TextField("対象")
    key = models.TextField("対象の番号")
    meeting = models.BigIntegerField("会議の番号", null=True)
    rows = models.IntegerField("件数", default=1)
    kept = models.TextField("内容の保存先")
    before = models.JSONField("変更前", null=True)
    after = models.JSONField("変更後", null=True)
    forgotten_at = models.DateTimeField("消去日時", null=True)

    class Meta:
        verbose_name = "変更の記録"
        verbose_name_plural = "変更の記録"
        default_permissions = ("view",)
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["kind", "id"], name="change_kind"),
            models.Index(fields=["key", "kind", "id"], name="change_object"),
            models.Index(fields=["meeting", "id"], condition=Q(meeting__isnull=False), name="change_meeting"),
            models.Index(fields=["name", "id"], name="change_name"),
            models.Index(fields=["request"], condition=~Q(request=""), name="change_request"),
            models.Index(fields=["at"], name="change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Access(Person):
    """That somebody saw, took away or was refused what is not public, or signed in or out.

    `kind`, `key` and `meeting` as of a Change, where it was one object; `detail` says more of it in words.
    """

    class Event(models.TextChoices):
        VIEW = "view", "閲覧"
        DOWNLOAD = "download", "ダウンロード"
        EXPORT = "export", "書出し"
        SIGN_IN = "sign_in", "ログイン"
        SIGN_OUT = "sign_out", "ログアウト"
        SIGN_IN_FAILED = "sign_in_failed", "ログインの失敗"
        LOCKED_OUT = "locked_out", "ログインの停止"
        REFUSED = "refused", "拒否"
        PRUNE = "prune", "古い記録の削除"

    event = models.TextField("種類", choices=Event.choices)
    kind = models.TextField("対象")
    key = models.TextField("対象の番号")
    meeting = models.BigIntegerField("会議の番号", null=True)
    status = models.SmallIntegerField("応答", null=True)
    detail = models.TextField("内容")

    class Meta:
        verbose_name = "閲覧の記録"
        verbose_name_plural = "閲覧の記録"
        default_permissions = ("view",)
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["event", "id"], name="access_event"),
            models.Index(fields=["meeting", "id"], condition=Q(meeting__isnull=False), name="access_meeting"),
            models.Index(fields=["name", "id"], name="access_name"),
            models.Index(fields=["request"], condition=~Q(request=""), name="access_request"),
            models.Index(fields=["at"], name="access_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.what}"
