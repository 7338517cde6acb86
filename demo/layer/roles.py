"""Who may enter another account: moto lets anybody assume any role, even one that does not exist."""

from __future__ import annotations

import json
import urllib.parse
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from .settings import as_list
from .wire import Answer, Request, text


def refusal(request: Request, caller: str, members: set[str]) -> Answer | None:
    """STS's answer where the role is a member's and does not exist or does not trust the caller; None elsewhere."""
    form = dict(urllib.parse.parse_qsl(request.body().decode("utf-8", "replace"), True))
    if form.get("Action") != "AssumeRole":
        return None
    arn = form.get("RoleArn", "")
    parts = arn.split(":", 5)
    account, name = (parts[4], parts[5].rpartition("/")[2]) if len(parts) == 6 else ("", "")
    if account not in members or account == caller:
        return None
    roles = iam_backends[account]["aws"].roles.values()
    role = next((each for each in roles if each.name == name), None)
    if role is not None and trusts(role.assume_role_policy_document, caller, form.get("ExternalId")):
        return None
    _, who, _ = sts_backends[caller]["aws"].get_caller_identity(request.access_key or "", "us-east-1")
    message = f"User: {who} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    body = (
        '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>'
        f"<Code>AccessDenied</Code><Message>{text(message)}</Message></Error><RequestId>DEMO</RequestId></ErrorResponse>"
    )
    return Answer(403, body.encode(), "text/xml")


def trusts(policy: str | dict[str, Any], caller: str, external_id: str | None) -> bool:
    """For the trust policies that the demo has."""
    document = json.loads(policy) if isinstance(policy, str) else policy
    for statement in as_list(document["Statement"]):
        named = as_list(statement.get("Principal", {}).get("AWS", []))
        asked = statement.get("Condition", {}).get("StringEquals", {}).get("sts:ExternalId")
        if f"arn:aws:iam::{caller}:root" in named and asked in (None, external_id):
            return True
    return False
