"""The post in a speaker mark."""

import pytest

from minutes.dialogue.posts import role_of


@pytest.mark.parametrize(
    ("mark", "role"),
    [
        ("本部長", "本部長"),
        ("副本部長", "副本部長"),
        ("佐藤委員長", "委員長"),
        ("田中副委員長", "副委員長"),
        ("委員11", "委員"),
        ("会長（山田太郎君）", "会長"),
        ("事務局(宍戸)", "事務局"),
        ("福祉課長補佐", "課長補佐"),
        ("前田部会長", "部会長"),
        ("星野副主幹", "主幹"),
        ("山田太郎", ""),
        ("", ""),
    ],
)
def test_the_post_at_the_end_of_a_mark(mark: str, role: str) -> None:
    assert role_of(mark) == role
