"""Accounts and groups from the office's table: told first, then all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.test import Client

pytestmark = pytest.mark.django_db
HEADS = "利用者名,氏名,メール,役割,グループ,有効"
NEW = "sasaki,佐々木 花子,sasaki@example.lg.jp,編集者,情報課、推進本部事務局,はい"


@pytest.fixture
def table(tmp_path: Path, administrator: User) -> Path:
    return tmp_path / "people.csv"


def run(path: Path, *rows: str, encoding: str = "utf-8", apply: bool = True, heads: str = HEADS) -> str:
    path.write_bytes("\r\n".join([heads, *rows, ""]).encode(encoding))
    told = StringIO()
    call_command("import_people", str(path), apply=apply, stdout=told)
    return told.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_new_person_gets_a_role_groups_and_a_password_to_be_changed(table: Path, encoding: str) -> None:
    told = run(table, NEW, encoding=encoding)
    user = User.objects.get(username="sasaki")
    assert (user.last_name, user.email, user.is_active) == ("佐々木 花子", "sasaki@example.lg.jp", True)
    assert {group.name for group in user.groups.all()} == {"編集者", "情報課", "推進本部事務局"}
    password = told.split()[-1]
    client = Client()
    client.post("/login/", {"username": "sasaki", "password": password})
    assert client.get("/").headers["Location"].startswith("/account/password/")


def test_without_apply_it_only_tells(table: Path) -> None:
    told = run(table, NEW, apply=False)
    assert "sasaki: 新しく作る（情報課、推進本部事務局、編集者）" in told and "--apply" in told
    assert not User.objects.filter(username="sasaki").exists()
    assert not Group.objects.filter(name="情報課").exists()


def test_what_changes_is_told_and_done_and_the_password_stays(table: Path, editor: User) -> None:
    told = run(table, "henshu,井上,inoue@example.lg.jp,公開責任者、編集者,情報課,はい")
    assert "氏名「」→「井上」" in told and "「公開責任者」に入れる" in told and "パスワード" not in told
    assert Client().post("/login/", {"username": "henshu", "password": "correct-horse"}).status_code == 302
    assert "変わるところはありません" in run(table, "henshu,井上,inoue@example.lg.jp,公開責任者、編集者,情報課,はい")
    told = run(table, "henshu,井上,inoue@example.lg.jp,閲覧者,,はい")
    assert "「編集者」から外す" in told and "「情報課」から外す" in told
    editor.refresh_from_db()
    assert not editor.is_staff and not editor.has_perm("minutes.add_upload")


def test_a_deactivated_person_is_signed_out_and_nobody_is_deleted(table: Path, editor: User, reader: User) -> None:
    client = Client()
    client.force_login(editor)
    run(table, "henshu,,,編集者,,いいえ")
    assert not Session.objects.exists()
    assert User.objects.filter(username="yomu", is_active=True).exists()
    editor.refresh_from_db()
    assert not editor.is_active


def test_one_wrong_line_stops_all_and_every_mistake_is_told_by_its_line(table: Path) -> None:
    with pytest.raises(CommandError) as refused:
        run(table, NEW, "sato,佐藤,no-address,課長,,たぶん", "sa to,,,閲覧者,編集者,はい", "SASAKI,,,閲覧者,,はい")
    told = str(refused.value)
    for line in (
        "3行目: メール「no-address」",
        "3行目: 役割「課長」",
        "3行目: 有効には",
        "4行目: 利用者名「sa to」",
        "4行目: グループに役割の名前は書けません",
        "5行目: 利用者名「SASAKI」が前の行にもあります",
        "何も変えていません",
    ):
        assert line in told
    assert not User.objects.filter(username="sasaki").exists()


@pytest.mark.parametrize(
    ("heads", "told"), [("利用者名,氏名", "見出し「役割」がありません"), (f"{HEADS},役割", "見出し「役割」が二つ")]
)
def test_headings_that_are_missing_or_twice_are_told(table: Path, heads: str, told: str) -> None:
    with pytest.raises(CommandError, match=told):
        run(table, NEW, heads=heads)


def test_bytes_of_another_encoding_and_a_missing_file_are_told(table: Path) -> None:
    with pytest.raises(CommandError, match="文字コード"):
        table.write_bytes(b"\xff\xfe\x00\x00\x81")
        call_command("import_people", str(table))
    with pytest.raises(CommandError, match="ファイルを読めません"):
        call_command("import_people", str(table.with_name("none.csv")))


def test_a_table_that_leaves_no_administrator_is_refused(table: Path) -> None:
    with pytest.raises(CommandError, match="管理者が一人もいなくなります"):
        run(table, "kanri,,,閲覧者,,はい")
    with pytest.raises(CommandError, match="管理者が一人もいなくなります"):
        run(table, "kanri,,,管理者,,いいえ")


def test_what_is_exported_changes_nothing_when_it_is_imported(table: Path, editor: User, reader: User) -> None:
    run(table, NEW)
    told = StringIO()
    call_command("export_people", str(table), stdout=told)
    assert "4人" in told.getvalue()
    assert "password" not in table.read_text("utf-8-sig").lower() and "argon2" not in table.read_text("utf-8-sig")
    call_command("import_people", str(table), stdout=told)
    assert "変わるところはありません" in told.getvalue()


def test_names_that_a_spreadsheet_would_take_for_a_formula_go_out_and_come_back(table: Path, editor: User) -> None:
    group = Group.objects.create(name="=HYPERLINK(1)")
    editor.groups.add(group)
    User.objects.filter(pk=editor.pk).update(username="@tanaka", last_name="+1")
    call_command("export_people", str(table), stdout=StringIO())
    assert "'@tanaka,'+1," in table.read_text("utf-8-sig") and "'=HYPERLINK(1)" in table.read_text("utf-8-sig")
    told = StringIO()
    call_command("import_people", str(table), stdout=told)
    assert "変わるところはありません" in told.getvalue()
