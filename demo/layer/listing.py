"""ListBuckets, ListObjectsV2, ListObjects, ListObjectVersions and ListMultipartUploads.

moto sorts a whole bucket for every page, copies all versions deeply for a page of them, knows no dates of uploads, and
does not encode names in version listings. Here a bucket's listing is prepared once and then read page by page.
"""

from __future__ import annotations

import base64
import binascii
from bisect import bisect_left, bisect_right
from typing import Any

from moto.s3.models import OWNER, FakeBucket, FakeDeleteMarker

from .wire import Answer, Request, instant, s3_document, s3_error, text, url_encoded

LARGEST_PAGE = 1_000
OWNER_XML = f"<Owner><ID>{OWNER}</ID></Owner>"


class Index:
    """What a bucket's listings are made of: for every entry its name, and its XML with `{}` where the name goes."""

    def __init__(self, bucket: FakeBucket):
        self.names: list[str] = []
        self.objects: list[str] = []
        self.version_names: list[str] = []
        self.version_ids: list[str] = []
        self.versions: list[str] = []
        # Python compares strings by code point, which is the order of their UTF-8 bytes: S3's order.
        for name in sorted(bucket.keys.keys()):
            versions = bucket.keys.getlist(name)
            latest = versions[-1]
            if not isinstance(latest, FakeDeleteMarker):
                self.names.append(name)
                self.objects.append(f"<Contents><Key>%s</Key>{facts(latest)}</Contents>")
            for version in reversed(versions):
                is_latest = "true" if version is latest else "false"
                head = f"<Key>%s</Key><VersionId>{version.version_id}</VersionId><IsLatest>{is_latest}</IsLatest>"
                self.version_names.append(name)
                self.version_ids.append(version.version_id)
                if isinstance(version, FakeDeleteMarker):
                    date = f"<LastModified>{instant(version.last_modified)}</LastModified>"
                    self.versions.append(f"<DeleteMarker>{head}{date}{OWNER_XML}</DeleteMarker>")
                else:
                    self.versions.append(f"<Version>{head}{facts(version)}{OWNER_XML}</Version>")


def facts(version: Any) -> str:
    return (
        f"<LastModified>{instant(version.last_modified)}</LastModified><ETag>{text(version.etag)}</ETag>"
        f"<Size>{version.size}</Size><StorageClass>{version.storage_class}</StorageClass>"
    )


class Page:
    """One page over sorted names: entries and common prefixes together, `limit` at most."""

    def __init__(self, names: list[str], start: int, prefix: str, delimiter: str, limit: int):
        self.entries: list[int] = []
        self.prefixes: list[str] = []
        self.is_truncated = False
        self.last_is_prefix = False
        position = start
        while position < len(names) and names[position].startswith(prefix):
            if len(self.entries) + len(self.prefixes) == limit:
                self.is_truncated = True
                return
            name = names[position]
            end = name.find(delimiter, len(prefix)) if delimiter else -1
            if end < 0:
                self.entries.append(position)
                self.last_is_prefix = False
                position += 1
            else:
                rolled_up = name[: end + len(delimiter)]
                self.prefixes.append(rolled_up)
                self.last_is_prefix = True
                position = after_prefix(names, rolled_up, position)


def after_prefix(names: list[str], prefix: str, low: int = 0) -> int:
    """The first position behind all names that start with the prefix."""
    return bisect_left(names, prefix + "\U0010ffff", low)


