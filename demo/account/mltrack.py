"""MLTrack: a content-addressable store of experiments and models (docs/systems.md, 2)."""

from __future__ import annotations

from . import Account
from . import deterministic as fixed
from .account import allow, document
from .bucket import KIB, MIB, Ageing, Bucket

PROJECTS = ["customer_churn", "fraud_detection", "demand_forecast", "recommendation", "credit_scoring"]
TYPES = ["production", "experiment", "experiment", "experiment", "evaluation"]
MODELS = ["churn-predictor", "fraud-scorer", "demand-forecaster", "item-ranker", "credit-scorer"]
RUNS = 560


def build(account: Account) -> None:
    models(account)
    artifacts(account)
    iam = account.client("iam")
    iam.create_user(UserName="mltrack-trainer", Tags=[{"Key": "owner", "Value": "ml-platform"}])
    iam.put_user_policy(
        UserName="mltrack-trainer",
        PolicyName="MLTrackStore",
        PolicyDocument=document(
            allow(["s3:ListBucket"], ["arn:aws:s3:::mltrack-models", "arn:aws:s3:::mltrack-artifacts"]),
            allow(["s3:GetObject", "s3:PutObject"], ["arn:aws:s3:::mltrack-models/*", "arn:aws:s3:::mltrack-artifacts/*"]),
        ),
    )


def models(account: Account) -> None:
    bucket = account.bucket("mltrack-models", age=560)
    settings = bucket.settings
    settings.block_public_access()
    settings.own()
    settings.version()
    bucket.versioned_since = bucket.created
    settings.lifecycle(
        {
            "ID": "Archive old experiments",
            "Status": "Enabled",
            "Filter": {},
            "Transitions": [{"Days": 90, "StorageClass": "GLACIER"}],
            "NoncurrentVersionTransitions": [{"NoncurrentDays": 30, "StorageClass": "STANDARD_IA"}],
        }
    )
    settings.tag(owner="ml-platform", project="mltrack", environment="production", classification="confidential")
    bucket.ageings = [Ageing(90, "GLACIER", in_force=520), Ageing(30, "STANDARD_IA", in_force=520, noncurrent=True)]
    for index in range(RUNS):
        run(bucket, index)
    registry(bucket)
    bucket.upload("models/registry/item-ranker/v20260214_9c01aa/model.pkl", 97.2, [8 * MIB] * 210)
    bucket.upload("models/registry/item-ranker/v20260214_9c01aa/model.pkl", 97.1, [8 * MIB] * 34)


def run(bucket: Bucket, index: int) -> None:
    """A run: its data by content, once or under two or three views of the store, and its manifest."""
    age = 545 - index * 540 / RUNS
    project = fixed.choose(PROJECTS, "project", index)
    kind = fixed.choose(TYPES, "type", index)
    day = bucket.account.date(age)
    name = f"exp_{bucket.account.date(age, '%Y%m%d')}_{index % 40:03d}"
    # Half of the runs train on what an earlier run of the project trained on.
    train = f"{project}/train/{index if fixed.chance(0.5, 'new', index) else index // 9}"
    contents = {
        "train_data.parquet": (train, fixed.lognormal(620 * MIB, 0.7, "size", train)),
        "test_data.parquet": (f"{train}/test", fixed.lognormal(150 * MIB, 0.6, "size", train, "test")),
        "model_params.json": (f"params/{project}/{index % 17}", 1_400 + index % 17 * 12),
        "metrics.json": (f"metrics/{index}", 900 + index % 300),
    }
    for content, size in list(contents.values())[:2]:
        digest = fixed.sha256(content)
        folder = f"data/{digest[:2]}/{digest}"
        if f"{folder}/data.parquet" not in bucket.moto.keys:
            bucket.put(f"{folder}/data.parquet", size, age, content=content)
            bucket.put(f"{folder}/metadata.json", 700 + size % 400, age)
    views = [f"runs/by_project/{project}/{name}"]
    if fixed.chance(0.35, "by_date", index):
        views.append(f"runs/by_date/{day}/{name}")
    if fixed.chance(0.3, "by_type", index):
        views.append(f"runs/by_type/{kind}/{name}")
    for view in views:
        for file, (content, size) in contents.items():
            bucket.put(f"{view}/{file}", size, age - 0.01, content=content)
    bucket.put(f"manifests/{name}.json", 2_200 + index % 800, age - 0.02)
    if fixed.chance(0.15, "rewritten", index) and age > 12:
        bucket.put(f"manifests/{name}.json", 2_400 + index % 800, age - 10)
        bucket.put(f"{views[0]}/train_data.parquet", contents["train_data.parquet"][1] + 4096, age - 10)


