"""All settings, from environment variables alone (docs/settings.md lists them).

Without PRODUCTION=1 the archive runs on one machine for itself: embedded Postgres and a random
secret under var/. With it, secrets, hosts and the database must be given.
"""

from pathlib import Path
from urllib.parse import urlsplit

from config import environment as env
from config.sign_in import ways
from config.version import version

BASE_DIR = Path(__file__).resolve().parent.parent
VERSION = version()
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var"))).resolve()

PRODUCTION = env.flag("PRODUCTION")
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", required=PRODUCTION, fallback_file=VAR_DIR / "secret-key")
PORT = env.integer("PORT", 8000, minimum=1)
BIND_ADDRESS = env.text("BIND_ADDRESS", "127.0.0.1")
WEB_WORKERS = env.integer("WEB_WORKERS", 2, minimum=1)
# Of each process; what waits and what is slow beyond this is closed (config/web).
WEB_CONNECTIONS = env.integer("WEB_CONNECTIONS", 500, minimum=10)
WEB_CONNECTIONS_PER_ADDRESS = env.integer("WEB_CONNECTIONS_PER_ADDRESS", 100, minimum=10)
HEADER_SECONDS = env.integer("HEADER_SECONDS", 20, minimum=1)
BODY_SECONDS = env.integer("BODY_SECONDS", 30, minimum=1)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1],testserver")
if PRODUCTION and not ALLOWED_HOSTS:
    raise env.SettingError(
        "本番環境では環境変数 ALLOWED_HOSTS に利用者が開くホスト名を設定してください（例: kaigiroku.example.lg.jp）。"
    )
# Whose X-Forwarded-For is believed (config/client_address.py).
TRUSTED_PROXIES = env.networks("TRUSTED_PROXIES")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []

# The archive itself
SITE_NAME = env.text("SITE_NAME", "会議録アーカイブ")
UPLOAD_MAX_BYTES = env.integer("UPLOAD_MAX_MB", 20, minimum=1) * 1024 * 1024
UPLOAD_TOTAL_MAX_BYTES = env.integer("UPLOAD_TOTAL_MAX_MB", 500, minimum=1) * 1024 * 1024
UPLOAD_MAX_FILES = env.integer("UPLOAD_MAX_FILES", 300, minimum=1)
# What anybody may send to any page; pages that take more are marked (minutes/intake/request_bodies.py).
FORM_MAX_BYTES = env.integer("FORM_MAX_MB", 1, minimum=1) * 1024 * 1024
# What reading one document may cost (minutes/documents/limits.py).
READ_SECONDS = env.integer("READ_SECONDS", 60, minimum=5)
READ_MEMORY_MB = env.integer("READ_MEMORY_MB", 1024, minimum=256)
READ_PAGES = env.integer("READ_PAGES", 1000, minimum=1)
READ_UNPACKED_MB = env.integer("READ_UNPACKED_MB", 200, minimum=1)
OCR = env.flag("OCR")
OCR_SECONDS = env.integer("OCR_SECONDS", 600, minimum=10)
WATCH_FOLDER = Path(env.text("WATCH_FOLDER")).resolve() if env.text("WATCH_FOLDER") else None
WORKER_PROCESSES = env.integer("WORKER_PROCESSES", 1, minimum=1)
LOGIN_REQUIRED_TO_READ = env.flag("LOGIN_REQUIRED_TO_READ")
# Publishing, and opening what is restricted, take a second person (minutes/record/four_eyes.py).
FOUR_EYES = env.flag("FOUR_EYES")
# What one person may ask for, and how long a request's statements may take in the database (config/middleware).
REQUESTS_PER_MINUTE = env.integer("REQUESTS_PER_MINUTE", 1_200)
VISITOR_REQUESTS_PER_MINUTE = env.integer("VISITOR_REQUESTS_PER_MINUTE", 3_000)
PAGE_SECONDS = env.integer("PAGE_SECONDS", 20)
SENDING_SECONDS = env.integer("SENDING_SECONDS", 180)
SEARCH_TIMEOUT_MS = env.integer("SEARCH_TIMEOUT_MS", 10_000, minimum=100)
# How many requests may search at once, and slowly (search/budget).
SEARCHES_AT_ONCE = env.integer("SEARCHES_AT_ONCE", 4)
SEARCHES_AT_ONCE_EACH = env.integer("SEARCHES_AT_ONCE_EACH", 3, minimum=1)
SEARCH_SLOW_MS = env.integer("SEARCH_SLOW_MS", 1_500, minimum=100)
SLOW_SEARCHES_AT_ONCE = env.integer("SLOW_SEARCHES_AT_ONCE", 2, minimum=1)
SEARCH_LOG_DAYS = env.integer("SEARCH_LOG_DAYS", 400)
SEARCH_LOG_USERS = env.flag("SEARCH_LOG_USERS")
# Five years, a leap day among them.
ACCESS_LOG_DAYS = env.integer("ACCESS_LOG_DAYS", 1826, minimum=1)

