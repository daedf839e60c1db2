"""A directory of an invented city: Debian's slapd in a folder of its own, with TLS by a certificate made for it.

Where slapd or python-ldap is missing, tests skip and say how to install it; REQUIRE_LDAP=1 makes that a failure.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

SLAPD = shutil.which("slapd") or shutil.which("slapd", path="/usr/sbin:/usr/local/sbin")
HOW_TO_INSTALL = "slapd または python-ldap がありません。docs/sign-in.md の「Tests」のとおりに入れてください。"
BASE = "dc=minatono,dc=example"
PEOPLE = f"ou=people,{BASE}"
GROUPS = f"ou=groups,{BASE}"
SERVICE, SERVICE_PASSWORD = f"cn=kaigiroku,{BASE}", "service-secret"
PASSWORD = "watashi-no-aikotoba"
_PATIENCE = 60

_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload ppolicy
pidfile {folder}/pid
TLSCACertificateFile {folder}/authority.pem
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix "{base}"
rootdn "cn=root,{base}"
rootpw root-secret
directory {folder}/data
maxsize 16777216
dbnosync
overlay ppolicy
ppolicy_default "cn=policy,{base}"
access to attrs=userPassword by anonymous auth by * none
access to * by users read by * none
"""

_ENTRIES = f"""\
dn: {BASE}
objectClass: dcObject
objectClass: organization
o: Minatono
dc: minatono

dn: {PEOPLE}
objectClass: organizationalUnit
ou: people

dn: {GROUPS}
objectClass: organizationalUnit
ou: groups

dn: cn=policy,{BASE}
objectClass: device
objectClass: pwdPolicy
cn: policy
pwdAttribute: userPassword
pwdLockout: TRUE

dn: {SERVICE}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: kaigiroku
userPassword: {SERVICE_PASSWORD}

dn: cn=giji,{GROUPS}
objectClass: groupOfNames
cn: giji
member: uid=kawase,{PEOPLE}

dn: cn=kanri,{GROUPS}
objectClass: groupOfNames
cn: kanri
member: uid=nobody,{PEOPLE}

dn: cn=somu,{GROUPS}
objectClass: groupOfNames
cn: somu
member: cn=giji,{GROUPS}
member: uid=misaki,{PEOPLE}
"""


def _person(uid: str, family: str, given: str, more: str = "") -> str:
    return (
        f"\ndn: uid={uid},{PEOPLE}\nobjectClass: inetOrgPerson\nuid: {uid}\ncn: {family} {given}\nsn: {family}\n"
        f"givenName: {given}\nuserPassword: {PASSWORD}\n{more}"
    )


@dataclass(frozen=True)
class LdapDirectory:
    """A running directory; `authority` is the file of who signed its certificate."""

    port: int
    folder: Path

    @property
    def uri(self) -> str:
        return f"ldap://127.0.0.1:{self.port}"

    @property
    def authority(self) -> str:
        return str(self.folder / "authority.pem")

    def change(self, changes: str) -> None:
        """Applies LDIF as the directory's administrator would."""
        subprocess.run(
            ["ldapmodify", "-x", "-H", self.uri, "-D", f"cn=root,{BASE}", "-w", "root-secret"],
            input=changes,
            text=True,
            check=True,
            capture_output=True,
        )


@contextmanager
def ldap_directory(folder: Path) -> Iterator[LdapDirectory]:
    """Starts slapd on a free port of this machine and stops it at the end."""
    if SLAPD is None or importlib.util.find_spec("ldap") is None:
        if os.environ.get("REQUIRE_LDAP") == "1":
            pytest.fail(HOW_TO_INSTALL)
        pytest.skip(HOW_TO_INSTALL)
    make_certificates(folder)
    (folder / "data").mkdir()
    configuration = folder / "slapd.conf"
    configuration.write_text(_CONFIGURATION.format(folder=folder, base=BASE))
    entries = _ENTRIES + "".join(
        (
            _person("kawase", "川瀬", "みなと"),
            _person("misaki", "岬", "あおい"),
            _person("yameta", "止田", "しずか", "pwdAccountLockedTime: 000001010000Z\n"),
            _person("admin", "安藤", "みのる"),
        )
    )
    slapadd = [str(Path(SLAPD).with_name("slapadd")), "-q", "-f", str(configuration)]
    subprocess.run(slapadd, input=entries, text=True, check=True, capture_output=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    # It stays in the foreground while it is asked to tell something, and it tells nothing at this level.
    command = [SLAPD, "-f", str(configuration), "-h", f"ldap://127.0.0.1:{port}", "-d", "0"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, process)
        yield LdapDirectory(port, folder)
    finally:
        process.terminate()
        process.wait(_PATIENCE)


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    for _ in range(_PATIENCE * 20):
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        assert process.poll() is None, "slapd ended"
        time.sleep(0.05)
    pytest.fail("slapd did not start")


def make_certificates(folder: Path) -> None:
    """authority.pem, and server.pem with server.key for 127.0.0.1 that it signed."""
    authority_key, server_key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _certificate("Minatono CA", authority_key, "Minatono CA", authority_key, is_authority=True)
    server = _certificate("Minatono directory", server_key, "Minatono CA", authority_key, is_authority=False)
    (folder / "authority.pem").write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    (folder / "server.pem").write_bytes(server.public_bytes(serialization.Encoding.PEM))
    (folder / "server.key").write_bytes(
        server_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    is_authority: bool,
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(issuer_key, hashes.SHA256())
    )