class Listings:
    def __init__(self, buckets: dict[str, FakeBucket]):
        self.buckets = buckets
        self.indices: dict[str, Index] = {}

    def forget(self, bucket: str) -> None:
        """After a write."""
        self.indices.pop(bucket, None)

    def index(self, bucket: str) -> Index:
        if bucket not in self.indices:
            self.indices[bucket] = Index(self.buckets[bucket])
        return self.indices[bucket]

    def list_buckets(self, request: Request) -> Answer:
        query = request.query
        limit = int(query.get("max-buckets", 10_000))
        after = token_text(query.get("continuation-token", "")) or ""
        names = [
            name
            for name in sorted(self.buckets)
            if name > after
            and name.startswith(query.get("prefix", ""))
            and query.get("bucket-region", self.buckets[name].region_name) == self.buckets[name].region_name
        ]
        paged = any(parameter in query for parameter in ("max-buckets", "continuation-token", "prefix", "bucket-region"))
        items = "".join(
            f"<Bucket><Name>{name}</Name><CreationDate>{instant(self.buckets[name].creation_date)}</CreationDate>"
            # S3 names the region only in answers to a paged request.
            + (f"<BucketRegion>{self.buckets[name].region_name}</BucketRegion>" if paged else "")
            + f"<BucketArn>arn:aws:s3:::{name}</BucketArn></Bucket>"
            for name in names[:limit]
        )
        more = f"<ContinuationToken>{token(names[limit - 1])}</ContinuationToken>" if len(names) > limit else ""
        prefix = f"<Prefix>{text(query['prefix'])}</Prefix>" if "prefix" in query else ""
        return s3_document("ListAllMyBucketsResult", f"{OWNER_XML}<Buckets>{items}</Buckets>{prefix}{more}")

    def list_objects(self, bucket: str, request: Request) -> Answer:
        """Both ListObjectsV2 and the older ListObjects."""
        query = request.query
        second = query.get("list-type") == "2"
        index = self.index(bucket)
        try:
            prefix, delimiter, limit, encode, encoding = common(query)
            start = bisect_left(index.names, prefix)
            if query.get("continuation-token"):
                start = max(start, position_after(index.names, token_text(query["continuation-token"])))
            elif second and query.get("start-after"):
                start = max(start, bisect_right(index.names, query["start-after"]))
            elif not second and query.get("marker"):
                start = max(start, position_after(index.names, mark(query["marker"], prefix, delimiter)))
        except ValueError as error:
            return s3_error(400, "InvalidArgument", str(error))
        page = Page(index.names, start, prefix, delimiter, limit)
        contents = "".join(index.objects[entry] % encode(index.names[entry]) for entry in page.entries)
        last = last_mark(page, index.names)
        parts = [
            f"<Name>{bucket}</Name><Prefix>{encode(prefix)}</Prefix>",
            f"<Delimiter>{encode(delimiter)}</Delimiter>" if delimiter else "",
            f"<MaxKeys>{limit}</MaxKeys>{encoding}<IsTruncated>{str(page.is_truncated).lower()}</IsTruncated>",
        ]
        if second:
            parts.append(f"<KeyCount>{len(page.entries) + len(page.prefixes)}</KeyCount>")
            if query.get("continuation-token"):
                parts.append(f"<ContinuationToken>{text(query['continuation-token'])}</ContinuationToken>")
            if query.get("start-after"):
                parts.append(f"<StartAfter>{encode(query['start-after'])}</StartAfter>")
            if page.is_truncated and last:
                parts.append(f"<NextContinuationToken>{token(last)}</NextContinuationToken>")
        else:
            parts.append(f"<Marker>{encode(query.get('marker', ''))}</Marker>")
            if page.is_truncated and delimiter and last:
                parts.append(f"<NextMarker>{encode(last[1:])}</NextMarker>")
        return s3_document("ListBucketResult", "".join(parts) + contents + prefixes_xml(page, encode))

    def list_versions(self, bucket: str, request: Request) -> Answer:
        query = request.query
        index = self.index(bucket)
        names = index.version_names
        try:
            prefix, delimiter, limit, encode, encoding = common(query)
        except ValueError as error:
            return s3_error(400, "InvalidArgument", str(error))
        start = bisect_left(names, prefix)
        key, version = query.get("key-marker", ""), query.get("version-id-marker", "")
        if version and not key:
            return s3_error(400, "InvalidArgument", "A version-id marker cannot be specified without a key marker.")
        if version:
            first, end = bisect_left(names, key), bisect_right(names, key)
            if version not in index.version_ids[first:end]:
                return s3_error(400, "InvalidArgument", "Invalid version id specified")
            start = max(start, index.version_ids.index(version, first, end) + 1)
        elif key:
            # The key alone: its other versions are left out.
            start = max(start, position_after(names, mark(key, prefix, delimiter)))
        page = Page(names, start, prefix, delimiter, limit)
        entries = "".join(index.versions[entry] % encode(names[entry]) for entry in page.entries)
        next_ = ""
        last = last_mark(page, names)
        if page.is_truncated and last:
            next_ = f"<NextKeyMarker>{encode(last[1:])}</NextKeyMarker>"
            if not page.last_is_prefix:
                next_ += f"<NextVersionIdMarker>{index.version_ids[page.entries[-1]]}</NextVersionIdMarker>"
        return s3_document(
            "ListVersionsResult",
            f"<Name>{bucket}</Name><Prefix>{encode(prefix)}</Prefix><KeyMarker>{encode(key)}</KeyMarker>"
            f"<VersionIdMarker>{text(version)}</VersionIdMarker>{next_}<MaxKeys>{limit}</MaxKeys>"
            + (f"<Delimiter>{encode(delimiter)}</Delimiter>" if delimiter else "")
            + f"{encoding}<IsTruncated>{str(page.is_truncated).lower()}</IsTruncated>"
            + entries
            + prefixes_xml(page, encode),
        )

    def list_uploads(self, bucket: str, request: Request) -> Answer:
        query = request.query
        try:
            prefix, delimiter, limit, encode, encoding = common(query, "max-uploads")
        except ValueError as error:
            return s3_error(400, "InvalidArgument", str(error))
        uploads = sorted(self.buckets[bucket].multiparts.values(), key=lambda each: (each.key_name, started(each), each.id))
        names = [upload.key_name for upload in uploads]
        key, upload_id = query.get("key-marker", ""), query.get("upload-id-marker", "")
        start = bisect_left(names, prefix)
        if key and upload_id:
            first, end = bisect_left(names, key), bisect_right(names, key)
            # An upload that has gone meanwhile: the whole key is behind us.
            behind = [place for place in range(first, end) if uploads[place].id == upload_id]
            start = max(start, behind[0] + 1 if behind else end)
        elif key:
            start = max(start, position_after(names, mark(key, prefix, delimiter)))
        page = Page(names, start, prefix, delimiter, limit)
        items = "".join(
            f"<Upload><Key>{encode(uploads[entry].key_name)}</Key><UploadId>{uploads[entry].id}</UploadId>"
            f"<Initiator><ID>{OWNER}</ID></Initiator>{OWNER_XML}<StorageClass>STANDARD</StorageClass>"
            f"<Initiated>{started(uploads[entry])}</Initiated></Upload>"
            for entry in page.entries
        )
        next_ = ""
        last = last_mark(page, names)
        if page.is_truncated and last:
            behind_id = "" if page.last_is_prefix else uploads[page.entries[-1]].id
            next_ = f"<NextKeyMarker>{encode(last[1:])}</NextKeyMarker><NextUploadIdMarker>{behind_id}</NextUploadIdMarker>"
        return s3_document(
            "ListMultipartUploadsResult",
            f"<Bucket>{bucket}</Bucket><KeyMarker>{encode(key)}</KeyMarker>"
            f"<UploadIdMarker>{text(upload_id)}</UploadIdMarker>{next_}<Prefix>{encode(prefix)}</Prefix>"
            + (f"<Delimiter>{encode(delimiter)}</Delimiter>" if delimiter else "")
            + f"<MaxUploads>{limit}</MaxUploads>{encoding}<IsTruncated>{str(page.is_truncated).lower()}</IsTruncated>"
            + items
            + prefixes_xml(page, encode),
        )