# Sign-in by others, each way off unless set (docs/sign-in.md).
SIGN_IN_GROUPS = ways.group_map(env.text("SIGN_IN_GROUPS"))
SIGN_IN_PROXY = ways.proxy(
    header=env.text("REMOTE_USER_HEADER"),
    proxies=env.text("REMOTE_USER_PROXIES"),
    groups_header=env.text("REMOTE_USER_GROUPS_HEADER"),
    domain=env.text("REMOTE_USER_DOMAIN"),
    sign_out=env.text("REMOTE_USER_SIGN_OUT"),
)
SIGN_IN_DIRECTORY = ways.directory(
    uri=env.text("LDAP_URI"),
    tls=env.flag("LDAP_TLS", default=True),
    ca_file=env.text("LDAP_CA_FILE"),
    bind_dn=env.text("LDAP_BIND_DN"),
    bind_password=env.text("LDAP_BIND_PASSWORD"),
    user_dn=env.text("LDAP_USER_DN"),
    user_base=env.text("LDAP_USER_BASE"),
    user_filter=env.text("LDAP_USER_FILTER", "(uid={user})"),
    name_attribute=env.text("LDAP_NAME_ATTRIBUTE", "uid"),
    group_base=env.text("LDAP_GROUP_BASE"),
    group_member=env.text("LDAP_GROUP_MEMBER", "member"),
    seconds=env.integer("LDAP_SECONDS", 5, minimum=1),
)
SIGN_IN_PROVIDER = ways.provider(
    issuer=env.text("OIDC_ISSUER"),
    client_id=env.text("OIDC_CLIENT_ID"),
    client_secret=env.text("OIDC_CLIENT_SECRET"),
    label=env.text("OIDC_LABEL", "職員認証"),
    scopes=env.text("OIDC_SCOPES", "openid profile"),
    name_claim=env.text("OIDC_NAME_CLAIM", "preferred_username"),
    groups_claim=env.text("OIDC_GROUPS_CLAIM", "groups"),
    ca_file=env.text("OIDC_CA_FILE"),
)
TOTP = ways.totp(env.flag("TOTP"))
TOTP_REQUIRED = env.words("TOTP_REQUIRED")
TOTP_EXEMPT = ways.exempt(env.words("TOTP_EXEMPT"))

INSTALLED_APPS = [
    "config",
    "config.accounts.apps.AccountsConfig",
    "config.sign_in",
    "trail",
    "search",
    "minutes",
    "config.accounts.apps.AdministrationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_filters",
    "django_htmx",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "config.recording.RequestOccasions",
    "config.access_log.AccessLog",
    "config.middleware.SecurityHeaders",
    "config.errors.PagesForErrors",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.LimitStatements",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    # Before the token is looked for in what was sent.
    "config.request_bodies.BodyLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.KeepNothing",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.accounts.middleware.LimitedSessions",
    "config.middleware.TellAsker",
    "config.middleware.LimitRequestRate",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.middleware.SignInToRead",
    "config.accounts.middleware.GivenPasswordFirst",
]

if TOTP:
    # Before config.sign_in, whose administration pages take the place of its own.
    INSTALLED_APPS = ["django_otp", "django_otp.plugins.otp_totp", *INSTALLED_APPS]
    OTP_TOTP_ISSUER = SITE_NAME
    # A half session ends as others do; after this nobody knows of it.
    MIDDLEWARE.insert(
        MIDDLEWARE.index("config.accounts.middleware.LimitedSessions") + 1,
        "config.sign_in.second_factor_gate.SecondFactorGate",
    )
