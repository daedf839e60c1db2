"""Rules for every request and every answer."""

from config.middleware.askers import TellAsker
from config.middleware.headers import KeepNothing, SecurityHeaders
from config.middleware.reading import SignInToRead

__all__ = ["KeepNothing", "SecurityHeaders", "SignInToRead", "TellAsker"]
