"""CloudWatch's metrics of S3: a daily history of 15 months of each bucket's size, and request metrics by the hour.

The history follows from the objects: what each version weighed in which storage class on which day. ListMetrics,
GetMetricData and GetMetricStatistics are answered in the query protocol and in JSON 1.0, paged as AWS pages them; other
namespaces and operations go to moto.
"""

from __future__ import annotations

import base64
import binascii
import datetime
import json
import urllib.parse
from collections import defaultdict
from typing import Any
from xml.sax.saxutils import escape

from moto.s3.models import FakeDeleteMarker

from account import deterministic as fixed

from .wire import DECLARATION, Answer, Request

DAYS = 455
"""How long CloudWatch keeps daily values."""
DAY = 86_400
SMALL = 131_072
STORAGE_TYPES = {
    "STANDARD": "StandardStorage",
    "STANDARD_IA": "StandardIAStorage",
    "ONEZONE_IA": "OneZoneIAStorage",
    "INTELLIGENT_TIERING": "IntelligentTieringFAStorage",
    "GLACIER_IR": "GlacierInstantRetrievalStorage",
    "GLACIER": "GlacierStorage",
    "DEEP_ARCHIVE": "DeepArchiveStorage",
}
LISTED_A_PAGE = 500
QUERIES_A_CALL = 500
POINTS_A_PAGE = 100_800
NAMESPACE = "AWS/S3"
XML_NAMESPACE = "http://monitoring.amazonaws.com/doc/2010-08-01/"

Dimensions = tuple[tuple[str, str], ...]
"""Sorted by name."""
Series = dict[int, float]
"""Seconds since 1970 to value."""


def billed(storage_class: str, size: int) -> list[tuple[str, int]]:
    """The storage types that an object counts for, with S3's round-ups and overheads."""
    types = [(STORAGE_TYPES[storage_class], size)]
    if storage_class == "STANDARD_IA" and size < SMALL:
        types.append(("StandardIASizeOverhead", SMALL - size))
    if storage_class == "GLACIER":
        types += [("GlacierObjectOverhead", 32_768), ("GlacierS3ObjectOverhead", 8_192)]
    if storage_class == "DEEP_ARCHIVE":
        types += [("DeepArchiveObjectOverhead", 32_768), ("DeepArchiveS3ObjectOverhead", 8_192)]
    return types