if SIGN_IN_PROXY:
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1,
        "config.sign_in.proxy.ProxySignIn",
    )

ROOT_URLCONF = "config.urls"
# The archive stands at the root of its host. A WSGI server may take SCRIPT_NAME from a header that anybody can send.
FORCE_SCRIPT_NAME = ""
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

DATABASE_URL = env.text("DATABASE_URL")
if PRODUCTION and not DATABASE_URL:
    raise env.SettingError("本番環境では環境変数 DATABASE_URL にデータベースの接続先を設定してください。")
if DATABASE_URL:
    DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", **env.database(DATABASE_URL)}}
else:
    DATABASES = {
        "default": {
            "ENGINE": "config.database",
            "NAME": "postgres",
            "USER": "postgres",
            "OPTIONS": {
                "folder": str(VAR_DIR / "postgres"),
                "cache_mb": env.integer("DATABASE_CACHE_MB", 256, minimum=16),
            },
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who is let in, asked in this order: the limit on attempts stands before whoever sees a password, and the archive's own
# accounts before the directory, which may be away.
AUTHENTICATION_BACKENDS = ["config.accounts.backends.LimitedAttempts", "config.accounts.backends.Accounts"]
if SIGN_IN_DIRECTORY:
    AUTHENTICATION_BACKENDS.append("config.sign_in.directory.DirectoryBackend")
if SIGN_IN_PROXY:
    AUTHENTICATION_BACKENDS.append("config.sign_in.backends.ProxyBackend")
if SIGN_IN_PROVIDER:
    AUTHENTICATION_BACKENDS.append("config.sign_in.backends.ProviderBackend")
SIGN_IN_ATTEMPTS = env.integer("SIGN_IN_ATTEMPTS", 10, minimum=1)
SIGN_IN_ATTEMPTS_ADDRESS = env.integer("SIGN_IN_ATTEMPTS_ADDRESS", 100, minimum=1)
SIGN_IN_LOCK_MINUTES = env.integer("SIGN_IN_LOCK_MINUTES", 15, minimum=1)
# The first one makes new hashes; older ones are made anew when their owner signs in.
PASSWORD_HASHERS = [
    "config.accounts.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "config.accounts.validators.OtherWords"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "minutes:home"
LOGOUT_REDIRECT_URL = "minutes:home"

LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
# Nobody else's pages have a use for these files.
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.static_files.StaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"
DATA_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_MAX_BYTES + 1024 * 1024
# The first handler keeps these bounds itself and lets the page say so; beyond the last number nothing is listened to.
FILE_UPLOAD_HANDLERS = [
    "minutes.intake.upload_limits.WholeRequest",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FILES = 20 * UPLOAD_MAX_FILES
# The form of a meeting's papers holds several fields for each.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Other servers that forms of ours may lead to: that of a proxy which ends its own sign-in.
_sign_out = urlsplit(SIGN_IN_PROXY.sign_out if SIGN_IN_PROXY else "")
FORM_ORIGINS = [f"{_sign_out.scheme}://{_sign_out.netloc}"] if _sign_out.netloc else []
SESSION_COOKIE_HTTPONLY = True
# Sessions end after so many minutes without anything done (0: only with the next line), and after so many hours at all.
SESSION_IDLE_MINUTES = env.integer("SESSION_IDLE_MINUTES", 60)
SESSION_MAX_HOURS = env.integer("SESSION_MAX_HOURS", 12, minimum=1)
SESSION_COOKIE_AGE = SESSION_MAX_HOURS * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
if PRODUCTION:
    # The office's proxy ends TLS and says so in this header.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # Browsers take cookies of such names from this host alone, by TLS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_HSTS_SECONDS = env.integer("HSTS_SECONDS", 31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request": {"()": "config.recording.RequestNumber"}},
    "formatters": {
        "line": {
            "()": "config.recording.LogLine",
            "format": "%(asctime)s %(levelname)s %(name)s [%(request_number)s]: %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request"]}},
    # How many requests wait for a thread is no news for the log.
    "loggers": {"waitress.queue": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