def registry(bucket: Bucket) -> None:
    for model in MODELS:
        for release in range(14):
            age = 540 - release * 38
            version = f"v{bucket.account.date(age, '%Y%m%d')}_{fixed.md5(model, release)[:6]}"
            folder = f"models/registry/{model}/{version}"
            content = f"{model}/{release}"
            size = fixed.lognormal(740 * MIB, 0.5, "model", content)
            bucket.put(f"{folder}/model.pkl", size, age, content=content)
            bucket.put(f"{folder}/MLmodel", 1_180, age)
            bucket.put(f"{folder}/metadata.json", 2_040, age)
            bucket.put(f"{folder}/requirements.txt", 410, age)
            # The registered model was tried under development/ first, and was never removed from there.
            for trial in range(4):
                trial_content = content if trial == 3 else f"{content}/{trial}"
                folder = f"models/development/{model}/{version}-rc{trial}"
                bucket.put(f"{folder}/model.pkl", size - (3 - trial) * 65_536, age + 4 - trial, content=trial_content)
                bucket.put(f"{folder}/metadata.json", 1_990, age + 4 - trial)


def artifacts(account: Account) -> None:
    """The older bucket: checkpoints and temporary experiments that nobody removes; shared with a partner by ACL."""
    bucket = account.bucket("mltrack-artifacts", age=930)
    settings = bucket.settings
    settings.put_public_access_block(
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": False,
            "IgnorePublicAcls": False,
            "BlockPublicPolicy": True,
            "RestrictPublicBuckets": True,
        }
    )
    settings.own("ObjectWriter")
    owner = bucket.moto.acl.grants[0].grantees[0].id
    settings.put_bucket_acl(
        AccessControlPolicy={
            "Owner": {"ID": owner},
            "Grants": [
                {"Grantee": {"Type": "CanonicalUser", "ID": owner}, "Permission": "FULL_CONTROL"},
                {"Grantee": {"Type": "CanonicalUser", "ID": fixed.sha256("partner")}, "Permission": "READ"},
            ],
        }
    )
    settings.policy(
        {
            "Sid": "PartnerReads",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::210987654321:root"},
            "Action": ["s3:GetObject", "s3:ListBucket"],
            "Resource": ["arn:aws:s3:::mltrack-artifacts", "arn:aws:s3:::mltrack-artifacts/*"],
        }
    )
    for index in range(170):
        age = 900 - index * 5.2
        project = fixed.choose(PROJECTS, "artifacts", index)
        for epoch in range(fixed.between(4, 14, "epochs", index)):
            key = f"checkpoints/{project}/run-{index:04d}/epoch-{epoch:02d}.ckpt"
            bucket.put(key, fixed.lognormal(410 * MIB, 0.4, key), age - epoch / 24)
    for index in range(1_100):
        age = 420 - index * 0.38
        key = f"tmp/experiment-{index:05d}/scratch.parquet"
        bucket.put(key, fixed.lognormal(38 * MIB, 1.2, key), age)
        bucket.put(f"tmp/experiment-{index:05d}/log.txt", fixed.lognormal(30 * KIB, 1.0, key, "log"), age)
    for index in range(3):
        bucket.upload(f"checkpoints/recommendation/run-{120 + index:04d}/epoch-15.ckpt", 270 - 40 * index, [8 * MIB] * 51)
