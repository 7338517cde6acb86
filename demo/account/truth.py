"""What a scan of the account must find, counted from the objects themselves: GET /_demo/truth."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from moto.s3.models import FakeDeleteMarker

from .organization import truth as of_organization


def truth(account: Any, organization: Any) -> dict[str, Any]:
    return {
        "account": account.id,
        "now": account.now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "buckets": {name: of_bucket(bucket) for name, bucket in sorted(account.buckets.items())},
        "organization": of_organization(organization, of_bucket),
    }


def of_bucket(bucket: Any) -> dict[str, Any]:
    objects = byte_count = noncurrent = noncurrent_bytes = markers = 0
    classes: dict[str, dict[str, int]] = defaultdict(lambda: {"objects": 0, "bytes": 0})
    prefixes: dict[str, dict[str, int]] = defaultdict(lambda: {"objects": 0, "bytes": 0})
    for key, versions in bucket.moto.keys.iterlists():
        for version in versions:
            if isinstance(version, FakeDeleteMarker):
                markers += 1
            elif version is versions[-1]:
                objects += 1
                byte_count += version.contentsize
                top = key.split("/")[0] + "/" if "/" in key else ""
                for tally in (classes[version.storage_class], prefixes[top]):
                    tally["objects"] += 1
                    tally["bytes"] += version.contentsize
            else:
                noncurrent += 1
                noncurrent_bytes += version.contentsize
    uploads = list(bucket.moto.multiparts.values())
    parts = [part for upload in uploads for part in upload.parts.values()]
    return {
        "region": bucket.region,
        "created": bucket.created.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "objects": objects,
        "bytes": byte_count,
        "by_class": dict(sorted(classes.items())),
        "by_prefix": dict(sorted(prefixes.items())),
        "noncurrent_versions": noncurrent,
        "noncurrent_bytes": noncurrent_bytes,
        "delete_markers": markers,
        "uploads": len(uploads),
        "upload_parts": len(parts),
        "upload_bytes": sum(part.contentsize for part in parts),
    }