class History:
    """All series of one bucket."""

    def __init__(self, bucket: Any, now: datetime.datetime):
        self.bucket = bucket
        self.midnight = int(now.replace(tzinfo=datetime.timezone.utc).timestamp())
        self.series: dict[tuple[str, Dimensions], Series] = {}
        self.storage()
        for filter_id, profile in bucket.requests.items():
            self.requests(filter_id, profile)

    def day_of(self, moment: datetime.datetime) -> int:
        """Days before now: 1 is yesterday. A day's value is that of its end."""
        seconds = self.midnight - moment.replace(tzinfo=datetime.timezone.utc).timestamp()
        return int(-(-seconds // DAY))

    def storage(self) -> None:
        changes: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
        objects: dict[int, int] = defaultdict(int)
        for versions in self.bucket.moto.keys._self_iterable().values():
            for version in versions:
                objects[self.day_of(version.last_modified)] += 1
                if isinstance(version, FakeDeleteMarker):
                    continue
                history = getattr(version, "history", [(version.last_modified, version.storage_class)])
                for step, (moment, storage_class) in enumerate(history):
                    day = self.day_of(moment)
                    if step:
                        for name, size in billed(history[step - 1][1], version.contentsize):
                            changes[name][day] -= size
                    for name, size in billed(storage_class, version.contentsize):
                        changes[name][day] += size
        for upload in self.bucket.moto.multiparts.values():
            for part in upload.parts.values():
                day = self.day_of(part.last_modified)
                changes["StandardStorage"][day] += part.contentsize
                objects[day] += 1
        for name, by_day in changes.items():
            self.add("BucketSizeBytes", name, by_day)
        self.add("NumberOfObjects", "AllStorageTypes", objects)

    def add(self, metric: str, storage_type: str, by_day: dict[int, int]) -> None:
        total = sum(change for day, change in by_day.items() if day > DAYS)
        begun = total > 0
        values: Series = {}
        for day in range(DAYS, self.bucket.metrics_lag - 1, -1):
            total += by_day.get(day, 0)
            begun = begun or total > 0
            if begun:
                values[self.midnight - day * DAY] = float(total)
        if values:
            self.series[metric, (("BucketName", self.bucket.name), ("StorageType", storage_type))] = values

    def requests(self, filter_id: str, profile: Any) -> None:
        a_day = {
            "GetRequests": profile.gets,
            "PutRequests": profile.puts,
            "ListRequests": profile.lists,
            "HeadRequests": profile.heads,
            "DeleteRequests": profile.deletes,
            "BytesDownloaded": profile.downloaded,
            "BytesUploaded": profile.uploaded,
            "4xxErrors": profile.errors_4xx,
            "5xxErrors": profile.errors_5xx,
        }
        counted = ("GetRequests", "PutRequests", "ListRequests", "HeadRequests", "DeleteRequests")
        dimensions = (("BucketName", self.bucket.name), ("FilterId", filter_id))
        every: Series = defaultdict(float)
        for metric, amount in a_day.items():
            values: Series = {}
            for hour in range(profile.days * 24, 0, -1):
                moment = self.midnight - hour * 3_600
                weekend = (moment // DAY + 4) % 7 in (0, 6)
                share = fixed.between(80, 120, self.bucket.name, metric, hour) / 100 * (1 / 3 if weekend else 1)
                value = float(round(amount / 24 * share))
                values[moment] = value
                if metric in counted:
                    every[moment] += value
            self.series[metric, dimensions] = values
        self.series["AllRequests", dimensions] = dict(every)
        for metric, milliseconds in (("FirstByteLatency", 28), ("TotalRequestLatency", 61)):
            self.series[metric, dimensions] = {
                moment: float(fixed.between(milliseconds - 9, milliseconds + 14, metric, moment)) for moment in every
            }


class CloudWatch:
    def __init__(self, account: Any):
        self.account = account
        self.histories: dict[str, History] = {}

    def region_series(self, region: str) -> dict[tuple[str, Dimensions], Series]:
        found = {}
        for name, bucket in self.account.buckets.items():
            if bucket.region == region:
                if name not in self.histories:
                    self.histories[name] = History(bucket, self.account.now)
                found.update(self.histories[name].series)
        return found

    def answer(self, request: Request) -> Answer | None:
        body = request.body()
        target = request.header("x-amz-target")
        try:
            if target:
                operation, parameters = target.rpartition(".")[2], json.loads(body or b"{}")
            else:
                flat = dict(urllib.parse.parse_qsl(body.decode() or request.environ.get("QUERY_STRING", ""), True))
                operation, parameters = flat.pop("Action", ""), nested(flat)
            handler = {
                "ListMetrics": self.list_metrics,
                "GetMetricData": self.get_metric_data,
                "GetMetricStatistics": self.get_metric_statistics,
            }.get(operation)
            if handler is None or not of_s3(parameters):
                return None
            result = handler(parameters, self.region_series(request.region or "us-east-1"))
        except (ValueError, KeyError, TypeError, binascii.Error) as error:
            return failure(target, f"{type(error).__name__}: {error}")
        if target:
            return Answer(200, json.dumps(result, default=seconds).encode(), "application/x-amz-json-1.0")
        content = "".join(element(name, value) for name, value in result.items())
        document = (
            f'{DECLARATION}<{operation}Response xmlns="{XML_NAMESPACE}"><{operation}Result>{content}</{operation}Result>'
            f"<ResponseMetadata><RequestId>{fixed.uuid(body)}</RequestId></ResponseMetadata></{operation}Response>"
        )
        return Answer(200, document.encode(), "text/xml")

    def list_metrics(self, parameters: dict[str, Any], series: dict[tuple[str, Dimensions], Series]) -> dict[str, Any]:
        wanted = [(each["Name"], each.get("Value")) for each in parameters.get("Dimensions", [])]
        found = []
        for name, dimensions in sorted(series):
            if parameters.get("MetricName", name) != name:
                continue
            if not all(any(n == have and v in (None, value) for have, value in dimensions) for n, v in wanted):
                continue
            # Daily values are not 'active within three hours'.
            if parameters.get("RecentlyActive") == "PT3H" and "StorageType" in dict(dimensions):
                continue
            listed = [{"Name": have, "Value": value} for have, value in dimensions]
            found.append({"Namespace": NAMESPACE, "MetricName": name, "Dimensions": listed})
        return page("Metrics", found, parameters.get("NextToken"), LISTED_A_PAGE)

    def get_metric_data(self, parameters: dict[str, Any], series: dict[tuple[str, Dimensions], Series]) -> dict[str, Any]:
        queries = parameters["MetricDataQueries"]
        if len(queries) > QUERIES_A_CALL:
            raise ValueError(f"The collection MetricDataQueries must not have a size greater than {QUERIES_A_CALL}.")
        start, end = moment_of(parameters["StartTime"]), moment_of(parameters["EndTime"])
        if start >= end:
            raise ValueError("The parameter StartTime must be less than the parameter EndTime.")
        newest_first = parameters.get("ScanBy", "TimestampDescending") == "TimestampDescending"
        limit = min(int(parameters.get("MaxDatapoints", POINTS_A_PAGE)), POINTS_A_PAGE)
        first = int(base64.b64decode(parameters["NextToken"], validate=True)) if parameters.get("NextToken") else 0
        results: list[dict[str, Any]] = []
        position = 0
        more = False
        for query in queries:
            stat = query.get("MetricStat")
            points: list[tuple[int, float]] = []
            if stat is not None:
                points = aggregate(select(stat["Metric"], series), stat, start, end)
                points.sort(reverse=newest_first)
            here = points[max(0, first - position) : max(0, first + limit - position)]
            complete = position + len(points) <= first + limit
            if here or (complete and position >= first):
                results.append(
                    {
                        "Id": query["Id"],
                        "Label": query.get("Label") or (stat["Metric"]["MetricName"] if stat else query["Id"]),
                        "Timestamps": [datetime.datetime.fromtimestamp(at, datetime.timezone.utc) for at, _ in here],
                        "Values": [value for _, value in here],
                        "StatusCode": "Complete" if complete else "PartialData",
                    }
                )
            position += len(points)
            more = position > first + limit
            if more:
                break
        result: dict[str, Any] = {"MetricDataResults": results, "Messages": []}
        if more:
            result["NextToken"] = base64.b64encode(str(first + limit).encode()).decode()
        return result

    def get_metric_statistics(
        self, parameters: dict[str, Any], series: dict[tuple[str, Dimensions], Series]
    ) -> dict[str, Any]:
        start, end = moment_of(parameters["StartTime"]), moment_of(parameters["EndTime"])
        found = select(parameters, series)
        by_moment: dict[int, dict[str, Any]] = {}
        for statistic in parameters.get("Statistics", ["Average"]):
            for at, value in aggregate(found, {"Period": parameters["Period"], "Stat": statistic}, start, end):
                by_moment.setdefault(at, {})[statistic] = value
        unit = "Bytes" if "Bytes" in parameters["MetricName"] else "Count"
        points = [
            {"Timestamp": datetime.datetime.fromtimestamp(at, datetime.timezone.utc), "Unit": unit, **values}
            for at, values in sorted(by_moment.items())
        ]
        return {"Label": parameters["MetricName"], "Datapoints": points}


def of_s3(parameters: dict[str, Any]) -> bool:
    spaces = [parameters["Namespace"]] if "Namespace" in parameters else []
    for query in parameters.get("MetricDataQueries", []):
        if "MetricStat" in query:
            spaces.append(query["MetricStat"]["Metric"]["Namespace"])
    return not spaces or NAMESPACE in spaces


def select(metric: dict[str, Any], series: dict[tuple[str, Dimensions], Series]) -> Series:
    """Exactly the dimensions asked for: CloudWatch does not add up over those left out."""
    dimensions = tuple(sorted((each["Name"], each["Value"]) for each in metric.get("Dimensions", [])))
    return series.get((metric["MetricName"], dimensions), {})


def aggregate(found: Series, stat: dict[str, Any], start: int, end: int) -> list[tuple[int, float]]:
    period = int(stat["Period"])
    if period <= 0 or period % 60:
        raise ValueError("The parameter Period must be a multiple of 60.")
    groups: dict[int, list[float]] = defaultdict(list)
    for at, value in found.items():
        if start <= at < end:
            groups[at - at % period].append(value)
    reduce_ = {
        "Sum": sum,
        "Average": lambda values: sum(values) / len(values),
        "Minimum": min,
        "Maximum": max,
        "SampleCount": len,
    }.get(stat["Stat"], max)
    return [(at, float(reduce_(values))) for at, values in groups.items()]


def moment_of(value: Any) -> int:
    if isinstance(value, (int, float)):
        return int(value)
    if value.replace(".", "", 1).isdigit():
        return int(float(value))
    parsed = datetime.datetime.fromisoformat(value.replace("Z", "+00:00"))
    return int((parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.timezone.utc)).timestamp())


def seconds(value: datetime.datetime) -> float:
    return value.timestamp()


def page(name: str, found: list[Any], token: str | None, size: int) -> dict[str, Any]:
    first = int(base64.b64decode(token, validate=True)) if token else 0
    result: dict[str, Any] = {name: found[first : first + size]}
    if len(found) > first + size:
        result["NextToken"] = base64.b64encode(str(first + size).encode()).decode()
    return result


def nested(flat: dict[str, str]) -> dict[str, Any]:
    """`A.member.1.B=x` as {"A": [{"B": "x"}]}."""
    tree: dict[str, Any] = {}
    for path, value in flat.items():
        node = tree
        *folders, leaf = path.split(".")
        for name in folders:
            node = node.setdefault(name, {})
        node[leaf] = value
    return listed(tree)


def listed(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if set(node) == {"member"}:
        return [listed(node["member"][number]) for number in sorted(node["member"], key=int)]
    return {name: listed(child) for name, child in node.items()}


def element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f"<{name}>{''.join(element('member', each) for each in value)}</{name}>"
    if isinstance(value, dict):
        return f"<{name}>{''.join(element(key, each) for key, each in value.items())}</{name}>"
    if isinstance(value, datetime.datetime):
        return f"<{name}>{value.strftime('%Y-%m-%dT%H:%M:%SZ')}</{name}>"
    return f"<{name}>{escape(str(value))}</{name}>"


def failure(target: str, message: str) -> Answer:
    code = "InvalidParameterValue"
    if target:
        document = {"__type": f"com.amazon.coral.validate#{code}", "message": message}
        return Answer(400, json.dumps(document).encode(), "application/x-amz-json-1.0")
    document = (
        f'<ErrorResponse xmlns="{XML_NAMESPACE}"><Error><Type>Sender</Type><Code>{code}</Code>'
        f"<Message>{escape(message)}</Message></Error><RequestId>{fixed.uuid(message)}</RequestId></ErrorResponse>"
    )
    return Answer(400, document.encode(), "text/xml")
