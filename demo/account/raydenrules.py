"""Rayden Rules: a Kedro medallion pipeline on satellite data (docs/systems.md, 1)."""

from __future__ import annotations

from . import Account, deny_insecure_transport
from . import deterministic as fixed
from .account import allow, document
from .bucket import GIB, KIB, MIB, Ageing, Bucket, RequestProfile

REGIONS = ["NYC001", "LAX001", "CHI001", "MIA001", "HOU001", "PHX001", "SEA001", "ATL001"]
WEEKS = 62
"""The pipeline has run every Sunday for this long."""


def build(account: Account) -> None:
    logs(account)
    data(account)
    production(account)
    tiles(account)
    people(account)


def stamp(account: Account, age: float) -> str:
    """A Kedro version: 2025-10-30T12.00.00.000Z."""
    return account.date(age, "%Y-%m-%dT%H.%M.%S.") + "000Z"


def run_age(week: int) -> float:
    """Runs start at noon, `week` weeks before the last one, which was five days ago."""
    return 4.5 + 7 * week


def data(account: Account) -> None:
    bucket = account.bucket("raydenrules-data", age=612)
    settings = bucket.settings
    settings.block_public_access()
    settings.own()
    # The team's lifecycle.json, as S3 stores it: without a filter a rule holds for every key.
    settings.lifecycle(
        {
            "ID": "MoveOldVersions",
            "Status": "Enabled",
            "Filter": {},
            "Transitions": [
                {"Days": 30, "StorageClass": "STANDARD_IA"},
                {"Days": 90, "StorageClass": "GLACIER"},
            ],
        }
    )
    settings.tag(owner="climate-data", project="rayden-rules", environment="development", cost_center="4711")
    bucket.ageings = [Ageing(30, "STANDARD_IA", in_force=300), Ageing(90, "GLACIER", in_force=300)]
    bucket.keep("metrics", "EntireBucket", "<Id>EntireBucket</Id>")
    bucket.keep(
        "intelligent-tiering",
        "RaydenRulesAutoTier",
        "<Id>RaydenRulesAutoTier</Id><Status>Enabled</Status>"
        "<Tiering><Days>90</Days><AccessTier>ARCHIVE_ACCESS</AccessTier></Tiering>"
        "<Tiering><Days>180</Days><AccessTier>DEEP_ARCHIVE_ACCESS</AccessTier></Tiering>",
    )
    bucket.requests["EntireBucket"] = RequestProfile(
        days=30,
        gets=21_400,
        puts=1_180,
        lists=960,
        heads=3_300,
        deletes=14,
        downloaded=86 * GIB,
        uploaded=3 * GIB,
        errors_4xx=37,
        errors_5xx=2,
    )

    # What is left of the time before the layout changed, and before versioning.
    bucket.put("bronze/", 0, 611)
    for region in REGIONS[:4]:
        bucket.put(f"bronze/granules/{region}.parquet", fixed.between(120, 260, region, "old") * MIB, 480)
    for week in range(6):
        version = stamp(account, 480 + 7 * week)
        key = f"bronze/granules_consolidated.parquet/{version}/granules_consolidated.parquet"
        bucket.put(key, fixed.between(700, 900, "old", week) * MIB, 480 + 7 * week)

    settings.version()
    bucket.versioned_since = account.ago(445)
    bucket.put("test/test_data.parquet", 1_822, 430)
    bucket.put("test/test.txt", 5, 429)
    bucket.delete("test/test.txt", 428.99)
    for week in reversed(range(WEEKS)):
        pipeline_run(bucket, week, versioned_datasets=True)

    # Runs that died while they wrote; boto3 sends 8 MiB parts.
    name = "intermediate/granules_consolidated.parquet/{0}/granules_consolidated.parquet"
    bucket.upload(name.format(stamp(account, 214.5)), 214.5, [8 * MIB] * 96)
    bucket.upload(name.format(stamp(account, 60.5)), 60.5, [8 * MIB] * 1_180)
    bucket.upload("intermediate/granules/MIA001.parquet", 11.5, [8 * MIB] * 23)


