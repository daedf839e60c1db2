"""Settings of the tests: the same archive, on a database server of their own that may lose power."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-tests")
# Every address that a way of signing in adds is there, so that none escapes the tests that walk over them.
os.environ.setdefault("TOTP", "1")
os.environ.setdefault("OIDC_ISSUER", "http://127.0.0.1:9")
os.environ.setdefault("OIDC_CLIENT_ID", "kaigiroku")
os.environ.setdefault("OIDC_CLIENT_SECRET", "nobody-listens-there")

from config.settings import *  # noqa: F403
from config.settings import DATABASE_URL, DATABASES, STORAGES, VAR_DIR

if not DATABASE_URL:
    DATABASES["default"]["OPTIONS"] = {"folder": str(VAR_DIR / "test-postgres"), "throwaway": True}
DATABASES["default"]["CONN_MAX_AGE"] = 0
# A machine that is busy with other things takes its time.
SEARCH_TIMEOUT_MS = SEARCH_SLOW_MS = 300_000
PAGE_SECONDS = SENDING_SECONDS = 0
REQUESTS_PER_MINUTE = VISITOR_REQUESTS_PER_MINUTE = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Static files are served from where they stand: no collectstatic before the tests.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
