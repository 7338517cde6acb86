"""The organization of which the demo account is the management account (docs/demo.md): four member accounts.

| account | how it came | what a scan from the management account finds |
| --- | --- | --- |
| 234567890123 raydenrules-staging | created | the usual role, and `audit` with an external id |
| 345678901234 analytics-sandbox | created | the same |
| 456789012345 acquired-company | invited | no role: it cannot be entered |
| 567890123456 old-proof-of-concept | created | it is suspended |
"""

from __future__ import annotations

import dataclasses
import json
from typing import Any, Callable

import boto3
from moto.iam.models import iam_backends
from moto.organizations import utils
from moto.organizations.models import organizations_backends

from . import ACCOUNT_ID, Account, deny_insecure_transport
from . import deterministic as fixed
from .account import AUDITOR, allow, document
from .bucket import KIB, MIB

USUAL_ROLE = "OrganizationAccountAccessRole"
"""What AWS makes in each account that an organization creates, and not in those it invites."""
EXTERNAL_ID = "demo-external-id"


@dataclasses.dataclass
class Member:
    id: str
    name: str
    build: Callable[[Account], None] | None = None
    invited: bool = False
    suspended: bool = False


@dataclasses.dataclass
class Organization:
    id: str
    management: str
    members: list[Member]
    accounts: dict[str, Account]
    """By id, those of the members that have something in them."""


def build(management: Account) -> Organization:
    members = [
        Member("234567890123", "raydenrules-staging", staging),
        Member("345678901234", "analytics-sandbox", sandbox),
        Member("456789012345", "acquired-company", acquired, invited=True),
        Member("567890123456", "old-proof-of-concept", suspended=True),
    ]
    client = management.client("organizations")
    made = client.create_organization(FeatureSet="ALL")["Organization"]
    backend = organizations_backends[management.id]["aws"]
    backend.accounts[0].name = "data-platform"
    accounts = {}
    for member in members:
        create(client, member)
        if member.invited:
            next(each for each in backend.accounts if each.id == member.id).joined_method = "INVITED"
            enter(management, member).client("iam").delete_role(RoleName=USUAL_ROLE)
        else:
            roles(enter(management, member))
        if member.build is not None:
            accounts[member.id] = enter(management, member)
            member.build(accounts[member.id])
            for bucket in accounts[member.id].buckets.values():
                bucket.settle()
        if member.suspended:
            client.close_account(AccountId=member.id)
    return Organization(made["Id"], management.id, members, accounts)


def create(client: Any, member: Member) -> None:
    """With the id that we want: moto draws lots."""
    draw = utils.make_random_account_id
    utils.make_random_account_id = lambda: member.id
    try:
        client.create_account(AccountName=member.name, Email=f"{member.name}@example.com")
    finally:
        utils.make_random_account_id = draw


def enter(management: Account, member: Member) -> Account:
    """The member as its own administrator sees it. moto lets anyone in; the layer does not, once all is built."""
    keys = management.client("sts").assume_role(
        RoleArn=f"arn:aws:iam::{member.id}:role/{USUAL_ROLE}", RoleSessionName="demo"
    )["Credentials"]
    session = boto3.Session(
        aws_access_key_id=keys["AccessKeyId"],
        aws_secret_access_key=keys["SecretAccessKey"],
        aws_session_token=keys["SessionToken"],
    )
    return Account(management.now, management.endpoint, member.id, session)


def roles(account: Account) -> None:
    """Beside the role that AWS makes, which may do everything, one that may do what an audit needs and nothing else."""
    iam = account.client("iam")
    trusted = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:root"}, "Action": "sts:AssumeRole"}
    iam.put_role_policy(
        RoleName=USUAL_ROLE, PolicyName="AdministratorAccess", PolicyDocument=document(allow("*", "*"))
    )
    asked = {**trusted, "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL_ID}}}
    iam.create_role(RoleName="audit", AssumeRolePolicyDocument=document(asked))
    iam.put_role_policy(RoleName="audit", PolicyName="AuditReadOnly", PolicyDocument=document(allow(AUDITOR, "*")))
    for index, role in enumerate(iam_backends[account.id]["aws"].roles.values()):
        role.create_date = account.ago(600 - index)


def staging(account: Account) -> None:
    data = account.bucket("raydenrules-staging-data", age=410)
    data.settings.block_public_access()
    data.settings.own()
    data.settings.version()
    data.versioned_since = account.ago(410)
    data.settings.policy(deny_insecure_transport(data.name))
    data.settings.tag(owner="platform", environment="staging")
    for day in reversed(range(1, 200)):
        key = f"raw/{account.date(day, '%Y/%m/%d')}/tiles.parquet"
        data.put(key, fixed.lognormal(2 * MIB, 0.4, "staging", day), day)
    for run in range(12):
        data.put("reports/latest.html", fixed.between(40 * KIB, 90 * KIB, "report", run), 120 - run * 9)
    exports = account.bucket("raydenrules-staging-exports", age=90, region="eu-west-1")
    exports.settings.block_public_access()
    for index in range(20):
        exports.put(f"2026/export-{index:02d}.csv", fixed.lognormal(300 * KIB, 0.8, "export", index), 80 - index)


def sandbox(account: Account) -> None:
    """A bucket that the whole world reads, because somebody wanted to show a notebook."""
    bucket = account.bucket("analytics-sandbox-notebooks", age=700)
    for index in range(60):
        bucket.put(f"notebooks/{index:03d}.ipynb", fixed.lognormal(180 * KIB, 0.9, "notebook", index), 650 - index * 10)
    bucket.settings.policy(
        {
            "Sid": "ShowIt",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "s3:GetObject",
            "Resource": f"arn:aws:s3:::{bucket.name}/*",
        }
    )


def acquired(account: Account) -> None:
    account.bucket("acquired-company-backup", age=2_000).put("backup.tar", 900 * MIB, 1_900)


def truth(organization: Organization, of_bucket: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    def of(member: Member) -> dict[str, Any]:
        account = organization.accounts.get(member.id)
        buckets = account.buckets.items() if account else []
        return {
            "name": member.name,
            "can_be_entered": not member.invited and not member.suspended,
            "buckets": {name: of_bucket(bucket) for name, bucket in sorted(buckets)},
        }

    return {
        "id": organization.id,
        "management": organization.management,
        "accounts": {member.id: of(member) for member in organization.members},
    }