def pipeline_run(bucket: Bucket, week: int, versioned_datasets: bool) -> None:
    """Everything that one run of the pipeline writes."""
    age = run_age(week)
    version = stamp(bucket.account, age)
    grown = 1 + (WEEKS - week) / 60

    def minutes(count: float) -> float:
        return age - count / 1440

    for index, region in enumerate(REGIONS):
        base = fixed.between(5, 9, region)
        later = minutes(2 + index)
        bucket.put(f"raw/cmr_discovery/{region}_lst_data.json", int(base * 700 * KIB * grown) + week * 41, later)
        bucket.put(f"intermediate/granules/{region}.parquet", int(base * 29 * MIB * grown) + week * 977, minutes(20 + index))
        bucket.put(f"intermediate/metrics_prep/{region}.parquet", int(base * 4 * MIB * grown) + week * 311, minutes(45 + index))
        day = bucket.account.date(age)
        part = f"region={region}/date={day}/part-0000.parquet"
        bucket.put(f"primary/metrics_by_region/{part}", fixed.lognormal(5 * MIB, 0.3, region, week, "p"), minutes(60 + index))
        bucket.put(f"feature/enriched_metrics/{part}", fixed.lognormal(9 * MIB, 0.3, region, week, "f"), minutes(80 + index))

    datasets = {
        "granules_consolidated.parquet": int(980 * MIB * grown),
        "manifest.parquet": int(44 * KIB * grown),
        "metadata.parquet": int(260 * KIB * grown),
        "cmr_discovery_results.json": int(1_900 * KIB * grown),
        "regions_list.json": 1_944,
    }
    for name, size in datasets.items():
        folder = f"intermediate/{name}/{version}/" if versioned_datasets else "intermediate/"
        bucket.put(f"{folder}{name}", size + week * 7, minutes(40))
    bucket.put("reporting/kpi_summary/kpi_summary.parquet", int(310 * KIB * grown), minutes(100))
    if week % 4 == 0:
        month = bucket.account.date(age, "%Y-%m")
        bucket.put(f"reporting/kpi_summary/archive/{month}.parquet", int(305 * KIB * grown), minutes(104))


def production(account: Account) -> None:
    """The bucket that is run as it should be: nearly every control passes."""
    replica = account.bucket("raydenrules-prod-replica", age=371, region="eu-west-1")
    replica.storage_class = "STANDARD_IA"
    bucket = account.bucket("raydenrules-prod", age=380)
    for each, critical in ((bucket, "yes"), (replica, "copy")):
        each.settings.block_public_access()
        each.settings.own()
        each.settings.version()
        each.settings.policy(deny_insecure_transport(each.name))
        each.settings.tag(
            owner="climate-data", project="rayden-rules", environment="production", cost_center="4711", critical=critical
        )
        # What MoveOldVersions was meant to do.
        each.settings.lifecycle(
            {
                "ID": "ExpireOldVersions",
                "Status": "Enabled",
                "Filter": {},
                "NoncurrentVersionTransitions": [{"NoncurrentDays": 30, "StorageClass": "STANDARD_IA"}],
                "NoncurrentVersionExpiration": {"NoncurrentDays": 90},
                "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
            }
        )
        each.ageings = [Ageing(30, "STANDARD_IA", in_force=370, noncurrent=True)]
        each.versioned_since = each.created
        # Noncurrent versions older than 90 days have been removed by the rule.
        for week in reversed(range(14)):
            pipeline_run(each, week, versioned_datasets=False)
        each.put("bronze/granules_consolidated.parquet", int(2.1 * GIB), 4.6)

    bucket.settings.put_bucket_logging(
        BucketLoggingStatus={"LoggingEnabled": {"TargetBucket": "raydenrules-logs", "TargetPrefix": "raydenrules-prod/"}}
    )
    bucket.settings.put_bucket_accelerate_configuration(AccelerateConfiguration={"Status": "Enabled"})
    bucket.settings.put_bucket_replication(
        ReplicationConfiguration={
            "Role": f"arn:aws:iam::{account.id}:role/RaydenRulesReplication",
            "Rules": [
                {
                    "ID": "critical-data",
                    "Priority": 1,
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "DeleteMarkerReplication": {"Status": "Disabled"},
                    "Destination": {"Bucket": "arn:aws:s3:::raydenrules-prod-replica", "StorageClass": "STANDARD_IA"},
                }
            ],
        }
    )
    account.access_point("raydenrules-dashboards", bucket="raydenrules-prod", age=200)


