"""Requests and answers as S3 and CloudWatch speak them."""

from __future__ import annotations

import dataclasses
import datetime
import urllib.parse
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

S3_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclasses.dataclass
class Answer:
    status: int
    body: bytes
    content_type: str = "application/xml"
    headers: tuple[tuple[str, str], ...] = ()


@dataclasses.dataclass
class Request:
    method: str
    path: str
    """Decoded, with the leading slash."""
    query: dict[str, str]
    """The last of repeated parameters; those without a value are empty."""
    environ: dict[str, Any]
    service: str | None
    """From the signature's scope; None for an unsigned request."""
    region: str | None
    access_key: str | None

    @staticmethod
    def of(environ: dict[str, Any]) -> Request:
        path = environ.get("PATH_INFO", "/").encode("latin-1").decode("utf-8", "replace")
        query = dict(urllib.parse.parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
        key, service, region = scope(environ.get("HTTP_AUTHORIZATION", ""), query)
        return Request(environ["REQUEST_METHOD"], path, query, environ, service, region, key)

    def header(self, name: str) -> str:
        return self.environ.get("HTTP_" + name.upper().replace("-", "_"), "")

    def body(self) -> bytes:
        """Whole, and still there for whoever reads it next."""
        content: bytes = self.environ["wsgi.input"].read(int(self.environ.get("CONTENT_LENGTH") or 0))
        self.environ["wsgi.input"] = BytesIO(content)
        return content

    def bucket_and_key(self, known: Any) -> tuple[str, str]:
        """By path, or by host where its first label is a bucket that there is."""
        label, _, rest = self.environ.get("HTTP_HOST", "").partition(".")
        if rest and label in known:
            return label, self.path[1:]
        bucket, _, key = self.path[1:].partition("/")
        return bucket, key


def scope(authorization: str, query: dict[str, str]) -> tuple[str | None, str | None, str | None]:
    """Access key, service and region of `Credential=KEY/20261120/us-east-1/s3/aws4_request`."""
    credential = query.get("X-Amz-Credential", "")
    if "Credential=" in authorization:
        credential = authorization.split("Credential=", 1)[1].split(",", 1)[0]
    fields = credential.split("/")
    return ("/".join(fields[:-4]), fields[-2], fields[-3]) if len(fields) >= 5 else (None, None, None)


def text(value: str) -> str:
    """For XML; characters that XML 1.0 cannot hold come as references, as S3 sends them."""
    value = escape(value)
    if any(ord(character) < 32 for character in value):
        value = "".join(f"&#x{ord(c):x};" if ord(c) < 32 else c for c in value)
    return value


def url_encoded(value: str) -> str:
    """encoding-type=url: as in forms, but slashes stay."""
    return urllib.parse.quote_plus(value, safe="/*")


def instant(moment: datetime.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def s3_document(root: str, content: str, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    body = f'{DECLARATION}<{root} xmlns="{S3_NAMESPACE}">{content}</{root}>'
    return Answer(200, body.encode(), headers=headers)


def s3_error(status: int, code: str, message: str, more: str = "", headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    body = f"{DECLARATION}<Error><Code>{code}</Code><Message>{text(message)}</Message>{more}</Error>"
    return Answer(status, body.encode(), headers=headers)
