"""The demo account: five teams' buckets, policies and roles. docs/demo.md says what there is and why."""

from __future__ import annotations

import datetime
import json
from typing import Any

import boto3
import botocore.client
from moto.iam.models import iam_backends
from moto.moto_api._internal import mock_random
from moto.s3control.models import s3control_backends

from . import deterministic as fixed
from .bucket import Bucket, keep_size_when_copied

ACCOUNT_ID = "123456789012"
ACCESS_KEY = "AKIADEMOAUDITOR00001"
SECRET_KEY = "demo-secret-key-of-the-auditor-0000000000"


class Account:
    """All buckets by name, and the clock: `now` is midnight, ages count backwards from it in days."""

    def __init__(
        self, now: datetime.datetime, endpoint: str, id_: str = ACCOUNT_ID, session: boto3.Session | None = None
    ):
        self.now = now
        self.id = id_
        self.endpoint = endpoint
        self.buckets: dict[str, Bucket] = {}
        self._session = session or boto3.Session(aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
        self._clients: dict[tuple[str, str], Any] = {}

    def ago(self, days: float) -> datetime.datetime:
        return self.now - datetime.timedelta(days=days)

    def date(self, days: float, pattern: str = "%Y-%m-%d") -> str:
        return self.ago(days).strftime(pattern)

    def client(self, service: str, region: str = "us-east-1") -> Any:
        if (service, region) not in self._clients:
            config = botocore.client.Config(
                s3={"addressing_style": "path"}, inject_host_prefix=False, retries={"max_attempts": 0}
            )
            self._clients[service, region] = self._session.client(
                service, region_name=region, endpoint_url=self.endpoint, config=config
            )
        return self._clients[service, region]

    def bucket(self, name: str, age: float, region: str = "us-east-1") -> Bucket:
        """A new bucket with what S3 gives every bucket: encryption with S3's own keys."""
        s3 = self.client("s3", region)
        s3.create_bucket(
            Bucket=name,
            **({} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}),
        )
        self.buckets[name] = Bucket(self, name, region, age, BucketSettings(s3, name))
        self.buckets[name].settings.encrypt({"SSEAlgorithm": "AES256"})
        return self.buckets[name]

    def access_point(self, name: str, bucket: str, age: float) -> None:
        """Through moto's tables: boto3 puts the account id in front of the host, and 127.0.0.1 has no sub-domains."""
        point = s3control_backends[self.id]["aws"].create_access_point(self.id, name, bucket, {}, {})
        point.alias = f"{name[:20]}-{fixed.identifier(30, name).lower()}-s3alias".replace("_", "0").replace(".", "1")
        point.created = self.ago(age).strftime("%Y-%m-%dT%H:%M:%S.%f")


class BucketSettings:
    """The S3 API for one bucket, with shorter words for what the demo sets often."""

    def __init__(self, s3: Any, bucket: str):
        self._s3 = s3
        self._bucket = bucket

    def __getattr__(self, operation: str) -> Any:
        call = getattr(self._s3, operation)
        return lambda **parameters: call(Bucket=self._bucket, **parameters)

    def encrypt(self, rule: dict[str, str], bucket_key: bool = False) -> None:
        self.put_bucket_encryption(
            ServerSideEncryptionConfiguration={
                "Rules": [{"ApplyServerSideEncryptionByDefault": rule, "BucketKeyEnabled": bucket_key}]
            }
        )

    def version(self) -> None:
        self.put_bucket_versioning(VersioningConfiguration={"Status": "Enabled"})

    def block_public_access(self) -> None:
        self.put_public_access_block(
            PublicAccessBlockConfiguration={
                "BlockPublicAcls": True,
                "IgnorePublicAcls": True,
                "BlockPublicPolicy": True,
                "RestrictPublicBuckets": True,
            }
        )

    def own(self, ownership: str = "BucketOwnerEnforced") -> None:
        self.put_bucket_ownership_controls(OwnershipControls={"Rules": [{"ObjectOwnership": ownership}]})

    def lifecycle(self, *rules: dict[str, Any]) -> None:
        self.put_bucket_lifecycle_configuration(LifecycleConfiguration={"Rules": list(rules)})

    def policy(self, *statements: dict[str, Any]) -> None:
        self.put_bucket_policy(Policy=json.dumps({"Version": "2012-10-17", "Statement": list(statements)}))

    def tag(self, **tags: str) -> None:
        self.put_bucket_tagging(
            Tagging={"TagSet": [{"Key": name.replace("_", "-"), "Value": value} for name, value in tags.items()]}
        )


def deny_insecure_transport(bucket: str) -> dict[str, Any]:
    """The statement that AWS recommends for TLS only."""
    return {
        "Sid": "DenyInsecureTransport",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def build(now: datetime.datetime, endpoint: str) -> Account:
    from . import account, carrental, datashard, mltrack, raydenrules, retail

    keep_size_when_copied()
    mock_random.seed(2026)
    built = Account(now, endpoint)
    for team in (account, raydenrules, mltrack, retail, datashard, carrental):
        team.build(built)
    for bucket in built.buckets.values():
        bucket.settle()
    date_identities(built)
    return built


def date_identities(account: Account) -> None:
    """IAM takes no dates: its users, groups, roles and policies are as old as the oldest bucket, a day apart."""
    iam = iam_backends[account.id]["aws"]
    tables = (iam.users, iam.groups, iam.roles, iam.managed_policies, iam.instance_profiles)
    for index, identity in enumerate(each for table in tables for each in table.values()):
        created = account.ago(1_290 - index)
        identity.create_date = created
        if hasattr(identity, "update_date"):
            identity.update_date = created
        for version in getattr(identity, "versions", []):
            version.create_date = created
    for policy in iam.managed_policies.values():
        # moto leaves the name out of GetAccountAuthorizationDetails unless it finds it under the API's own word.
        policy.policy_name = policy.name