def logs(account: Account) -> None:
    """Server access logs of the other buckets: many small objects, removed after 90 days."""
    bucket = account.bucket("raydenrules-logs", age=381)
    settings = bucket.settings
    settings.block_public_access()
    settings.own()
    settings.tag(owner="climate-data", project="rayden-rules", environment="production", cost_center="4711")
    settings.policy(
        {
            "Sid": "AccessLogDelivery",
            "Effect": "Allow",
            "Principal": {"Service": "logging.s3.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": "arn:aws:s3:::raydenrules-logs/*",
            "Condition": {"StringEquals": {"aws:SourceAccount": account.id}},
        },
        deny_insecure_transport(bucket.name),
    )
    settings.lifecycle(
        {
            "ID": "ExpireLogs",
            "Status": "Enabled",
            "Filter": {},
            "Expiration": {"Days": 90},
            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
        }
    )
    for day in reversed(range(1, 91)):
        for file in range(18):
            age = day - file / 18
            name = account.date(age, "%Y-%m-%d-%H-%M-%S-") + fixed.md5("log", day, file)[:16].upper()
            bucket.put(f"raydenrules-prod/{name}", fixed.lognormal(21 * KIB, 1.1, "log", day, file), age)


def tiles(account: Account) -> None:
    """Map tiles for the public dashboard: public on purpose, by its policy."""
    bucket = account.bucket("raydenrules-public-tiles", age=240)
    settings = bucket.settings
    settings.own()
    settings.policy(
        {
            "Sid": "PublicReadTiles",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::raydenrules-public-tiles/*",
        }
    )
    settings.put_bucket_website(
        WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}, "ErrorDocument": {"Key": "404.html"}}
    )
    settings.put_bucket_cors(
        CORSConfiguration={"CORSRules": [{"AllowedMethods": ["GET", "HEAD"], "AllowedOrigins": ["*"], "MaxAgeSeconds": 3600}]}
    )
    settings.tag(owner="climate-data", project="rayden-rules", environment="production", public="yes")
    for name, size in (("index.html", 4_120), ("404.html", 902), ("style.json", 18_220)):
        bucket.put(name, size, 239)
    for zoom, side in ((7, 12), (8, 24), (9, 36)):
        for x in range(side):
            for y in range(side):
                bucket.put(f"tiles/lst/{zoom}/{x}/{y}.png", fixed.lognormal(19 * KIB, 0.5, zoom, x, y), 32 + zoom)


def people(account: Account) -> None:
    iam = account.client("iam")
    iam.create_user(UserName="raydenrules-pipeline", Tags=[{"Key": "owner", "Value": "climate-data"}])
    iam.put_user_policy(
        UserName="raydenrules-pipeline",
        PolicyName="RaydenRulesS3Access",
        PolicyDocument=document(
            allow(["s3:ListBucket", "s3:GetBucketLocation"], "arn:aws:s3:::raydenrules-data"),
            allow(["s3:GetObject", "s3:PutObject", "s3:DeleteObject"], "arn:aws:s3:::raydenrules-data/*"),
        ),
    )
    iam.create_role(
        RoleName="RaydenRulesReplication",
        AssumeRolePolicyDocument=document(
            {"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ),
    )
    iam.put_role_policy(
        RoleName="RaydenRulesReplication",
        PolicyName="replicate",
        PolicyDocument=document(
            allow(["s3:GetReplicationConfiguration", "s3:ListBucket"], "arn:aws:s3:::raydenrules-prod"),
            allow(
                ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
                "arn:aws:s3:::raydenrules-prod/*",
            ),
            allow(["s3:ReplicateObject", "s3:ReplicateTags"], "arn:aws:s3:::raydenrules-prod-replica/*"),
        ),
    )
