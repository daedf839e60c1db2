"""Zip files as people in offices make them, and as people with other intentions do."""

import io
import zipfile

import pytest

from minutes.intake.unpacking import Member, Packing, UnpackingError, is_left_by_system, megabytes, unpack

PACKING = Packing(members=20, member_bytes=1000, total_bytes=5000)


def packed(files: dict[str, bytes], encoding: str = "", method: int = zipfile.ZIP_DEFLATED) -> io.BytesIO:
    """A .zip file of these files, their names in this encoding without saying so; marked as UTF-8 where none is given."""

    class Unmarked(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:
            return self.filename.encode(encoding), self.flag_bits

    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        for name, data in files.items():
            info = Unmarked(name) if encoding else zipfile.ZipInfo(name)
            info.compress_type = method
            archive.writestr(info, data)
    result.seek(0)
    return result


def members(files: dict[str, bytes], packing: Packing = PACKING, encoding: str = "") -> list[Member]:
    return list(unpack(packed(files, encoding), packing))


@pytest.mark.parametrize("encoding", ["", "utf-8", "cp932"])
def test_japanese_names_are_right_whoever_packed_them(encoding: str) -> None:
    found = members({"令和5年度/第1回 会議録①.txt": b"a"}, encoding=encoding)
    assert [(member.name, member.data) for member in found] == [("第1回 会議録①.txt", b"a")]


def test_folders_and_what_systems_leave_are_passed_over() -> None:
    found = members(
        {
            "a/": b"",
            "a/b.txt": b"x",
            "__MACOSX/a/._b.txt": b"x",
            ".DS_Store": b"x",
            "a/Thumbs.db": b"x",
            "~$b.docx": b"x",
        }
    )
    assert [member.name for member in found] == ["b.txt"]
    assert is_left_by_system("a\\.hidden\\b.txt") and not is_left_by_system("会議録.txt")


def test_equal_names_in_different_folders_keep_their_folders() -> None:
    found = members({"第1回/会議録.txt": b"x", "第2回/会議録.txt": b"y", "../../etc/名簿.txt": b"z"})
    assert [member.name for member in found] == ["第1回_会議録.txt", "第2回_会議録.txt", "名簿.txt"]


def test_one_member_that_cannot_be_taken_costs_no_other() -> None:
    found = members({"大きい.txt": b"x" * 1001, "空.txt": b"", "中.zip": b"PK", "よい.txt": b"y"})
    assert [member.problem[:8] for member in found] == ["ファイルが大きす", "ファイルが空です", ".zip の中の", ""]
    assert found[3].data == b"y"


def test_encrypted_members_are_told() -> None:
    data = bytearray(packed({"a.txt": b"x"}).getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    (member,) = unpack(io.BytesIO(bytes(data)), PACKING)
    assert "パスワード" in member.problem


def test_a_member_that_unpacks_to_more_than_it_says_is_not_taken() -> None:
    data = packed({"a.txt": b"\0" * 100_000}).getvalue()
    # Both places that name the size lie.
    lying = data.replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    (member,) = unpack(io.BytesIO(lying), PACKING)
    assert member.problem and not member.data


def test_damaged_members_are_told() -> None:
    data = packed({"a.txt": b"abcdefgh" * 20}, method=zipfile.ZIP_STORED).getvalue()
    (member,) = unpack(io.BytesIO(data.replace(b"abcdefgh", b"abcdefgX", 1)), PACKING)
    assert "壊れている" in member.problem


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({f"{number}.txt": b"x" for number in range(21)}, "ファイルが多すぎます（21件）。20件まで"),
        ({f"{number}.txt": b"x" * 900 for number in range(6)}, "展開すると大きすぎます"),
        ({}, "取り込めるファイルが入っていません"),
    ],
)
def test_a_zip_file_beyond_the_limits_is_refused_whole(files: dict[str, bytes], words: str) -> None:
    with pytest.raises(UnpackingError, match=words):
        members(files)


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x03\x04 cut"])
def test_what_is_no_zip_file_is_told(data: bytes) -> None:
    with pytest.raises(UnpackingError, match="壊れていて"):
        list(unpack(io.BytesIO(data), PACKING))


def test_sizes_are_rounded_up() -> None:
    assert [megabytes(size) for size in (1024**2, 1024**2 + 1, 0)] == ["1 MB", "1.1 MB", "0 MB"]
