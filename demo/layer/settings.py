"""Sub-resources of a bucket that moto forgets or answers in its own way."""

from __future__ import annotations

import json
import re
from typing import Any

from moto.s3.models import FakeBucket

from .wire import DECLARATION, S3_NAMESPACE, Answer, Request, s3_document, s3_error

KEPT = {
    "metrics": ("MetricsConfiguration", "ListMetricsConfigurationsResult"),
    "intelligent-tiering": ("IntelligentTieringConfiguration", "ListBucketIntelligentTieringConfigurationsOutput"),
    "analytics": ("AnalyticsConfiguration", "ListBucketAnalyticsConfigurationResult"),
}
"""What moto accepts and forgets: by sub-resource, the element of one and of all."""

ROOTS = {
    "accelerate": "AccelerateConfiguration",
    "acl": "AccessControlPolicy",
    "cors": "CORSConfiguration",
    "encryption": "ServerSideEncryptionConfiguration",
    "inventory": "ListInventoryConfigurationsResult",
    "lifecycle": "LifecycleConfiguration",
    "location": "LocationConstraint",
    "logging": "BucketLoggingStatus",
    "notification": "NotificationConfiguration",
    "object-lock": "ObjectLockConfiguration",
    "ownershipControls": "OwnershipControls",
    "publicAccessBlock": "PublicAccessBlockConfiguration",
    "replication": "ReplicationConfiguration",
    "tagging": "Tagging",
    "versioning": "VersioningConfiguration",
    "website": "WebsiteConfiguration",
}
"""The root element of each answer, by the Amazon S3 API Reference; moto names some after the operation."""


class Settings:
    def __init__(self, buckets: dict[str, FakeBucket], extra: dict[str, dict[str, dict[str, str]]]):
        self.buckets = buckets
        self.extra = extra
        """By bucket, sub-resource and id: XML."""

    def answer(self, bucket: str, request: Request) -> Answer | None:
        """None where moto's own answer is right."""
        query = request.query
        for subresource in KEPT:
            if subresource in query:
                return self.kept(bucket, subresource, request)
        if "requestPayment" in query:
            return self.payment(bucket, request)
        if "policyStatus" in query and request.method == "GET":
            return self.policy_status(bucket)
        return None

    def kept(self, bucket: str, subresource: str, request: Request) -> Answer | None:
        one, all_ = KEPT[subresource]
        stored = self.extra.setdefault(bucket, {}).setdefault(subresource, {})
        identifier = request.query.get("id")
        if request.method == "GET" and identifier is None:
            items = "".join(f"<{one}>{stored[name]}</{one}>" for name in sorted(stored))
            return s3_document(all_, f"<IsTruncated>false</IsTruncated>{items}")
        if request.method == "PUT" and identifier:
            content = re.search(rf"<{one}[^>]*>(.*)</{one}>", body(request), re.DOTALL)
            if content is None:
                return s3_error(400, "MalformedXML", f"The request body has no {one}.")
            stored[identifier] = content[1]
            return Answer(200, b"")
        if identifier not in stored:
            return s3_error(404, "NoSuchConfiguration", "The specified configuration does not exist.")
        if request.method == "GET":
            return s3_document(one, stored[identifier])
        if request.method == "DELETE":
            del stored[identifier]
            return Answer(204, b"")
        return None

    def payment(self, bucket: str, request: Request) -> Answer | None:
        if request.method == "GET":
            return s3_document("RequestPaymentConfiguration", f"<Payer>{self.buckets[bucket].payer}</Payer>")
        if request.method == "PUT":
            payer = re.search("<Payer>(BucketOwner|Requester)</Payer>", body(request))
            if payer is None:
                return s3_error(400, "MalformedXML", "Payer is BucketOwner or Requester.")
            self.buckets[bucket].payer = payer[1]
            return Answer(200, b"")
        return None

    def policy_status(self, bucket: str) -> Answer:
        policy = self.buckets[bucket].policy
        if not policy:
            return s3_error(404, "NoSuchBucketPolicy", "The bucket policy does not exist")
        public = any(is_public(each) for each in statements(policy))
        return s3_document("PolicyStatus", f"<IsPublic>{str(public).lower()}</IsPublic>")


NARROWING = {
    "aws:principalaccount",
    "aws:principalarn",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourceaccount",
    "aws:sourcearn",
    "aws:sourceip",
    "aws:sourceorgid",
    "aws:sourceorgpaths",
    "aws:sourceowner",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:userid",
    "s3:dataaccesspointaccount",
    "s3:dataaccesspointarn",
}
"""A fixed value of one of these makes a statement not public. Source: Amazon S3 User Guide, 'Blocking public access to
your Amazon S3 storage', the meaning of "public"."""


def statements(policy: bytes | str) -> list[dict[str, Any]]:
    found = json.loads(policy).get("Statement", [])
    return found if isinstance(found, list) else [found]


def is_public(statement: dict[str, Any]) -> bool:
    """For the policies that the demo has; audit judges policies itself and does not believe this answer."""
    if statement.get("Effect") != "Allow":
        return False
    principal = statement.get("Principal", {})
    names = [principal] if isinstance(principal, str) else [each for kind in principal.values() for each in as_list(kind)]
    if "*" not in names:
        return False
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            fixed = all("*" not in value and "?" not in value and value != "0.0.0.0/0" for value in as_list(values))
            if key.lower() in NARROWING and not operator.lower().startswith(("stringnot", "notip", "arnnot")) and fixed:
                return False
    return True


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def body(request: Request) -> str:
    stream = request.environ["wsgi.input"]
    return stream.read(int(request.environ.get("CONTENT_LENGTH") or 0)).decode("utf-8", "replace")


def corrected(subresource: str, document: bytes) -> bytes:
    """moto's document under the root element that S3 uses."""
    if document.lstrip()[:1] != b"<" or b"<Error>" in document[:200]:
        return document
    match = re.match(rb"\s*(?:<\?xml[^>]*\?>)?\s*<([A-Za-z]+)([^>]*?)(/?)>", document)
    if match is None:
        return document
    root, attributes, closed = match[1], match[2], match[3]
    wanted = ROOTS[subresource].encode()
    if b"xmlns=" not in attributes:
        attributes = f' xmlns="{S3_NAMESPACE}"'.encode() + attributes
    content = b"" if closed else document[match.end() : document.rindex(b"</")]
    # Some of moto's answers carry the right element inside one of its own.
    inner = re.fullmatch(rb"\s*<" + wanted + rb"(?: [^>]*)?>(.*)</" + wanted + rb">\s*", content, re.DOTALL)
    if inner is not None and root != wanted:
        content = inner[1]
    return DECLARATION.encode() + b"<" + wanted + attributes + b">" + content + b"</" + wanted + b">"
