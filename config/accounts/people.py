"""Accounts and their groups as a table of the office: read, compared with what is there, applied, written.

The table is CSV with the headings of COLUMNS. A row says all of one account; accounts that it does not name stay as they
are, and none is ever deleted.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.contrib.auth.models import Group, User
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from config.accounts import passwords, sessions
from minutes import access
from minutes.exchange import cell_text

NAME, FULL_NAME, MAIL, ROLE, GROUPS, ACTIVE = COLUMNS = ("利用者名", "氏名", "メール", "役割", "グループ", "有効")
_YES, _NO = ("はい", "有効", "○", "1"), ("いいえ", "無効", "×", "0")
_PARTED_BY = "、"
_LONGEST_NAME = 150


class UnusableTable(Exception):
    """A table that cannot be used: `problems` say in Japanese what is wrong in which line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the table."""

    username: str
    full_name: str
    mail: str
    roles: frozenset[str]
    groups: frozenset[str]
    is_active: bool


@dataclass(slots=True)
class Change:
    """What the table changes of one account, in words; a new one has no `user` yet."""

    person: Person
    user: User | None
    told: list[str] = field(default_factory=list)


def read(data: bytes) -> list[Person]:
    """The rows of a table in UTF-8 (with or without a mark) or CP932. Raises UnusableTable."""
    lines = csv.reader(io.StringIO(_text(data), newline=""))
    try:
        heads = [head.strip() for head in next(lines, [])]
        problems = [f"1行目: 見出し「{name}」がありません。" for name in COLUMNS if name not in heads]
        problems += [f"1行目: 見出し「{name}」が二つあります。" for name in COLUMNS if heads.count(name) > 1]
        if problems:
            raise UnusableTable(problems)
        found: dict[str, Person] = {}
        for cells in lines:
            if not any(cell.strip() for cell in cells):
                continue
            wrong, person = _person(dict(zip(heads, (cell_text(cell.strip()) for cell in cells), strict=False)))
            if person.username.casefold() in (name.casefold() for name in found):
                wrong.append(f"利用者名「{person.username}」が前の行にもあります。")
            problems += [f"{lines.line_num}行目: {one}" for one in wrong]
            found[person.username] = person
    except csv.Error as error:
        raise UnusableTable([f"{lines.line_num}行目: 表として読み取れません。"]) from error
    problems += _lost_administrators(found) if not problems else []
    if problems:
        raise UnusableTable(problems)
    return list(found.values())


def changes(people: Iterable[Person]) -> list[Change]:
    """What the table would change; accounts that stay the same are left out."""
    users = {user.username: user for user in User.objects.prefetch_related("groups")}
    found = [_change(person, users.get(person.username)) for person in people]
    return [change for change in found if change.told]


@transaction.atomic
def apply(wished: Iterable[Change]) -> list[tuple[str, str]]:
    """Does all of the changes, or where one fails none. Returns the new accounts' names with their initial passwords."""
    given = []
    for change in wished:
        person = change.person
        user = change.user or User(username=person.username)
        # Japanese names are kept as one: nobody parts them surely.
        if _name_of(user) != person.full_name:
            user.last_name, user.first_name = person.full_name, ""
        user.email, user.is_active = person.mail, person.is_active
        if change.user is None:
            password = passwords.generated()
            user.set_password(password)
            user.save()
            passwords.mark_given(user)
            given.append((person.username, password))
        else:
            user.save()
        user.groups.set([_group(name) for name in _groups_of(person)])
        access.settle_administration(user)
        if not user.is_active:
            sessions.end_all(user)
    return given


