"""The synonyms in the administration pages: editors keep them, with clear words about what does not work."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from search.models import Synonym, SynonymGroup
from search.synonyms import add_standard

pytestmark = pytest.mark.django_db
ADD = "admin:search_synonymgroup_add"


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    editor.is_staff = True
    editor.save()
    client.force_login(editor)
    return client


def filled(*words: tuple[str, str], **fields: str) -> dict[str, str]:
    data = {"is_active": "on", "note": "", "words-TOTAL_FORMS": str(len(words)), "words-INITIAL_FORMS": "0", **fields}
    for number, (text, direction) in enumerate(words):
        data |= {f"words-{number}-text": text, f"words-{number}-direction": direction}
    return data


def words_of(group: SynonymGroup) -> list[tuple[str, str]]:
    return list(group.words.values_list("text", "direction"))


def test_an_editor_adds_a_group(desk: Client) -> None:
    assert "双方向" in desk.get(reverse(ADD)).content.decode()
    data = filled(("来庁不要", "both"), ("書かない窓口", "to"), note="窓口改革")
    assert desk.post(reverse(ADD), data).status_code == 302
    group = SynonymGroup.objects.get()
    assert (group.origin, group.note) == ("office", "窓口改革")
    assert words_of(group) == [("来庁不要", "both"), ("書かない窓口", "to")]
    assert Synonym.objects.get(text="来庁不要").folded == "来庁不要"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([("防災", "both")], "同義語は2語以上を登録してください。"),
        ([("ＤＸ", "both"), ("DX", "both")], "「ＤＸ」と「DX」は、検索では同じ語です。"),
        ([("防災", "to"), ("減災", "to")], "どの語で検索しても、ほかの語が探されません。"),
    ],
)
def test_what_is_no_group_is_refused_with_the_reason(desk: Client, words: list[tuple[str, str]], problem: str) -> None:
    assert problem in desk.post(reverse(ADD), filled(*words)).content.decode()
    assert not SynonymGroup.objects.exists()


def test_words_change_places_and_go(desk: Client) -> None:
    desk.post(reverse(ADD), filled(("甲案", "both"), ("乙案", "both"), ("丙案", "both")))
    group = SynonymGroup.objects.get()
    address = reverse("admin:search_synonymgroup_change", args=[group.pk])
    data = filled(("乙案", "both"), ("甲案", "both"), ("丙案", "both")) | {"words-INITIAL_FORMS": "3"}
    for number, key in enumerate(group.words.values_list("pk", flat=True)):
        data |= {f"words-{number}-id": str(key), f"words-{number}-group": str(group.pk)}
    assert desk.post(address, {**data, "words-2-DELETE": "on"}).status_code == 302
    assert words_of(group) == [("乙案", "both"), ("甲案", "both")]


def test_imported_groups_are_switched_off_but_not_changed(desk: Client) -> None:
    group = SynonymGroup.objects.create(origin="sudachi", number=1)
    for text in ("概要", "あらまし"):
        Synonym.objects.create(group=group, text=text)
    address = reverse("admin:search_synonymgroup_change", args=[group.pk])
    assert 'name="words-0-text"' not in desk.get(address).content.decode()
    assert desk.post(address, {"words-TOTAL_FORMS": "0", "words-INITIAL_FORMS": "0"}).status_code == 302
    group.refresh_from_db()
    assert not group.is_active
    assert group.words.count() == 2


def test_the_list_shows_words_and_switches_groups(desk: Client) -> None:
    desk.post(reverse(ADD), filled(("来庁不要", "both"), ("書かない窓口", "both")))
    address = reverse("admin:search_synonymgroup_changelist")
    assert "来庁不要、書かない窓口" in desk.get(address, {"q": "窓口"}).content.decode()
    chosen = {"action": "switch_off", "_selected_action": [SynonymGroup.objects.get().pk]}
    assert "1件の同義語を検索に使いません。" in desk.post(address, chosen, follow=True).content.decode()
    assert not SynonymGroup.objects.get().is_active


def test_readers_have_no_part_in_it(client: Client, reader: User) -> None:
    client.force_login(reader)
    assert client.get(reverse(ADD)).status_code == 302


def test_what_came_along_is_the_offices_own_once_it_is_changed(desk: Client) -> None:
    add_standard()
    switched, changed = SynonymGroup.objects.filter(origin="standard").order_by("pk")[:2]
    for group, word in ((switched, ""), (changed, "別の言い方")):
        address = reverse("admin:search_synonymgroup_change", args=[group.pk])
        words = [*words_of(group), *([(word, "both")] if word else [])]
        data = filled(*words) | {"words-INITIAL_FORMS": str(group.words.count())}
        data |= {
            name: str(value)
            for number, row in enumerate(group.words.all())
            for name, value in ((f"words-{number}-id", row.pk), (f"words-{number}-group", group.pk))
        }
        data.pop("is_active")
        assert desk.post(address, data).status_code == 302
    switched.refresh_from_db()
    changed.refresh_from_db()
    assert (switched.origin, switched.is_active) == ("standard", False)
    assert (changed.origin, changed.number) == ("office", None)
    assert add_standard() == 0
