"""Retail pipeline: a CloudFormation stack with a small bucket, a Lambda and a topic (docs/systems.md, 3)."""

from __future__ import annotations

from . import Account
from . import deterministic as fixed
from .account import LAMBDA_LOGS, allow, document, trust
from .bucket import KIB, MIB

BUCKET = "retail-pipeline-data-session4-1760000000"
PROJECT = "retail-pipeline-session4"


def build(account: Account) -> None:
    data(account)
    people(account)


def data(account: Account) -> None:
    bucket = account.bucket(BUCKET, age=405)
    settings = bucket.settings
    settings.put_public_access_block(
        PublicAccessBlockConfiguration={
            "BlockPublicAcls": True,
            "IgnorePublicAcls": True,
            "BlockPublicPolicy": False,
            "RestrictPublicBuckets": False,
        }
    )
    settings.own()
    settings.tag(owner="retail-analytics", project=PROJECT, environment="dev")
    account.client("sns").create_topic(Name=f"{PROJECT}-notifications")
    settings.put_bucket_notification_configuration(
        NotificationConfiguration={
            "LambdaFunctionConfigurations": [
                {
                    "Id": "input-uploaded",
                    "LambdaFunctionArn": f"arn:aws:lambda:us-east-1:{account.id}:function:{PROJECT}-s3-event-handler",
                    "Events": ["s3:ObjectCreated:*"],
                    "Filter": {
                        "Key": {
                            "FilterRules": [
                                {"Name": "prefix", "Value": "input/"},
                                {"Name": "suffix", "Value": ".xlsx"},
                            ]
                        }
                    },
                }
            ]
        }
    )
    events = account.client("events")
    events.put_rule(Name=f"{PROJECT}-schedule", ScheduleExpression="cron(0 2 * * ? *)", State="ENABLED")
    bucket.put("input/online_retail.xlsx", 23_715_344, 400)
    for month in range(13):
        age = 395 - month * 30
        size = int((40 + month * 1.5) * MIB)
        bucket.put(f"input/archive/online_retail_{account.date(age, '%Y-%m')}.xlsx", size, age)
    for day in reversed(range(1, 395)):
        size = fixed.lognormal(9 * MIB, 0.25, "export", day)
        bucket.put(f"exports/{account.date(day, '%Y/%m/%d')}/fact_sales_daily.csv", size, day - 0.083)
        if day % 7 == 0:
            bucket.put(f"dbt/artifacts/{account.date(day)}/manifest.json", fixed.lognormal(900 * KIB, 0.1, day), day)
            bucket.put(f"dbt/artifacts/{account.date(day)}/run_results.json", fixed.lognormal(60 * KIB, 0.2, day), day)


def people(account: Account) -> None:
    """The deployer may do everything in every service of the stack."""
    iam = account.client("iam")
    iam.create_user(UserName="retail-deployer", Tags=[{"Key": "owner", "Value": "retail-analytics"}])
    created = iam.create_policy(
        PolicyName="RetailPipelineDeployer",
        PolicyDocument=document(
            allow("cloudformation:*", "*", Sid="Stacks"),
            allow(["s3:*"], "*", Sid="Buckets"),
            allow(["rds:*"], "*", Sid="Databases"),
            allow(["lambda:*", "events:*", "sns:*", "logs:*"], "*", Sid="Functions"),
            allow(["ec2:*"], "*", Sid="Network"),
            allow(["iam:*"], "*", Sid="Roles"),
        ),
    )
    iam.attach_user_policy(UserName="retail-deployer", PolicyArn=created["Policy"]["Arn"])
    role = f"{PROJECT}-lambda-role"
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust("lambda.amazonaws.com"))
    iam.attach_role_policy(RoleName=role, PolicyArn=LAMBDA_LOGS)
    iam.put_role_policy(
        RoleName=role,
        PolicyName="read-and-notify",
        PolicyDocument=document(
            allow("s3:GetObject", f"arn:aws:s3:::{BUCKET}/input/*"),
            allow("sns:Publish", f"arn:aws:sns:us-east-1:{account.id}:{PROJECT}-notifications"),
        ),
    )
