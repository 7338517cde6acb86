"""Asks the demo server what audit asks, with boto3: every answer must be the one that AWS would give.

    .venv/bin/python demo/selfcheck.py
"""

from __future__ import annotations

import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.request
import xml.etree.ElementTree as ElementTree
from typing import Any

import boto3
import botocore.auth
import botocore.awsrequest
import botocore.client
import botocore.credentials
import botocore.exceptions

HERE = pathlib.Path(__file__).resolve().parent
NOW = datetime.datetime(2026, 11, 20, tzinfo=datetime.timezone.utc)
ACCOUNT_ID = "123456789012"
KEYS = {"aws_access_key_id": "AKIADEMOAUDITOR00001", "aws_secret_access_key": "any"}
LISTED = ["raydenrules-data", "my-datashard-bucket"]

folder = tempfile.TemporaryDirectory()
server: subprocess.Popen[bytes]
url = ""
truth: dict[str, Any] = {}


def setUpModule() -> None:
    global server, url, truth
    ready = pathlib.Path(folder.name) / "url"
    command = [sys.executable, str(HERE / "server.py"), "--port", "0", "--ready-file", str(ready)]
    server = subprocess.Popen([*command, "--now", f"{NOW:%Y-%m-%d}"], stdout=subprocess.DEVNULL)
    while not ready.exists():
        if server.poll() is not None:
            raise RuntimeError(f"demo/server.py ended with status {server.returncode}")
        time.sleep(0.05)
    url = ready.read_text().strip()
    with urllib.request.urlopen(f"{url}/_demo/truth") as answer:
        truth = json.load(answer)


def tearDownModule() -> None:
    server.terminate()
    server.wait()
    folder.cleanup()


def client(service: str, region: str = "us-east-1") -> Any:
    config = botocore.client.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
    return boto3.Session(**KEYS).client(service, region_name=region, endpoint_url=url, config=config)


def signed(path: str, service: str = "s3", headers: dict[str, str] | None = None) -> tuple[int, bytes]:
    """A request without boto3's interpretation of the answer."""
    request = botocore.awsrequest.AWSRequest("GET", url + path, headers=headers or {})
    credentials = botocore.credentials.Credentials(KEYS["aws_access_key_id"], "any")
    botocore.auth.SigV4Auth(credentials, service, "us-east-1").add_auth(request)
    try:
        with urllib.request.urlopen(urllib.request.Request(url + path, headers=dict(request.headers))) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


