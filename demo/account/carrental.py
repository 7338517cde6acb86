"""Car rental on EMR: a data lake whose temporary files and logs only grow (docs/systems.md, 5)."""

from __future__ import annotations

from . import Account
from . import deterministic as fixed
from .account import allow, document, trust
from .bucket import GIB, KIB, MIB, Bucket

BUCKET = "car-rental-data-lake"


def build(account: Account) -> None:
    bucket = account.bucket(BUCKET, age=1_290)
    # The bucket is older than S3's defaults of April 2023: no Block Public Access, no ownership controls, no tags.
    bucket.metrics_lag = 2
    raw(bucket)
    processed(bucket)
    temporary(bucket)
    emr_logs(bucket)
    scripts(bucket)
    people(account)


def raw(bucket: Bucket) -> None:
    for table, median in (("vehicles", 9 * MIB), ("users", 31 * MIB), ("locations", 400 * KIB)):
        for month in range(40):
            age = 1_235 - month * 30.4
            bucket.put(f"raw/{table}/{bucket.account.date(age, '%Y-%m')}/{table}.csv", fixed.lognormal(median, 0.1, table, month), age)
    for day in reversed(range(2, 1_230)):
        key = f"raw/rental_transactions/{bucket.account.date(day, 'year=%Y/month=%m/day=%d')}/transactions.csv"
        bucket.put(key, fixed.lognormal(480 * MIB, 0.3, "transactions", day), day - 0.1)


def processed(bucket: Bucket) -> None:
    """Spark writes both tables anew once a month, and once more yesterday: CloudWatch does not know that run yet."""
    ages = [30.4 * month + 3 for month in reversed(range(36))] + [0.4]
    for table, median in (("vehicle_location_metrics", 210 * MIB), ("user_transaction_analysis", 330 * MIB)):
        for age in ages:
            run = f"processed/{table}/run={bucket.account.date(age)}"
            for part in range(16 if age > 1 else 90):
                name = f"part-{part:05d}-{fixed.uuid(table, age)}-c000.snappy.parquet"
                bucket.put(f"{run}/{name}", fixed.lognormal(median, 0.2, table, age, part), age)
            bucket.put(f"{run}/_SUCCESS", 0, age)


def temporary(bucket: Bucket) -> None:
    for index in range(4_200):
        age = 1_100 - index * 0.261
        name = f"temp/athena_results/{fixed.uuid('athena', index)}.csv"
        bucket.put(name, fixed.lognormal(3 * MIB, 2.2, "athena", index), age)
        bucket.put(f"{name}.metadata", fixed.between(200, 1_900, "athena", index), age)


def emr_logs(bucket: Bucket) -> None:
    for cluster in range(150):
        age = 1_180 - cluster * 7.8
        folder = f"logs/emr/j-{fixed.md5('cluster', cluster)[:13].upper()}"
        for container in range(26):
            path = f"{folder}/containers/application_{1_500_000 + cluster}_0001/container_{container:06d}"
            bucket.put(f"{path}/stderr.gz", fixed.lognormal(2 * MIB, 1.4, cluster, container), age)
            bucket.put(f"{path}/stdout.gz", fixed.lognormal(14 * KIB, 1.0, cluster, container, "o"), age)
        bucket.put(f"{folder}/steps/s-{fixed.md5('step', cluster)[:13].upper()}/controller.gz", 6_200, age)


def scripts(bucket: Bucket) -> None:
    bucket.put("scripts/job1_vehicle_location_metrics.py", 9_180, 1_200)
    bucket.put("scripts/job2_user_transaction_analysis.py", 8_844, 1_200)
    bucket.put("scripts/bootstrap.sh", 1_204, 1_200)
    # Uploaded together with the rest of the folder.
    bucket.put("scripts/.env", 1_101, 1_199)
    bucket.put("scripts/emr-key-pair.pem", 1_674, 1_199)
    bucket.upload("raw/rental_transactions/backfill/2023.csv.gz", 402.3, [64 * MIB] * 130)
    bucket.upload("processed/user_transaction_analysis/export.parquet", 33.1, [64 * MIB] * 12)
    assert sum(part.size for upload in bucket.moto.multiparts.values() for part in upload.parts.values()) > 8 * GIB


def people(account: Account) -> None:
    """The roles of setup_iam_roles.py, with the permissions its document asks for, on every resource."""
    objects = ["s3:GetObject", "s3:PutObject", "s3:ListBucket"]
    roles = {
        "EMR_DefaultRole": ("elasticmapreduce.amazonaws.com", ["elasticmapreduce:*", *objects]),
        "EMR_EC2_DefaultRole": ("ec2.amazonaws.com", [*objects, "cloudwatch:PutMetricData", "dynamodb:*"]),
        "AWSGlueServiceRole-CarRentalCrawler": ("glue.amazonaws.com", ["glue:*", *objects]),
        "StepFunctionsExecutionRole": (
            "states.amazonaws.com",
            ["lambda:InvokeFunction", "elasticmapreduce:*", "states:*", "events:*"],
        ),
        "LambdaGlueCrawlerRole": (
            "lambda.amazonaws.com",
            [
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
                "glue:StartCrawler",
                "glue:GetCrawler",
                "glue:GetCrawlers",
            ],
        ),
    }
    iam = account.client("iam")
    for name, (service, actions) in roles.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust(service))
        iam.put_role_policy(RoleName=name, PolicyName=f"{name}Policy", PolicyDocument=document(allow(actions, "*")))
    iam.create_instance_profile(InstanceProfileName="EMR_EC2_DefaultRole")
    iam.add_role_to_instance_profile(InstanceProfileName="EMR_EC2_DefaultRole", RoleName="EMR_EC2_DefaultRole")
