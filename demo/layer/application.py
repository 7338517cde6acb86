"""The WSGI application: what the layer answers itself, and moto for everything else."""

from __future__ import annotations

import json
import threading
from collections import ChainMap
from typing import Any, Mapping

from moto.iam.access_control import PermissionResult
from moto.iam.models import get_account_id_from
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto.s3.models import FakeBucket, S3Backend, s3_backends

from . import roles
from .listing import Listings
from .metrics import CloudWatch
from .settings import ROOTS, Settings, corrected
from .wire import Answer, Request, s3_error

REASONS = {200: "OK", 204: "No Content", 400: "Bad Request", 403: "Forbidden", 404: "Not Found", 503: "Service Unavailable"}


class View:
    """One account's buckets, as the layer shows them."""

    def __init__(self, account_id: str):
        self.buckets = s3_backends[account_id]["aws"].buckets
        self.listings = Listings(self.buckets)
        self.settings = Settings(self.buckets, {})
        self.cloudwatch: CloudWatch | None = None

    def show(self, account: Any) -> None:
        self.settings.extra = {name: bucket.extra for name, bucket in account.buckets.items()}
        self.cloudwatch = CloudWatch(account)
        self.listings.indices.clear()


class Application:
    def __init__(self, account_id: str):
        # moto delivers access logs for real: a bucket would grow while one looks at it.
        S3Backend.log_incoming_request = lambda *_: None
        # moto applies a bucket policy without its conditions: DataShard's Deny would refuse the account itself.
        FakeBucket.get_permission = lambda *_: PermissionResult.NEUTRAL
        self.moto = DomainDispatcherApplication(create_backend_app)
        self.management = account_id
        self.views = {account_id: View(account_id)}
        self.buckets: Mapping[str, FakeBucket] = self.views[account_id].buckets
        self.members: set[str] = set()
        self.truth: dict[str, Any] | None = None
        self.lock = threading.Lock()

    def show(self, accounts: list[Any], truth: dict[str, Any]) -> None:
        """From here on the accounts are complete."""
        for account in accounts:
            self.views.setdefault(account.id, View(account.id)).show(account)
        self.buckets = ChainMap(*(view.buckets for view in self.views.values()))
        self.members = set(truth["organization"]["accounts"])
        self.truth = truth

    def view(self, caller: str, bucket: str) -> View:
        """Of the account that owns the bucket, else the caller's own."""
        owner = next((view for view in self.views.values() if bucket and bucket in view.buckets), None)
        return owner or self.views.setdefault(caller, View(caller))

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request.of(environ)
        answer = self.own(request)
        if answer is not None:
            return send(answer, request, start_response)
        if request.service == "s3" and request.method not in ("GET", "HEAD"):
            with self.lock:
                bucket = request.bucket_and_key(self.buckets)[0]
                for view in self.views.values():
                    view.listings.forget(bucket)
        subresource = self.to_correct(request)
        if subresource is not None:
            return self.correct(subresource, environ, start_response)
        return self.moto(environ, start_response)

    def own(self, request: Request) -> Answer | None:
        if request.path == "/_demo/truth":
            if self.truth is None:
                return Answer(503, b"the account is being built", "text/plain")
            return Answer(200, json.dumps(self.truth, indent=2).encode(), "application/json")
        if self.truth is None:
            # Nothing but what builds the accounts asks yet.
            caller = self.management
        else:
            caller = get_account_id_from(request.access_key or "")
        if request.service == "sts" and request.method == "POST" and self.truth is not None:
            return roles.refusal(request, caller, self.members)
        if request.service == "monitoring":
            cloudwatch = self.view(caller, "").cloudwatch
            return cloudwatch.answer(request) if cloudwatch is not None else None
        if request.service not in ("s3", None) or request.path.startswith("/v20180820/"):
            return None
        if request.service is None and request.method == "POST":
            return None
        bucket, key = request.bucket_and_key(self.buckets)
        view = self.view(caller, bucket)
        if not bucket:
            return view.listings.list_buckets(request) if request.method == "GET" else None
        if bucket not in self.buckets:
            return None
        elsewhere = self.elsewhere(bucket, key, request)
        if elsewhere is not None:
            return elsewhere
        if key:
            return None
        own = view.settings.answer(bucket, request)
        if own is not None or request.method != "GET":
            return own
        query = request.query
        with self.lock:
            if "uploads" in query:
                return view.listings.list_uploads(bucket, request)
            if "versions" in query:
                return view.listings.list_versions(bucket, request)
            if not any(name in query for name in (*ROOTS, "policy")):
                return view.listings.list_objects(bucket, request)
        return None

    def elsewhere(self, bucket: str, key: str, request: Request) -> Answer | None:
        """S3 refuses a request signed for another region than the bucket's; only GetBucketLocation is free."""
        region = self.buckets[bucket].region_name
        if request.region in (None, region) or request.method == "GET" and not key and "location" in request.query:
            return None
        return s3_error(
            400,
            "AuthorizationHeaderMalformed",
            f"The authorization header is malformed; the region '{request.region}' is wrong; expecting '{region}'",
            f"<Region>{region}</Region>",
            (("x-amz-bucket-region", region),),
        )

    def to_correct(self, request: Request) -> str | None:
        if request.service != "s3" or request.method != "GET" or request.path.startswith("/v20180820/"):
            return None
        if request.bucket_and_key(self.buckets)[1]:
            return None
        return next((name for name in ROOTS if name in request.query), None)

    def correct(self, subresource: str, environ: dict[str, Any], start_response: Any) -> list[bytes]:
        """moto's answer, with S3's root element."""
        begun: list[Any] = []
        chunks = self.moto(environ, lambda status, headers, *_: begun.extend((status, headers)))
        document = b"".join(chunks)
        status, headers = begun[0], begun[1]
        if status.startswith("200"):
            document = corrected(subresource, document)
        headers = [(name, value) for name, value in headers if name.lower() not in ("content-length", "content-type")]
        start_response(status, [*headers, ("Content-Type", "application/xml"), ("Content-Length", str(len(document)))])
        return [document]


def send(answer: Answer, request: Request, start_response: Any) -> list[bytes]:
    headers = [
        ("Content-Type", answer.content_type),
        ("Content-Length", str(len(answer.body))),
        ("x-amz-request-id", "DEMO000000000000"),
        *answer.headers,
    ]
    start_response(f"{answer.status} {REASONS.get(answer.status, 'Status')}", headers)
    return [] if request.method == "HEAD" else [answer.body]