def rows() -> Iterator[list[str]]:
    """All accounts as the rows of a table that `read` reads, the headings first."""
    yield list(COLUMNS)
    for user in User.objects.prefetch_related("groups").order_by("username"):
        names = {group.name for group in user.groups.all()}
        roles, others = [role for role in access.ROLES if role in names], sorted(names - set(access.ROLES))
        cells = [user.username, _name_of(user), user.email, _PARTED_BY.join(roles), _PARTED_BY.join(others)]
        yield [*cells, _YES[0] if user.is_active else _NO[0]]


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return data.decode(encoding).replace("\x00", "")
        except UnicodeDecodeError:
            continue
    raise UnusableTable(["文字コードが UTF-8 でも Shift_JIS（CP932）でもありません。"])


def _person(cells: dict[str, str]) -> tuple[list[str], Person]:
    """What is wrong with a row, and the row."""
    wrong = []
    name, mail, active = (cells.get(column, "") for column in (NAME, MAIL, ACTIVE))
    roles, groups = _names(cells.get(ROLE, "")), _names(cells.get(GROUPS, ""))
    try:
        UnicodeUsernameValidator()(name)
    except ValidationError:
        wrong.append(f"{NAME}「{name}」は使えません。文字、数字、@ . + - _ だけで書いてください。")
    if len(name) > _LONGEST_NAME or len(cells.get(FULL_NAME, "")) > _LONGEST_NAME:
        wrong.append(f"{NAME}か{FULL_NAME}が長すぎます（{_LONGEST_NAME}字まで）。")
    if mail:
        try:
            validate_email(mail)
        except ValidationError:
            wrong.append(f"{MAIL}「{mail}」はメールアドレスではありません。")
    wrong += [
        f"{ROLE}「{role}」はありません。{_PARTED_BY.join(access.ROLES)}のどれかを書いてください。"
        for role in sorted(roles - set(access.ROLES))
    ]
    if active not in (*_YES, *_NO):
        wrong.append(f"{ACTIVE}には「{_YES[0]}」か「{_NO[0]}」を書いてください（現在の値: {active}）。")
    if groups & set(access.ROLES):
        wrong.append(f"{GROUPS}に役割の名前は書けません。{ROLE}の列に書いてください。")
    if any(len(group) > _LONGEST_NAME for group in groups):
        wrong.append(f"{GROUPS}の名前が長すぎます（{_LONGEST_NAME}字まで）。")
    return wrong, Person(name, cells.get(FULL_NAME, ""), mail, roles, groups, active in _YES)


def _names(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(_PARTED_BY) if part.strip())


def _lost_administrators(found: dict[str, Person]) -> list[str]:
    """Nobody may be left who could put right what a table did."""
    administrators = User.objects.filter(is_active=True).filter(access.administrators())
    stay = administrators.exclude(username__in=found).exists()
    named = any(access.ADMINISTRATOR in person.roles and person.is_active for person in found.values())
    if stay or named or not administrators.exists():
        return []
    return ["この表では有効な管理者が一人もいなくなります。管理者を一人以上残してください。"]


def _change(person: Person, user: User | None) -> Change:
    change = Change(person, user)
    if user is None:
        kinds = [*sorted(_groups_of(person)), *([] if person.is_active else ["無効"])]
        change.told = [f"新しく作る（{_PARTED_BY.join(kinds)}）" if kinds else "新しく作る"]
        return change
    before = {group.name for group in user.groups.all()}
    after = _groups_of(person)
    for label, old, new in ((FULL_NAME, _name_of(user), person.full_name), (MAIL, user.email, person.mail)):
        if old != new:
            change.told.append(f"{label}「{old}」→「{new}」")
    change.told += [f"「{name}」に入れる" for name in sorted(after - before)]
    change.told += [f"「{name}」から外す" for name in sorted(before - after)]
    if user.is_active != person.is_active:
        change.told.append("有効にする" if person.is_active else "無効にする")
    return change


def _groups_of(person: Person) -> set[str]:
    return {*person.roles, *person.groups}


def _group(name: str) -> Group:
    return Group.objects.get_or_create(name=name)[0]


def _name_of(user: User) -> str:
    return " ".join(part for part in (user.last_name, user.first_name) if part)
