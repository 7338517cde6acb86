"""A bucket of the demo account: objects with sizes, dates and storage classes, but without content.

Objects go straight into moto's tables, since the API can set neither a date nor a size without its bytes. Settings are
made through the API, so that moto checks them as it would for anyone.
"""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, FakeMultipart, s3_backends

from . import deterministic as fixed

KIB, MIB, GIB = 1024, 1024**2, 1024**3
SMALL = 128 * KIB
"""Lifecycle leaves smaller objects where they are, unless a rule has a size filter of its own (since September 2024)."""
PART_SIZE = 8 * MIB
"""The part size of the AWS CLI and of boto3; larger objects have an ETag of parts."""

Instant = datetime.datetime


def keep_size_when_copied() -> None:
    """moto copies keys deeply here and there, and a copy measures its content: without content, that size is 0."""
    restore = FakeKey.__setstate__

    def restore_with_size(self: FakeKey, state: dict[str, Any]) -> None:
        restore(self, state)
        if "contentsize" in state:
            self.contentsize = state["contentsize"]

    FakeKey.__setstate__ = restore_with_size


@dataclasses.dataclass(frozen=True)
class Ageing:
    """What a lifecycle rule has done to the objects so far: a transition `days` after creation, or after an object
    became noncurrent. The rule has been there for `in_force` days."""

    days: int
    storage_class: str
    in_force: float
    noncurrent: bool = False
    prefix: str = ""


class Bucket:
    def __init__(self, account: Any, name: str, region: str, age: float, settings: Any):
        self.account = account
        self.name = name
        self.region = region
        self.created: Instant = account.ago(age)
        self.settings = settings
        """Calls S3 with the bucket's name filled in: `bucket.settings.put_bucket_versioning(...)`."""
        self.ageings: list[Ageing] = []
        self.versioned_since: Instant | None = None
        self.metrics_lag = 1
        """The newest daily CloudWatch value is this many days old."""
        self.requests: dict[str, RequestProfile] = {}
        """Request metrics by metrics configuration."""
        self.extra: dict[str, dict[str, str]] = {}
        """Settings that moto does not keep: by sub-resource, then by id, as XML; the layer answers with them."""
        self.storage_class = "STANDARD"
        """Of objects as they are written."""
        self.encryption = "AES256"
        self.kms_key: str | None = None
        backend = s3_backends[account.id]["aws"]
        self.moto: FakeBucket = backend.buckets[name]
        self.moto.creation_date = self.created

    # Objects

    def put(self, key: str, size: int, age: float, *, content: str | None = None) -> None:
        """An object written `age` days ago; equal `content` means equal ETag. Write the oldest version first."""
        modified = self.account.ago(age)
        kept = self.versioned_since is not None and modified >= self.versioned_since
        digest = fixed.md5(content or f"{self.name}/{key}@{modified.isoformat()}")
        parts = -(-size // PART_SIZE)
        version = FakeKey(
            key,
            b"",
            self.account.id,
            self.region,
            storage=self.storage_class,
            etag=digest if parts <= 1 else f"{digest}-{parts}",
            is_versioned=kept,
            version_id=fixed.identifier(32, self.name, key, modified) if kept else "null",
            bucket_name=self.name,
            encryption=self.encryption,
            kms_key_id=self.kms_key,
        )
        version.contentsize = size
        version.last_modified = modified
        self._store(key, version, kept)

    def delete(self, key: str, age: float) -> None:
        """A delete marker over the versions there are."""
        marker = FakeDeleteMarker(self.moto.keys[key])
        marker.last_modified = self.account.ago(age)
        marker._version_id = fixed.identifier(32, self.name, key, "deleted", age)
        self._store(key, marker, True)

    def _store(self, key: str, version: FakeKey | FakeDeleteMarker, kept: bool) -> None:
        if kept:
            self.moto.keys[key] = version
        else:
            self.moto.keys.setlist(key, [version])

    def upload(self, key: str, age: float, parts: list[int]) -> None:
        """A multipart upload that nobody finished."""
        upload = FakeMultipart(key, {}, self.account.id, self.region)
        upload.id = fixed.identifier(86, self.name, key, age).replace(".", "x")
        upload.initiated = self.account.ago(age)
        for index, size in enumerate(parts):
            part = FakeKey(index + 1, b"", self.account.id, self.region, etag=fixed.md5(upload.id, index))
            part.contentsize = size
            part.last_modified = upload.initiated + datetime.timedelta(seconds=4 * (index + 1))
            upload.parts[index + 1] = part
            upload.partlist.append(index + 1)
        self.moto.multiparts[upload.id] = upload

    # History

    def settle(self) -> None:
        """Gives each version the storage class that the lifecycle has moved it to by now, and remembers when."""
        for key, versions in self.moto.keys.iterlists():
            for version, successor in zip(versions, [*versions[1:], None]):
                if isinstance(version, FakeDeleteMarker):
                    continue
                superseded = successor.last_modified if successor is not None else None
                history = [(version.last_modified, version.storage_class)]
                if version.contentsize >= SMALL:
                    for ageing in self.ageings:
                        if not key.startswith(ageing.prefix):
                            continue
                        if ageing.noncurrent and superseded is None:
                            continue
                        start = superseded if ageing.noncurrent else version.last_modified
                        moved = max(
                            start + datetime.timedelta(days=ageing.days),
                            self.account.ago(ageing.in_force) + datetime.timedelta(days=1),
                        )
                        late = not ageing.noncurrent and superseded is not None and moved >= superseded
                        if moved < self.account.now and not late:
                            history.append((moved, ageing.storage_class))
                # Rules that came into force together leave the last, coldest class.
                version.history = sorted(history, key=lambda step: step[0])
                version._storage_class = version.history[-1][1]

    # Settings that moto does not keep

    def keep(self, subresource: str, identifier: str, xml: str) -> None:
        self.extra.setdefault(subresource, {})[identifier] = xml


@dataclasses.dataclass(frozen=True)
class RequestProfile:
    """A day's requests of a bucket; days differ by up to a fifth, weekends have a third."""

    days: int
    gets: int
    puts: int
    lists: int
    heads: int
    deletes: int
    downloaded: int
    uploaded: int
    errors_4xx: int
    errors_5xx: int
