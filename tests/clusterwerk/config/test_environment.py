"""Environment variables: what is understood, and what a wrong one says."""

import pytest

from clusterwerk.config import environment


def test_numbers_flags_and_choices_say_which_variable_is_wrong_and_how_to_write_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("X", "maybe")
    with pytest.raises(environment.SettingError, match="X='maybe': write 1 or 0"):
        environment.flag("X", default=False)
    with pytest.raises(environment.SettingError, match="X='maybe': write a whole number of 1"):
        environment.number("X", 3)
    with pytest.raises(environment.SettingError, match="X='maybe': write a whole number of 0"):
        environment.count("X", 3)
    with pytest.raises(environment.SettingError, match="X='maybe': write one of a, b"):
        environment.choice("X", ("a", "b"))


def test_an_empty_variable_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", " ")
    assert environment.number("X", 3) == 3
    assert environment.count("X", 0) == 0
    assert environment.choice("X", ("a", "b")) == "a"
    assert environment.flag("X", default=True)


def test_mail_leaves_only_where_a_server_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_HOST", raising=False)
    assert environment.mail_transport() is None
    monkeypatch.setenv("MAIL_HOST", "mail.example.org")
    monkeypatch.setenv("MAIL_SECURITY", "tls")
    transport = environment.mail_transport()
    assert transport is not None
    assert transport["options"]["port"] == 465
    assert transport["options"]["use_ssl"]
    assert not transport["options"]["use_tls"]
