"""An account of 500 buckets on moto: prints the address when it is complete, serves until it is ended."""

from __future__ import annotations

import logging
import os
import signal

for name in [name for name in os.environ if name.startswith("AWS_")]:
    del os.environ[name]
os.environ.update(AWS_ACCESS_KEY_ID="bench", AWS_SECRET_ACCESS_KEY="bench", AWS_DEFAULT_REGION="us-east-1")
os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"

import boto3  # noqa: E402: both read the environment when they are imported
from moto.server import ThreadedMotoServer  # noqa: E402


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    s3 = boto3.client("s3", endpoint_url=f"http://{host}:{port}")
    for number in range(500):
        bucket = f"bucket-{number:03}"
        s3.create_bucket(Bucket=bucket)
        if number % 2:
            s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        if number % 3:
            s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": f"team-{number % 7}"}]})
    print(f"http://{host}:{port}", flush=True)
    signal.pause()


main()