def started(upload: Any) -> str:
    """An upload that someone began on the demo server itself has no date of ours: its first part has one."""
    moment = getattr(upload, "initiated", None)
    if moment is None and upload.parts:
        moment = min(part.last_modified for part in upload.parts.values())
    return instant(moment) if moment is not None else "2010-11-10T20:48:33.000Z"


def common(query: dict[str, str], limit_name: str = "max-keys") -> tuple[str, str, int, Any, str]:
    limit = query.get(limit_name, str(LARGEST_PAGE))
    if not limit.isdigit():
        raise ValueError(f"Provided {limit_name} not an integer or within integer range")
    encoding = query.get("encoding-type", "")
    if encoding not in ("", "url"):
        raise ValueError("Invalid Encoding Method specified in Request")
    encode = url_encoded if encoding else text
    xml = f"<EncodingType>{encoding}</EncodingType>" if encoding else ""
    return query.get("prefix", ""), query.get("delimiter", ""), min(int(limit), LARGEST_PAGE), encode, xml


def prefixes_xml(page: Page, encode: Any) -> str:
    return "".join(f"<CommonPrefixes><Prefix>{encode(each)}</Prefix></CommonPrefixes>" for each in page.prefixes)


# A mark is where a page ended: `k` and a key, or `p` and a common prefix. A token is a mark that means nothing to others.


def last_mark(page: Page, names: list[str]) -> str:
    if page.last_is_prefix:
        return "p" + page.prefixes[-1]
    return "k" + names[page.entries[-1]] if page.entries else ""


def mark(name: str, prefix: str, delimiter: str) -> str:
    """Of a marker sent by the client: behind a common prefix, all of it is skipped."""
    end = name.find(delimiter, len(prefix)) if delimiter and name.startswith(prefix) else -1
    return "p" + name[: end + len(delimiter)] if end >= 0 else "k" + name


def position_after(names: list[str], mark_: str) -> int:
    if mark_.startswith("p"):
        return after_prefix(names, mark_[1:])
    return bisect_right(names, mark_[1:])


def token(mark_: str) -> str:
    return base64.b64encode(mark_.encode("utf-8", "surrogatepass")).decode()


def token_text(token_: str) -> str:
    try:
        return base64.b64decode(token_, validate=True).decode("utf-8", "surrogatepass")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ValueError("The continuation token provided is incorrect") from error
