"""Speaks TLS in front of a local HTTP server: tls-front.py FOLDER UPSTREAM_PORT DEFECT ONE_IN

Writes FOLDER/authority.pem, which vouches for every certificate but the self-signed one, then FOLDER/port. Of ONE_IN
connections one gets the DEFECT: self-signed, wrong-host, expired, or handshake (closed in the middle of it).
Good certificates are for 127.0.0.1.
"""
import datetime
import ipaddress
import pathlib
import socket
import ssl
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

folder, upstream, defect, one_in = pathlib.Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
DAY = datetime.timedelta(days=1)
NOW = datetime.datetime.now(datetime.timezone.utc)


def name(text):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def certificate(subject, key, issuer, issuer_key, names=(), since=NOW - DAY, until=NOW + DAY, authority=False):
    builder = (
        x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer)).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(since).not_valid_after(until)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def context(certificate, key, file):
    pem = certificate.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = folder / file
    path.write_bytes(pem)
    result = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    result.load_cert_chain(path)
    return result


root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
root = certificate("Test Authority", root_key, "Test Authority", root_key, authority=True)
(folder / "authority.pem").write_bytes(root.public_bytes(serialization.Encoding.PEM))
here = [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
good = context(certificate("127.0.0.1", key, "Test Authority", root_key, here), key, "good.pem")
bad = {
    "self-signed": lambda: certificate("127.0.0.1", key, "127.0.0.1", key, here),
    "wrong-host": lambda: certificate(
        "files.example.com", key, "Test Authority", root_key, [x509.DNSName("files.example.com")]),
    "expired": lambda: certificate(
        "127.0.0.1", key, "Test Authority", root_key, here, since=NOW - 30 * DAY, until=NOW - DAY),
}
broken = context(bad[defect](), key, "bad.pem") if defect in bad else None


def pump(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
    except OSError:
        pass
    for end in (source, target):
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass


def serve(client, is_bad):
    if is_bad and broken is None:
        client.recv(64)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        client.close()
        return
    try:
        secure = (broken if is_bad else good).wrap_socket(client, server_side=True)
        server = socket.create_connection(("127.0.0.1", upstream))
    except OSError:
        client.close()
        return
    threading.Thread(target=pump, args=(server, secure), daemon=True).start()
    pump(secure, server)


listener = socket.create_server(("127.0.0.1", 0), backlog=512)
partial = folder / "port.partial"
partial.write_text(str(listener.getsockname()[1]))
partial.rename(folder / "port")
count = 0
while True:
    client, _ = listener.accept()
    count += 1
    threading.Thread(target=serve, args=(client, count % one_in == one_in // 2), daemon=True).start()
