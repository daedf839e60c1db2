"""Whose request it is: nobody can write another address than his own."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from config import environment as env
from config.client_address import client_address, counted_as, forwarded_for

PROXIES = env.networks_of("10.1.0.0/16, 192.0.2.7, 2001:db8:a::/48", "TRUSTED_PROXIES")


@pytest.mark.parametrize(
    ("connected", "header", "expected"),
    [
        # Without a proxy the header is what anybody may write.
        ("203.0.113.5", "", "203.0.113.5"),
        ("203.0.113.5", "198.51.100.1", "203.0.113.5"),
        ("203.0.113.5", "10.1.0.1, 198.51.100.1", "203.0.113.5"),
        # A proxy says whom it heard; what the browser wrote stands to the left of that.
        ("10.1.2.3", "203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "198.51.100.1, 203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "10.1.9.9,198.51.100.1,203.0.113.5", "203.0.113.5"),
        # Several proxies, one behind the other.
        ("10.1.2.3", "198.51.100.1, 203.0.113.5, 192.0.2.7", "203.0.113.5"),
        ("2001:db8:a::1", "203.0.113.5, 10.1.2.3", "203.0.113.5"),
        # Only proxies: somebody on one of them.
        ("10.1.2.3", "10.1.2.4", "10.1.2.4"),
        ("10.1.2.3", "", "10.1.2.3"),
        # What is no address names nobody, and what stands before it is not reached.
        ("10.1.2.3", "198.51.100.1, unknown", "10.1.2.3"),
        ("10.1.2.3", "198.51.100.1, ", "10.1.2.3"),
        ("10.1.2.3", "198.51.100.1, 203.0.113.5 evil", "10.1.2.3"),
        # Ports, brackets, and IPv4 written as IPv6.
        ("10.1.2.3", "203.0.113.5:4711", "203.0.113.5"),
        ("10.1.2.3", "[2001:db8:b::1]:4711", "2001:db8:b::1"),
        ("::ffff:10.1.2.3", "203.0.113.5", "203.0.113.5"),
        ("10.1.2.3", "::ffff:203.0.113.5", "203.0.113.5"),
        ("2001:0DB8:000b::1", "", "2001:db8:b::1"),
        # A Unix socket has no address.
        ("", "203.0.113.5", ""),
        ("\x00", "203.0.113.5", ""),
    ],
)
def test_the_nearest_address_that_is_no_proxy_counts(connected: str, header: str, expected: str) -> None:
    assert forwarded_for(connected, header, PROXIES) == expected


def test_more_hops_than_any_office_has_are_not_read() -> None:
    assert forwarded_for("10.1.2.3", ", ".join(["203.0.113.5", *["10.1.2.4"] * 40]), PROXIES) == "10.1.2.4"


def test_a_request_tells_its_address_by_the_setting(rf: RequestFactory, settings: Settings) -> None:
    settings.TRUSTED_PROXIES = PROXIES
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.5"}, REMOTE_ADDR="10.1.2.3")
    assert client_address(request) == "203.0.113.5"
    settings.TRUSTED_PROXIES = []
    assert client_address(request) == "10.1.2.3"


def test_one_subscriber_of_ipv6_counts_once() -> None:
    assert counted_as("2001:db8:b:1::1") == counted_as("2001:db8:b:1:ffff::2") != counted_as("2001:db8:b:2::1")
    assert counted_as("203.0.113.5") == "203.0.113.5"
    assert counted_as("") == ""


@pytest.mark.parametrize("value", ["proxy.example", "10.0.0.0/99", "10.1.2.3/8", "10.1.2.3,,x"])
def test_a_proxy_that_is_no_address_ends_the_start(value: str) -> None:
    with pytest.raises(env.SettingError, match="TRUSTED_PROXIES"):
        env.networks_of(value, "TRUSTED_PROXIES")