class Listings(unittest.TestCase):
    def test_buckets(self) -> None:
        s3 = client("s3")
        self.assertEqual(sorted(truth["buckets"]), [each["Name"] for each in s3.list_buckets()["Buckets"]])
        paged = [each for page in s3.get_paginator("list_buckets").paginate(MaxBuckets=3) for each in page["Buckets"]]
        self.assertEqual(sorted(truth["buckets"]), [each["Name"] for each in paged])
        self.assertEqual({"us-east-1", "eu-west-1"}, {each["BucketRegion"] for each in paged})

    def test_objects_agree_with_the_truth_over_all_pages(self) -> None:
        s3 = client("s3")
        for bucket in LISTED:
            pages = list(s3.get_paginator("list_objects_v2").paginate(Bucket=bucket))
            objects = [each for page in pages for each in page["Contents"]]
            self.assertEqual(truth["buckets"][bucket]["objects"], len(objects))
            self.assertEqual(truth["buckets"][bucket]["bytes"], sum(each["Size"] for each in objects))
            self.assertEqual(-(-len(objects) // 1000), len(pages))
            names = [each["Key"].encode() for each in objects]
            self.assertEqual(sorted(set(names)), names)
            oldest = min(each["LastModified"] for each in objects)
            self.assertGreater(NOW - oldest, datetime.timedelta(days=300))
            self.assertTrue(all(each["LastModified"] < NOW for each in objects))

    def test_older_listing_gives_the_same(self) -> None:
        pages = client("s3").get_paginator("list_objects").paginate(Bucket="raydenrules-data")
        self.assertEqual(truth["buckets"]["raydenrules-data"]["objects"], sum(len(page["Contents"]) for page in pages))

    def test_prefixes_and_delimiter(self) -> None:
        s3 = client("s3")
        for size in (1, 2, 1000):
            pages = s3.get_paginator("list_objects_v2").paginate(
                Bucket="raydenrules-data", Delimiter="/", PaginationConfig={"PageSize": size}
            )
            found = [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", [])]
            self.assertEqual(
                ["bronze/", "feature/", "intermediate/", "primary/", "raw/", "reporting/", "test/"], found
            )
        page = s3.list_objects_v2(Bucket="raydenrules-data", Prefix="raw/", StartAfter="raw/cmr_discovery/HOU001")
        self.assertEqual("raw/cmr_discovery/HOU001_lst_data.json", page["Contents"][0]["Key"])

    def test_odd_names_survive_with_and_without_encoding(self) -> None:
        s3 = client("s3")
        odd = ["odd/a b+c%2F=&<>'\".txt", "odd/ümlaut-日本", "odd/tab\there", "odd/~*!()"]
        for key in odd:
            s3.put_object(Bucket="raydenrules-public-tiles", Key=key, Body=b"x")
        try:
            listed = s3.list_objects_v2(Bucket="raydenrules-public-tiles", Prefix="odd/")["Contents"]
            self.assertEqual(sorted(odd), [each["Key"] for each in listed])
            status, body = signed("/raydenrules-public-tiles?encoding-type=url&list-type=2&prefix=odd%2F")
            self.assertEqual(200, status)
            self.assertIn(b"<Key>odd/a+b%2Bc%252F%3D%26%3C%3E%27%22.txt</Key>", body)
            status, body = signed("/raydenrules-public-tiles?list-type=2&prefix=odd%2F")
            self.assertIn(b"<Key>odd/tab&#x9;here</Key>", body)
        finally:
            for key in odd:
                s3.delete_object(Bucket="raydenrules-public-tiles", Key=key)
        self.assertEqual(0, s3.list_objects_v2(Bucket="raydenrules-public-tiles", Prefix="odd/")["KeyCount"])

    def test_versions_have_sizes_and_page_inside_a_key(self) -> None:
        s3 = client("s3")
        expected = truth["buckets"]["raydenrules-data"]
        for size in (41, 1000):
            pages = list(
                s3.get_paginator("list_object_versions").paginate(
                    Bucket="raydenrules-data", PaginationConfig={"PageSize": size}
                )
            )
            versions = [each for page in pages for each in page.get("Versions", [])]
            markers = [each for page in pages for each in page.get("DeleteMarkers", [])]
            old = [each for each in versions if not each["IsLatest"]]
            self.assertEqual(expected["objects"], len(versions) - len(old))
            self.assertEqual(expected["bytes"], sum(each["Size"] for each in versions if each["IsLatest"]))
            self.assertEqual(expected["noncurrent_versions"], len(old))
            self.assertEqual(expected["noncurrent_bytes"], sum(each["Size"] for each in old))
            self.assertEqual(expected["delete_markers"], len(markers))
            self.assertEqual(len(versions), len({(each["Key"], each["VersionId"]) for each in versions}))

    def test_uploads_and_parts(self) -> None:
        s3 = client("s3")
        for size in (1, 1000):
            pages = s3.get_paginator("list_multipart_uploads").paginate(
                Bucket="raydenrules-data", PaginationConfig={"PageSize": size}
            )
            uploads = [each for page in pages for each in page.get("Uploads", [])]
            self.assertEqual(3, len(uploads))
        self.assertEqual({214, 60, 11}, {(NOW - each["Initiated"]).days for each in uploads})
        total = 0
        for upload in uploads:
            pages = s3.get_paginator("list_parts").paginate(
                Bucket="raydenrules-data", Key=upload["Key"], UploadId=upload["UploadId"]
            )
            total += sum(part["Size"] for page in pages for part in page["Parts"])
        self.assertEqual(truth["buckets"]["raydenrules-data"]["upload_bytes"], total)

    def test_duplicates_share_etag_and_size(self) -> None:
        seen: dict[tuple[str, int], int] = {}
        for page in client("s3").get_paginator("list_objects_v2").paginate(Bucket="mltrack-models"):
            for each in page["Contents"]:
                seen[each["ETag"], each["Size"]] = seen.get((each["ETag"], each["Size"]), 0) + 1
        self.assertGreater(sum(count - 1 for count in seen.values()), 1_000)

    def test_unknown_bucket_and_bad_token(self) -> None:
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "NoSuchBucket"):
            client("s3").list_objects_v2(Bucket="no-such-bucket-here")
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "InvalidArgument"):
            client("s3").list_objects_v2(Bucket="raydenrules-data", ContinuationToken="?")

    def test_virtual_host(self) -> None:
        port = url.rsplit(":", 1)[1]
        request = urllib.request.Request(f"{url}/?list-type=2&max-keys=1", headers={"Host": f"raydenrules-data.localhost:{port}"})
        with urllib.request.urlopen(request) as answer:
            self.assertIn(b"<Name>raydenrules-data</Name>", answer.read())


class Configuration(unittest.TestCase):
    def test_roots_are_those_of_the_api(self) -> None:
        roots = {
            "versioning": "VersioningConfiguration",
            "encryption": "ServerSideEncryptionConfiguration",
            "acl": "AccessControlPolicy",
            "lifecycle": "LifecycleConfiguration",
            "logging": "BucketLoggingStatus",
            "tagging": "Tagging",
            "notification": "NotificationConfiguration",
            "location": "LocationConstraint",
            "accelerate": "AccelerateConfiguration",
            "requestPayment": "RequestPaymentConfiguration",
            "publicAccessBlock": "PublicAccessBlockConfiguration",
            "ownershipControls": "OwnershipControls",
            "policyStatus": "PolicyStatus",
            "replication": "ReplicationConfiguration",
            "metrics": "ListMetricsConfigurationsResult",
            "intelligent-tiering": "ListBucketIntelligentTieringConfigurationsOutput",
            "analytics": "ListBucketAnalyticsConfigurationResult",
            "inventory": "ListInventoryConfigurationsResult",
            "website": "WebsiteConfiguration",
            "cors": "CORSConfiguration",
            "object-lock": "ObjectLockConfiguration",
        }
        for subresource, root in roots.items():
            for bucket in ("raydenrules-prod", "raydenrules-public-tiles", "car-rental-data-lake"):
                status, body = signed(f"/{bucket}?{subresource}=")
                document = ElementTree.fromstring(body)
                tag = document.tag.rpartition("}")[2]
                self.assertIn((status, tag), [(200, root), (404, "Error")], f"{bucket} {subresource}: {body[:200]!r}")
                if status == 200:
                    self.assertIn("http://s3.amazonaws.com/doc/2006-03-01/", document.tag, subresource)

    def test_raydenrules_data(self) -> None:
        s3 = client("s3")
        name = {"Bucket": "raydenrules-data"}
        self.assertEqual("Enabled", s3.get_bucket_versioning(**name)["Status"])
        rule = s3.get_bucket_lifecycle_configuration(**name)["Rules"][0]
        self.assertEqual("MoveOldVersions", rule["ID"])
        self.assertEqual([(30, "STANDARD_IA"), (90, "GLACIER")], [(t["Days"], t["StorageClass"]) for t in rule["Transitions"]])
        metrics = s3.list_bucket_metrics_configurations(**name)["MetricsConfigurationList"]
        self.assertEqual([{"Id": "EntireBucket"}], metrics)
        tiering = s3.list_bucket_intelligent_tiering_configurations(**name)["IntelligentTieringConfigurationList"]
        self.assertEqual(["RaydenRulesAutoTier"], [each["Id"] for each in tiering])
        self.assertEqual(2, len(tiering[0]["Tierings"]))
        self.assertNotIn("AnalyticsConfigurationList", s3.list_bucket_analytics_configurations(**name))
        self.assertNotIn("LoggingEnabled", s3.get_bucket_logging(**name))
        encryption = s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual("AES256", encryption["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])
        self.assertEqual("climate-data", {t["Key"]: t["Value"] for t in s3.get_bucket_tagging(**name)["TagSet"]}["owner"])
        self.assertTrue(all(s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"].values()))
        controls = s3.get_bucket_ownership_controls(**name)["OwnershipControls"]
        self.assertEqual("BucketOwnerEnforced", controls["Rules"][0]["ObjectOwnership"])

    def test_raydenrules_prod(self) -> None:
        s3 = client("s3")
        name = {"Bucket": "raydenrules-prod"}
        self.assertEqual("raydenrules-logs", s3.get_bucket_logging(**name)["LoggingEnabled"]["TargetBucket"])
        self.assertEqual("Enabled", s3.get_bucket_accelerate_configuration(**name)["Status"])
        replication = s3.get_bucket_replication(**name)["ReplicationConfiguration"]
        self.assertEqual("arn:aws:s3:::raydenrules-prod-replica", replication["Rules"][0]["Destination"]["Bucket"])
        rule = s3.get_bucket_lifecycle_configuration(**name)["Rules"][0]
        self.assertEqual(90, rule["NoncurrentVersionExpiration"]["NoncurrentDays"])
        self.assertEqual(7, rule["AbortIncompleteMultipartUpload"]["DaysAfterInitiation"])

    def test_public_only_where_meant(self) -> None:
        s3 = client("s3")
        status = {}
        for bucket, facts in truth["buckets"].items():
            if facts["region"] == "us-east-1":
                try:
                    status[bucket] = s3.get_bucket_policy_status(Bucket=bucket)["PolicyStatus"]["IsPublic"]
                except botocore.exceptions.ClientError as error:
                    self.assertEqual("NoSuchBucketPolicy", error.response["Error"]["Code"])
        self.assertEqual(["raydenrules-public-tiles"], [bucket for bucket, public in status.items() if public])
        self.assertFalse(status["my-datashard-bucket"])

    def test_settings_moto_forgets_are_kept_and_removed(self) -> None:
        s3 = client("s3")
        name = {"Bucket": "my-datashard-bucket"}
        self.assertEqual("BucketOwner", s3.get_bucket_request_payment(**name)["Payer"])
        s3.put_bucket_request_payment(**name, RequestPaymentConfiguration={"Payer": "Requester"})
        self.assertEqual("Requester", s3.get_bucket_request_payment(**name)["Payer"])
        s3.put_bucket_request_payment(**name, RequestPaymentConfiguration={"Payer": "BucketOwner"})
        s3.put_bucket_metrics_configuration(**name, Id="x", MetricsConfiguration={"Id": "x", "Filter": {"Prefix": "data/"}})
        kept = s3.get_bucket_metrics_configuration(**name, Id="x")["MetricsConfiguration"]
        self.assertEqual({"Id": "x", "Filter": {"Prefix": "data/"}}, kept)
        s3.delete_bucket_metrics_configuration(**name, Id="x")
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "NoSuchConfiguration"):
            s3.get_bucket_metrics_configuration(**name, Id="x")

    def test_other_teams(self) -> None:
        s3 = client("s3")
        lambdas = s3.get_bucket_notification_configuration(Bucket="retail-pipeline-data-session4-1760000000")
        self.assertEqual(["s3:ObjectCreated:*"], lambdas["LambdaFunctionConfigurations"][0]["Events"])
        rule = s3.get_bucket_encryption(Bucket="my-datashard-bucket")["ServerSideEncryptionConfiguration"]["Rules"][0]
        self.assertEqual("aws:kms", rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"])
        self.assertFalse(rule["BucketKeyEnabled"])
        rule = s3.get_bucket_lifecycle_configuration(Bucket="mltrack-models")["Rules"][0]
        self.assertEqual(30, rule["NoncurrentVersionTransitions"][0]["NoncurrentDays"])
        grants = s3.get_bucket_acl(Bucket="mltrack-artifacts")["Grants"]
        self.assertEqual(["FULL_CONTROL", "READ"], [each["Permission"] for each in grants])
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "NoSuchTagSet"):
            s3.get_bucket_tagging(Bucket="car-rental-data-lake")
        with self.assertRaisesRegex(botocore.exceptions.ClientError, "NoSuchPublicAccessBlock"):
            s3.get_public_access_block(Bucket="car-rental-data-lake")
        keys = [each["Key"] for each in s3.list_objects_v2(Bucket="car-rental-data-lake", Prefix="scripts/")["Contents"]]
        self.assertIn("scripts/.env", keys)
        self.assertIn("scripts/emr-key-pair.pem", keys)
        head = s3.head_object(Bucket="my-datashard-bucket", Key="metadata/orders/version-hint.text")
        self.assertEqual(3, head["ContentLength"])

    def test_region_is_followed(self) -> None:
        bucket = "raydenrules-prod-replica"
        status, body = signed(f"/{bucket}?versioning=")
        self.assertEqual(400, status)
        self.assertIn(b"<Code>AuthorizationHeaderMalformed</Code>", body)
        self.assertIn(b"<Region>eu-west-1</Region>", body)
        self.assertEqual("eu-west-1", client("s3").get_bucket_location(Bucket=bucket)["LocationConstraint"])
        self.assertEqual("Enabled", client("s3", "eu-west-1").get_bucket_versioning(Bucket=bucket)["Status"])
        # boto3 learns the region from the refusal.
        self.assertEqual("Enabled", client("s3").get_bucket_versioning(Bucket=bucket)["Status"])

    def test_account_settings(self) -> None:
        status, body = signed("/v20180820/configuration/publicAccessBlock", headers={"x-amz-account-id": ACCOUNT_ID})
        self.assertEqual(404, status, body)
        self.assertIn(b"NoSuchPublicAccessBlockConfiguration", body)
        status, body = signed("/v20180820/accesspoint?bucket=raydenrules-prod", headers={"x-amz-account-id": ACCOUNT_ID})
        self.assertEqual(200, status, body)
        self.assertIn(b"<Name>raydenrules-dashboards</Name>", body)


class OtherServices(unittest.TestCase):
    def test_identity(self) -> None:
        identity = client("sts").get_caller_identity()
        self.assertEqual((ACCOUNT_ID, f"arn:aws:iam::{ACCOUNT_ID}:user/auditor"), (identity["Account"], identity["Arn"]))

    def test_identities(self) -> None:
        details: dict[str, list[Any]] = {}
        for page in client("iam").get_paginator("get_account_authorization_details").paginate():
            for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"):
                details.setdefault(kind, []).extend(page[kind])
        users = {each["UserName"]: each for each in details["UserDetailList"]}
        roles = {each["RoleName"]: each for each in details["RoleDetailList"]}
        self.assertTrue({"raydenrules-pipeline", "mltrack-trainer", "retail-deployer", "datashard-worker"} <= set(users))
        self.assertTrue(
            {
                "EMR_DefaultRole",
                "EMR_EC2_DefaultRole",
                "AWSGlueServiceRole-CarRentalCrawler",
                "StepFunctionsExecutionRole",
                "LambdaGlueCrawlerRole",
            }
            <= set(roles)
        )
        statements = users["raydenrules-pipeline"]["UserPolicyList"][0]["PolicyDocument"]["Statement"]
        self.assertEqual(2, len(statements))
        self.assertIn("elasticmapreduce:*", roles["EMR_DefaultRole"]["RolePolicyList"][0]["PolicyDocument"]["Statement"][0]["Action"])
        self.assertEqual(
            {"AuditReadOnly", "AWSLambdaBasicExecutionRole", "RetailPipelineDeployer"},
            {each["PolicyName"] for each in details["Policies"]},
        )
        self.assertEqual(["platform-admins"], users["platform-lead"]["GroupList"])


class Metrics(unittest.TestCase):
    def listed(self, region: str = "us-east-1", **wanted: Any) -> list[dict[str, Any]]:
        pages = client("cloudwatch", region).get_paginator("list_metrics").paginate(Namespace="AWS/S3", **wanted)
        return [each for page in pages for each in page["Metrics"]]

    def data(self, metrics: list[dict[str, Any]], days: int = 460, **more: Any) -> dict[str, list[tuple[Any, float]]]:
        stat = "Average" if "StorageType" in str(metrics) else "Sum"
        queries = [
            {"Id": f"m{index}", "MetricStat": {"Metric": metric, "Period": 86400, "Stat": stat}}
            for index, metric in enumerate(metrics)
        ]
        found: dict[str, list[tuple[Any, float]]] = {query["Id"]: [] for query in queries}
        pages = client("cloudwatch").get_paginator("get_metric_data").paginate(
            MetricDataQueries=queries, StartTime=NOW - datetime.timedelta(days=days), EndTime=NOW, **more
        )
        for page in pages:
            for result in page["MetricDataResults"]:
                found[result["Id"]] += zip(result["Timestamps"], result["Values"])
        return found

    def test_metrics_are_listed_once_and_in_their_region(self) -> None:
        names = [json.dumps(each, sort_keys=True) for each in self.listed()]
        self.assertEqual(len(set(names)), len(names))
        buckets = {d["Value"] for each in self.listed() for d in each["Dimensions"] if d["Name"] == "BucketName"}
        self.assertEqual({name for name, facts in truth["buckets"].items() if facts["region"] == "us-east-1"}, buckets)
        self.assertEqual(
            {"raydenrules-prod-replica"},
            {d["Value"] for each in self.listed("eu-west-1") for d in each["Dimensions"] if d["Name"] == "BucketName"},
        )

    def test_history_ends_where_the_listing_is(self) -> None:
        for bucket in ("raydenrules-data", "mltrack-models", "my-datashard-bucket"):
            facts = truth["buckets"][bucket]
            sizes = [
                each
                for each in self.listed(MetricName="BucketSizeBytes", Dimensions=[{"Name": "BucketName", "Value": bucket}])
                if "Overhead" not in str(each)
            ]
            values = self.data(sizes)
            newest = sum(max(points)[1] for points in values.values())
            self.assertEqual(facts["bytes"] + facts["noncurrent_bytes"] + facts["upload_bytes"], newest)
            points = sorted(point for each in values.values() for point in each)
            self.assertEqual(NOW - datetime.timedelta(days=1), points[-1][0])
            self.assertGreater((points[-1][0] - points[0][0]).days, 430)
            count = self.data(self.listed(MetricName="NumberOfObjects", Dimensions=[{"Name": "BucketName", "Value": bucket}]))
            expected = facts["objects"] + facts["noncurrent_versions"] + facts["delete_markers"] + facts["upload_parts"]
            self.assertEqual(expected, max(count["m0"])[1])

    def test_history_grows(self) -> None:
        dimensions = [{"Name": "BucketName", "Value": "car-rental-data-lake"}, {"Name": "StorageType", "Value": "StandardStorage"}]
        values = sorted(self.data([{"Namespace": "AWS/S3", "MetricName": "BucketSizeBytes", "Dimensions": dimensions}])["m0"])
        sizes = [size for _, size in values]
        self.assertEqual(sorted(sizes), sizes)
        self.assertGreater(sizes[-1], sizes[0] * 1.2)
        self.assertEqual(NOW - datetime.timedelta(days=2), values[-1][0])
        # What was written since is more than a rounding error: the report remarks on it.
        self.assertGreater(truth["buckets"]["car-rental-data-lake"]["bytes"] - sizes[-1], 10 * 1024**3)

    def test_paging_gives_the_same_points(self) -> None:
        metrics = self.listed(MetricName="BucketSizeBytes")[:5]
        whole = self.data(metrics)
        self.assertEqual(whole, self.data(metrics, MaxDatapoints=100))
        self.assertGreater(sum(map(len, whole.values())), 1_000)

    def test_request_metrics(self) -> None:
        wanted = [{"Name": "FilterId", "Value": "EntireBucket"}]
        metrics = [each for each in self.listed(Dimensions=wanted) if each["MetricName"] == "GetRequests"]
        days = self.data(metrics, days=45)["m0"]
        self.assertEqual(30, len(days))
        self.assertTrue(all(3_000 < value < 40_000 for _, value in days))

    def test_query_protocol(self) -> None:
        body = (
            "Action=GetMetricData&Version=2010-08-01&StartTime=2026-11-15T00%3A00%3A00Z&EndTime=2026-11-20T00%3A00%3A00Z"
            "&MetricDataQueries.member.1.Id=a&MetricDataQueries.member.1.MetricStat.Metric.Namespace=AWS%2FS3"
            "&MetricDataQueries.member.1.MetricStat.Metric.MetricName=NumberOfObjects"
            "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Name=BucketName"
            "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.1.Value=raydenrules-data"
            "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.2.Name=StorageType"
            "&MetricDataQueries.member.1.MetricStat.Metric.Dimensions.member.2.Value=AllStorageTypes"
            "&MetricDataQueries.member.1.MetricStat.Period=86400&MetricDataQueries.member.1.MetricStat.Stat=Average"
        )
        request = botocore.awsrequest.AWSRequest("POST", url + "/", data=body)
        request.headers["Content-Type"] = "application/x-www-form-urlencoded"
        credentials = botocore.credentials.Credentials(KEYS["aws_access_key_id"], "any")
        botocore.auth.SigV4Auth(credentials, "monitoring", "us-east-1").add_auth(request)
        plain = urllib.request.Request(url + "/", data=body.encode(), headers=dict(request.headers))
        with urllib.request.urlopen(plain) as answer:
            root = ElementTree.fromstring(answer.read())
        names = {"c": "http://monitoring.amazonaws.com/doc/2010-08-01/"}
        days = root.findall(".//c:MetricDataResults/c:member/c:Timestamps/c:member", names)
        self.assertEqual("2026-11-19T00:00:00Z", days[0].text)
        self.assertEqual(5, len(root.findall(".//c:MetricDataResults/c:member/c:Values/c:member", names)))


class Organization(unittest.TestCase):
    USUAL = "OrganizationAccountAccessRole"

    def enter(self, account: str, role: str, **more: str) -> Any:
        keys = client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{role}", RoleSessionName="selfcheck", **more
        )["Credentials"]
        session = boto3.Session(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

        def member(service: str, region: str = "us-east-1") -> Any:
            config = botocore.client.Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
            return session.client(service, region_name=region, endpoint_url=url, config=config)

        return member

    def test_accounts(self) -> None:
        organizations = client("organizations")
        self.assertEqual(ACCOUNT_ID, organizations.describe_organization()["Organization"]["MasterAccountId"])
        pages = organizations.get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 2})
        accounts = {each["Id"]: each for page in pages for each in page["Accounts"]}
        self.assertEqual({ACCOUNT_ID, *truth["organization"]["accounts"]}, set(accounts))
        self.assertEqual(
            {"567890123456": "SUSPENDED"},
            {id_: each["State"] for id_, each in accounts.items() if each["State"] != "ACTIVE"},
        )

    def test_members_have_buckets_of_their_own(self) -> None:
        for account, expected in truth["organization"]["accounts"].items():
            if not expected["can_be_entered"]:
                continue
            member = self.enter(account, self.USUAL)
            self.assertEqual(account, member("sts").get_caller_identity()["Account"])
            listed = {each["Name"]: each["BucketRegion"] for each in member("s3").list_buckets(MaxBuckets=10)["Buckets"]}
            self.assertEqual({name: each["region"] for name, each in expected["buckets"].items()}, listed)
            for name, region in listed.items():
                s3 = member("s3", region)
                pages = list(s3.get_paginator("list_object_versions").paginate(Bucket=name))
                versions = [each for page in pages for each in page.get("Versions", [])]
                latest = [each for each in versions if each["IsLatest"]]
                self.assertEqual(expected["buckets"][name]["objects"], len(latest))
                self.assertEqual(expected["buckets"][name]["bytes"], sum(each["Size"] for each in latest))
                self.assertEqual(expected["buckets"][name]["noncurrent_versions"], len(versions) - len(latest))
                metrics = member("cloudwatch", region).list_metrics(Namespace="AWS/S3")["Metrics"]
                names = [each["Value"] for metric in metrics for each in metric["Dimensions"]]
                self.assertIn(name, names)
                self.assertFalse(set(names) & set(truth["buckets"]))
            roles = member("iam").get_account_authorization_details(Filter=["Role"])["RoleDetailList"]
            self.assertEqual({self.USUAL, "audit"}, {each["RoleName"] for each in roles})

    def test_who_is_let_in(self) -> None:
        refused = [
            ("456789012345", self.USUAL, {}),
            ("234567890123", "no-such-role", {}),
            ("234567890123", "audit", {}),
            ("234567890123", "audit", {"ExternalId": "another"}),
        ]
        for account, role, more in refused:
            with self.assertRaisesRegex(botocore.exceptions.ClientError, "AccessDenied.*auditor.*sts:AssumeRole"):
                self.enter(account, role, **more)
        self.enter("234567890123", "audit", ExternalId="demo-external-id")


class Speed(unittest.TestCase):
    def test_listing_is_not_slow(self) -> None:
        """Not a limit, a figure: printed for whoever changes the layer."""
        pages = client("s3").get_paginator("list_objects_v2").paginate(Bucket="car-rental-data-lake")
        begun = time.monotonic()
        count = sum(len(page["Contents"]) for page in pages)
        print(f"\n{count} objects listed by boto3 in {time.monotonic() - begun:.2f} s", file=sys.stderr)
        self.assertGreater(count, 10_000)


if __name__ == "__main__":
    unittest.main()
