"""What belongs to the account and to none of the teams: its people, and the auditor that runs `audit`.

Block Public Access of the account is not set, so each bucket's own setting decides.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import AWSManagedPolicy, iam_backends

from . import ACCESS_KEY, SECRET_KEY, Account

LAMBDA_LOGS = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
"""AWS's own policy; moto knows none by default, and with all of them its answers are megabytes long."""

AUDITOR = [
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "iam:GetAccountAuthorizationDetails",
    "s3:GetAccelerateConfiguration",
    "s3:GetAccountPublicAccessBlock",
    "s3:GetAnalyticsConfiguration",
    "s3:GetBucket*",
    "s3:GetEncryptionConfiguration",
    "s3:GetIntelligentTieringConfiguration",
    "s3:GetInventoryConfiguration",
    "s3:GetLifecycleConfiguration",
    "s3:GetMetricsConfiguration",
    "s3:GetReplicationConfiguration",
    "s3:ListAccessPoints",
    "s3:ListAllMyBuckets",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
    "s3:ListBucketVersions",
    "s3:ListMultipartUploadParts",
]


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions: list[str] | str, resources: list[str] | str, **more: Any) -> dict[str, Any]:
    return {**more, "Effect": "Allow", "Action": actions, "Resource": resources}


def trust(service: str) -> str:
    return document({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


def build(account: Account) -> None:
    iam = account.client("iam")
    backend = iam_backends[account.id]["aws"]
    backend.managed_policies[LAMBDA_LOGS] = AWSManagedPolicy(
        name="AWSLambdaBasicExecutionRole",
        account_id=account.id,
        region="us-east-1",
        path="/service-role/",
        document=document(allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"], "*")),
        default_version_id="v1",
    )

    iam.create_user(UserName="auditor", Tags=[{"Key": "owner", "Value": "platform"}])
    created = iam.create_policy(PolicyName="AuditReadOnly", PolicyDocument=document(allow(AUDITOR, "*", Sid="Read")))
    iam.attach_user_policy(UserName="auditor", PolicyArn=created["Policy"]["Arn"])
    iam.create_access_key(UserName="auditor")
    key = backend.users["auditor"].access_keys[0]
    key.access_key_id, key.secret_access_key = ACCESS_KEY, SECRET_KEY

    iam.create_group(GroupName="platform-admins")
    iam.put_group_policy(
        GroupName="platform-admins", PolicyName="everything", PolicyDocument=document(allow("*", "*", Sid="Everything"))
    )
    iam.create_user(UserName="platform-lead", Tags=[{"Key": "owner", "Value": "platform"}])
    iam.add_user_to_group(GroupName="platform-admins", UserName="platform-lead")
