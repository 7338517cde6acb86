"""DataShard: Iceberg-like tables, encrypted with a key of the team's own (docs/systems.md, 4)."""

from __future__ import annotations

from . import Account
from . import deterministic as fixed
from .account import allow, document
from .bucket import KIB, MIB, Ageing, Bucket

BUCKET = "my-datashard-bucket"
KEY = "arn:aws:kms:us-east-1:123456789012:key/0d4c6a52-7f0e-4d8b-9c55-1f6f4ad0c3b7"
TABLES = {  # appends a day, days since the first and the last append, median size of a data file
    "user-events": (5, 400, 0.3, 46 * MIB),
    "task-results": (4, 380, 0.5, 26 * KIB),
    "orders": (2, 300, 0.2, 88 * MIB),
    "clickstream-2025": (4, 440, 170, 64 * MIB),
}


def build(account: Account) -> None:
    bucket = account.bucket(BUCKET, age=450)
    settings = bucket.settings
    settings.block_public_access()
    settings.own()
    settings.encrypt({"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY}, bucket_key=False)
    bucket.encryption, bucket.kms_key = "aws:kms", KEY
    settings.policy(
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
            "Condition": {"StringNotEquals": {"aws:PrincipalAccount": account.id}},
        }
    )
    settings.lifecycle(
        {
            "ID": "archive-old-snapshots",
            "Status": "Enabled",
            "Prefix": "metadata/",
            "Transitions": [{"Days": 90, "StorageClass": "GLACIER"}],
        }
    )
    settings.tag(owner="data-platform", project="datashard", environment="production", classification="confidential")
    bucket.ageings = [Ageing(90, "GLACIER", in_force=430, prefix="metadata/")]
    for table, (appends, first, last, median) in TABLES.items():
        write(bucket, table, appends, first, last, median)
    people(account)


def write(bucket: Bucket, table: str, appends: int, first: float, last: float, median: int) -> None:
    """Each append writes a data file, a manifest, and the whole table metadata again."""
    count = int((first - last) * appends / 2)
    for index in range(count):
        age = first - (first - last) * index / max(1, count - 1)
        name = fixed.uuid(table, index)
        day = bucket.account.date(age)
        bucket.put(f"data/{table}/date={day}/{name}.parquet", fixed.lognormal(median, 0.6, table, index), age)
        bucket.put(f"metadata/{table}/snap-{fixed.number(table, index)}.avro", fixed.between(4, 9, table, index) * KIB, age)
        # Table metadata lists every snapshot so far, so it grows.
        bucket.put(f"metadata/{table}/v{index + 1:05d}.metadata.json", 2 * KIB + index * 420, age)
    bucket.put(f"metadata/{table}/version-hint.text", len(str(count)), last)


def people(account: Account) -> None:
    iam = account.client("iam")
    iam.create_user(UserName="datashard-worker", Tags=[{"Key": "owner", "Value": "data-platform"}])
    iam.put_user_policy(
        UserName="datashard-worker",
        PolicyName="DataShardMinimum",
        PolicyDocument=document(
            allow(
                ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:ListBucket"],
                [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
            )
        ),
    )
