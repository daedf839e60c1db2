"""Rules for every request and every answer."""

from config.middleware.askers import TellAsker
from config.middleware.headers import KeepNothing, SecurityHeaders, content_policy
from config.middleware.reading import SignInToRead
from config.middleware.request_rates import LimitRequestRate
from config.middleware.statements import LimitStatements

__all__ = [
    "KeepNothing",
    "LimitRequestRate",
    "LimitStatements",
    "SecurityHeaders",
    "SignInToRead",
    "TellAsker",
    "content_policy",
]
