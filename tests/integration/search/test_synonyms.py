"""Synonyms from file to query: imports, what a group must be like, how a query meets them."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from pytest_django import DjangoAssertNumQueries

from config.startup import FIXTURES, complete_synonyms, create_accounts
from search.index import vocabulary
from search.language import Form, FormKind, Question, Wanted
from search.models import Synonym, SynonymGroup
from search.synonyms import (
    SynonymSet,
    SynonymWord,
    add_standard,
    import_office,
    keeping,
    problems_of,
    read_office,
    understand,
)
from search.synonyms.files import FROM, TO, read_standard
from search.words import tokenize, vocabulary_of

pytestmark = pytest.mark.django_db
SUDACHI = """\
000001,1,0,1,0,0,0,(),概要,,
000001,1,0,1,0,0,2,(),梗概,,
000001,1,0,2,0,0,0,(),あらまし,,
000001,1,1,3,0,0,0,(),骨子,,
000001,1,2,4,0,0,0,(),粗筋,,

000002,1,0,1,0,0,0,(),曖昧,,
000002,1,2,2,0,0,0,(),不明確,,
"""


def group(*words: str | tuple[str, str], **fields: Any) -> SynonymGroup:
    row = SynonymGroup.objects.create(**fields)
    for order, word in enumerate(words):
        text, direction = (word, "both") if isinstance(word, str) else word
        Synonym.objects.create(group=row, text=text, direction=direction, order=order)
    return row


def synonyms_of(text: str) -> list[str]:
    tree = understand(Question(text)).tree
    assert isinstance(tree, Wanted)
    return [form.text for form in tree.forms if form.kind == FormKind.SYNONYM]


def test_each_word_of_a_group_leads_to_the_others() -> None:
    group("来庁不要", "書かない窓口", note="窓口改革")
    tree = understand(Question("来庁不要")).tree
    assert isinstance(tree, Wanted)
    assert tree.forms[1] == Form("書かない窓口", FormKind.SYNONYM, note="庁内の同義語（窓口改革）")
    assert synonyms_of("書かない窓口") == ["来庁不要"]
    assert synonyms_of("窓口") == []


def test_a_word_is_met_in_any_width_and_spelling() -> None:
    group("ＤＸ", "デジタル変革")
    group("取り組み", "活動")
    assert synonyms_of("dx") == ["デジタル変革"]
    assert synonyms_of("取組") == ["活動"]


def test_one_way_is_not_the_other_way() -> None:
    group(("避難場所", FROM), ("避難所", TO))
    assert synonyms_of("避難場所") == ["避難所"]
    assert synonyms_of("避難所") == []


def test_synonyms_of_synonyms_are_not_searched_for() -> None:
    group("甲案", "乙案")
    group("乙案", "丙案")
    assert synonyms_of("甲案") == ["乙案"]


def test_a_group_that_is_switched_off_is_not_used() -> None:
    group("来庁不要", "書かない窓口", is_active=False)
    assert synonyms_of("来庁不要") == []


def test_a_query_is_understood_with_three_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    group("来庁不要", "書かない窓口")
    with django_assert_max_num_queries(3):
        understand(Question("来庁不要 防災 -中止 訓練 NEAR/5 (計画 OR 案) 発言者:山田"))
    with django_assert_max_num_queries(0):
        understand(Question("「防災」 年度:2023"))


def offered_for(text: str, **asked: Any) -> list[str]:
    tree = understand(Question(text, **asked)).tree
    assert isinstance(tree, Wanted)
    return [form.text for form in tree.offered]


def test_words_that_may_mean_something_else_are_offered() -> None:
    group("生保", "生活保護", is_offered=True, note="生命保険のこともある")
    assert synonyms_of("生保") == []
    assert offered_for("生保") == ["生活保護"]
    assert offered_for("生活保護") == ["生保"]
    assert offered_for("生保", synonyms=False) == []


def test_an_offered_word_matches_where_it_is_asked_for() -> None:
    group("生保", "生活保護", is_offered=True)
    question = understand(Question("生保", also=("生活保護", "年金")))
    assert isinstance(question.tree, Wanted)
    assert [form.text for form in question.tree.forms] == ["生保", "生活保護"]
    assert question.tree.offered == ()
    assert question.asked_for == ("生活保護",)


def test_what_one_group_uses_another_does_not_offer() -> None:
    group("包括", "支援センター", is_offered=True)
    group("包括", "支援センター")
    assert synonyms_of("包括") == ["支援センター"]
    assert offered_for("包括") == []


def import_file(tmp_path: Path, text: str, **options: Any) -> str:
    file = tmp_path / "synonyms.txt"
    file.write_text(text, encoding="utf-8")
    call_command("import_synonyms", file, **options)
    return str(file)


def rows() -> list[tuple[str, str]]:
    return list(Synonym.objects.order_by("group__number", "order").values_list("text", "direction"))


def test_sudachi_synonyms_are_imported_with_their_flags(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import_file(tmp_path, SUDACHI + "こわれた行\n")
    assert rows() == [("概要", "both"), ("梗概", "both"), ("あらまし", "both"), ("骨子", "to")]
    told = capsys.readouterr()
    assert "1 グループ、4 語" in told.out
    assert "9 行目を読み飛ばしました" in told.err


def learn(text: str) -> None:
    vocabulary.learn(dict.fromkeys(vocabulary_of(token for _, token in tokenize(text)), frozenset({0})))


def test_imported_synonyms_count_where_the_index_holds_them(tmp_path: Path) -> None:
    import_file(tmp_path, SUDACHI)
    assert synonyms_of("概要") == []
    assert offered_for("概要") == []
    learn("梗概とあらましと骨子を説明します。")
    assert synonyms_of("概要") == ["梗概"]
    assert sorted(offered_for("概要")) == ["あらまし", "骨子"]
    assert synonyms_of("骨子") == []
    group("概要", "まとめ書き")
    assert synonyms_of("概要")[0] == "まとめ書き"


def test_of_imported_groups_only_spellings_of_the_same_word_are_used_unasked(tmp_path: Path) -> None:
    """ウオーター stands in one group with 水, but as another word."""
    water = "000007,1,0,1,0,0,0,(),水,,\n000007,1,0,2,1,0,0,(),ウォーター,,\n000007,1,0,2,1,0,2,(),ウオーター,,\n"
    import_file(tmp_path, water)
    learn("水を飲む。ウォーターとウオーター。")
    assert "水" not in synonyms_of("ウオーター")
    assert offered_for("ウオーター") == ["水"]


# What comes along


def test_the_list_that_comes_along_is_good() -> None:
    groups = list(read_standard())
    assert len(groups) > 250
    for each in groups:
        assert problems_of(each.words) == [], each.number
    assert len({each.number for each in groups}) == len(groups)


def test_a_word_that_is_also_another_one_is_only_offered() -> None:
    add_standard()
    learn("特別養護老人ホームと生活保護と地域包括支援センター、理学療法士のプロジェクトチーム。")
    assert synonyms_of("特養") == ["特別養護老人ホーム"]
    assert (synonyms_of("生保"), offered_for("生保")) == ([], ["生活保護"])
    assert (synonyms_of("包括"), offered_for("包括")) == ([], ["地域包括支援センター"])
    assert (synonyms_of("PT"), sorted(offered_for("PT"))) == ([], ["プロジェクトチーム", "理学療法士"])


def test_what_comes_along_is_put_in_once() -> None:
    added = add_standard()
    assert added == SynonymGroup.objects.filter(origin="standard").count()
    Synonym.objects.filter(text="特養").get().group.delete()
    SynonymGroup.objects.filter(words__text="国保").update(is_active=False)
    assert add_standard() == 0
    assert not Synonym.objects.filter(text="特養").exists()
    assert not SynonymGroup.objects.get(words__text="国保").is_active


def test_a_later_list_adds_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    add_standard()
    later = [*read_standard(), SynonymSet("100000", [SynonymWord("甲案"), SynonymWord("乙案")])]
    monkeypatch.setattr(keeping, "read_standard", lambda: iter(later))
    assert add_standard() == 1
    learn("甲案と乙案。")
    assert synonyms_of("甲案") == ["乙案"]


def test_the_office_may_say_that_words_are_only_offered(tmp_path: Path) -> None:
    import_file(tmp_path, "グループ,語,向き,メモ,使う\n1,生保,双方向,,候補\n1,生活保護,双方向,,候補\n", office=True)
    assert offered_for("生保") == ["生活保護"]
    call_command("export_synonyms", tmp_path / "out.csv")
    SynonymGroup.objects.all().delete()
    call_command("import_synonyms", tmp_path / "out.csv", office=True)
    assert SynonymGroup.objects.get().is_offered


def test_a_start_puts_in_what_comes_along_and_says_so_once() -> None:
    said: list[str] = []
    complete_synonyms(said.append)
    complete_synonyms(said.append)
    assert len(said) == 1
    assert "標準の同義語を登録しました" in said[0]


def test_what_comes_along_can_be_put_in_by_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_synonyms", standard=True)
    assert SynonymGroup.objects.filter(origin="standard").exists()
    with pytest.raises(CommandError):
        call_command("import_synonyms")


def test_a_second_import_replaces_the_first_and_nothing_else(tmp_path: Path) -> None:
    office = group("来庁不要", "書かない窓口")
    import_file(tmp_path, SUDACHI)
    SynonymGroup.objects.filter(number=1).update(is_active=False)
    import_file(tmp_path, SUDACHI)
    assert SynonymGroup.objects.filter(origin="sudachi").count() == 1
    assert not SynonymGroup.objects.get(number=1).is_active
    assert list(office.words.values_list("text", flat=True)) == ["来庁不要", "書かない窓口"]


def test_a_file_without_any_synonym_changes_nothing(tmp_path: Path) -> None:
    import_file(tmp_path, SUDACHI)
    with pytest.raises(CommandError, match="同義語辞書として読めません"):
        import_file(tmp_path, "会議録\n")
    assert len(rows()) == 4


def test_the_office_file_adds_and_updates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "グループ,語,向き,メモ,使う\n1,来庁不要,双方向,,はい\n1,書かない窓口,双方向,,はい\n2,一語だけ,双方向,,はい\n"
    import_file(tmp_path, text, office=True)
    import_file(tmp_path, text, office=True)
    assert SynonymGroup.objects.count() == 1
    told = capsys.readouterr()
    assert "変更なし 1 グループ" in told.out
    assert "グループ 2: 同義語は2語以上" in told.err
    import_file(tmp_path, text.replace("双方向,,はい\n2", "探す語,窓口改革,はい\n2"), office=True)
    assert SynonymGroup.objects.get().note == "窓口改革"
    assert synonyms_of("来庁不要") == ["書かない窓口"]
    assert synonyms_of("書かない窓口") == []


def test_what_is_exported_can_be_imported(tmp_path: Path) -> None:
    group("来庁不要", ("書かない窓口", TO), note="窓口改革", is_active=False)
    call_command("export_synonyms", tmp_path / "out.csv")
    before = rows()
    SynonymGroup.objects.all().delete()
    call_command("import_synonyms", tmp_path / "out.csv", office=True)
    assert rows() == before
    assert SynonymGroup.objects.get().note == "窓口改革"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([("防災", "both")], "2語以上"),
        ([("ＤＸ", "both"), ("DX", "both")], "「ＤＸ」と「DX」は、検索では同じ語です"),
        ([("防災", "both"), ("防災", "both")], "「防災」が2つ"),
        ([("防災", "both"), ("、", "both")], "検索できる言葉がありません"),
        ([("防災", "to"), ("減災", "to")], "「向き」を見直して"),
        ([("防災", "from"), ("減災", "from")], "「向き」を見直して"),
    ],
)
def test_a_group_needs_words_that_differ_and_lead_somewhere(words: list[tuple[str, str]], problem: str) -> None:
    assert problem in "".join(problems_of([SynonymWord(*word) for word in words]))


def test_a_good_group_has_no_problems() -> None:
    assert problems_of([SynonymWord("避難場所", FROM), SynonymWord("避難所", TO)]) == []


def test_the_synonyms_of_the_sample_are_good() -> None:
    result = import_office(read_office((FIXTURES / "synonyms.csv").read_text("utf-8")))
    assert (result.left_out, result.bad_lines) == ([], [])
    assert synonyms_of("来庁不要") == ["書かない窓口"]


def test_editors_of_the_first_accounts_can_keep_synonyms() -> None:
    create_accounts()
    opens = dict(User.objects.values_list("username", "is_staff"))
    assert opens == {"reader": False, "editor": True, "admin": True}
    assert list(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == ["admin"]
    assert User.objects.get(username="editor").has_perm("search.change_synonymgroup")
    assert not User.objects.get(username="reader").has_perm("search.view_synonymgroup")
