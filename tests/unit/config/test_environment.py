"""Settings from the environment."""

from pathlib import Path

import pytest

from config import environment as env


def test_a_flag_that_is_neither_yes_nor_no_ends_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRODUCTION", "maybe")
    with pytest.raises(env.SettingError, match="PRODUCTION"):
        env.flag("PRODUCTION")


def test_an_unset_flag_is_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRODUCTION", raising=False)
    assert env.flag("PRODUCTION") is False
    assert env.flag("PRODUCTION", True) is True


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "0"])
def test_a_number_out_of_range_ends_with_its_name(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PORT", value)
    with pytest.raises(env.SettingError, match="PORT"):
        env.integer("PORT", 8000, minimum=1)


def test_a_required_secret_must_be_in_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    with pytest.raises(env.SettingError, match="SECRET_KEY"):
        env.secret("SECRET_KEY", required=True, fallback_file=tmp_path / "secret")
    assert not (tmp_path / "secret").exists()


def test_without_production_a_secret_is_made_once_and_kept_private(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("SECRET_KEY", raising=False)
    file = tmp_path / "var" / "secret"
    first = env.secret("SECRET_KEY", required=False, fallback_file=file)
    assert len(first) >= 50
    assert env.secret("SECRET_KEY", required=False, fallback_file=file) == first
    assert file.stat().st_mode & 0o077 == 0


def test_a_database_url_gives_all_parts() -> None:
    found = env.database("postgresql://user:p%40ss@db.example:5433/kaigiroku?sslmode=require")
    assert found == {
        "NAME": "kaigiroku",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_directory_may_stand_for_the_host() -> None:
    assert env.database("postgresql://user@/name?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "nonsense", "postgresql://h:port/name"])
def test_an_unusable_database_url_ends_with_its_form(url: str) -> None:
    with pytest.raises(env.SettingError, match="postgresql://"):
        env.database(url)
