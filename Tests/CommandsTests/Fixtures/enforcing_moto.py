"""moto with IAM enforcement, for EnforcingMoto in the tests' support.

    python enforcing_moto.py policies.json ready.json

Makes a bucket and a user for each entry of the first file; writes where it is, and the users' keys, to the second.
"""

from __future__ import annotations

import json
import logging
import os
import pathlib
import sys
import threading


def main() -> None:
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"):
        os.environ.pop(name, None)
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"

    import boto3
    from moto import settings
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = make_server(
        "127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=MotoRequestHandler
    )
    endpoint = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    session = boto3.Session("AKIASETUP00000000001", "setup-secret-key", region_name="us-east-1")

    s3 = session.client("s3", endpoint_url=endpoint)
    s3.create_bucket(Bucket="audited")
    s3.put_bucket_versioning(Bucket="audited", VersioningConfiguration={"Status": "Enabled"})
    for key in ("a", "b", "b"):
        s3.put_object(Bucket="audited", Key=key, Body=b"12345")
    upload = s3.create_multipart_upload(Bucket="audited", Key="c")["UploadId"]
    s3.upload_part(Bucket="audited", Key="c", UploadId=upload, PartNumber=1, Body=b"1234567")

    iam = session.client("iam", endpoint_url=endpoint)
    keys = {}
    for user, policies in json.loads(pathlib.Path(sys.argv[1]).read_text()).items():
        name = user.replace(":", ".")
        iam.create_user(UserName=name)
        for number, policy in enumerate(policies):
            iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=policy)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        keys[user] = [key["AccessKeyId"], key["SecretAccessKey"]]

    # From here on every request needs a permission.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    ready = pathlib.Path(sys.argv[2])
    partial = ready.with_name(ready.name + ".partial")
    partial.write_text(json.dumps({"endpoint": endpoint, "keys": keys}))
    partial.replace(ready)
    threading.Event().wait()


if __name__ == "__main__":
    main()
