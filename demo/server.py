"""The demo account on a local S3 API.

    python demo/server.py --port 0 --ready-file /tmp/demo-url

Prints its URL when the account is complete. Any access key does; the one in demo/account/__init__.py belongs to the
IAM user `auditor`. docs/demo.md says what the account holds.
"""

from __future__ import annotations

import argparse
import datetime
import logging
import os
import pathlib
import signal
import sys
import threading
from typing import Any


def main() -> None:
    arguments = parse()
    # moto and boto3 read these when they are imported: nothing of the user's own is to be asked or told.
    for name in ("AWS_PROFILE", "AWS_ENDPOINT_URL", "AWS_CA_BUNDLE"):
        os.environ.pop(name, None)
    os.environ["AWS_CONFIG_FILE"] = os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.devnull
    os.environ["AWS_EC2_METADATA_DISABLED"] = "true"
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"

    import account
    from account import organization
    from account.truth import truth
    from layer.application import Application
    from moto.moto_server.werkzeug_app import MotoRequestHandler
    from werkzeug.serving import make_server

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    application = Application(account.ACCOUNT_ID)
    server = make_server(
        "127.0.0.1", arguments.port, application, threaded=True, request_handler=quiet(MotoRequestHandler)
    )
    url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()

    built = account.build(arguments.now, url)
    members = organization.build(built)
    application.show([built, *members.accounts.values()], truth(built, members))
    print(url, flush=True)
    if arguments.ready_file:
        # Whole or not at all: a reader waits for the file to appear.
        partial = arguments.ready_file.with_name(arguments.ready_file.name + ".partial")
        partial.write_text(url + "\n")
        partial.replace(arguments.ready_file)
    wait(arguments.parent)
    # At once: taking fifty thousand objects of moto's apart takes longer than building them.
    os._exit(0)


def wait(parent: int | None) -> None:
    """Until SIGTERM or SIGINT, or until the parent process has gone."""
    done = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: done.set())
    while not done.wait(0.5):
        if parent is not None and not alive(parent):
            return


def alive(process: int) -> bool:
    try:
        # A process that nobody has waited for still has an entry, in state Z.
        state = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def quiet(handler: type) -> type:
    """Answers over connections that stay open; one line less per request."""

    class Handler(handler):  # type: ignore[misc, valid-type]
        protocol_version = "HTTP/1.1"
        # Headers and body go out separately: without this, each answer waits for the other side's delayed ACK.
        disable_nagle_algorithm = True

        def log(self, *_: Any) -> None:
            pass

    return Handler


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="The demo account of audit on a local S3 API.")
    parser.add_argument("--port", type=int, default=5000, help="0 takes a free one (default: 5000)")
    parser.add_argument("--ready-file", type=pathlib.Path, help="is written with the URL when the account is complete")
    parser.add_argument("--now", type=midnight, help="the account's today, YYYY-MM-DD (default: today in UTC)")
    parser.add_argument("--parent", type=int, help="ends when the process with this id has ended")
    arguments = parser.parse_args()
    if arguments.now is None:
        arguments.now = midnight(datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d"))
    return arguments


def midnight(text: str) -> datetime.datetime:
    """UTC without saying so, as moto keeps its dates."""
    return datetime.datetime.strptime(text, "%Y-%m-%d")


if __name__ == "__main__":
    sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
    main()
