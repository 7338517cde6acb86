#!/usr/bin/env python3
"""Lists the simulator's buckets with audit, the floor and whatever else is there, in turns, and prints a table.

"audit" is the lister alone (listing-bench), "audit du" the whole program.

The floor (pagebench) fetches the same pages from perfect split points and looks at nothing in them. s5cmd, rclone and the
AWS CLI are taken from bench/out/peers (bench/listing.sh makes it) or PATH; what is not there is skipped with a word. Every
process is measured whole: wall time, CPU of user and system, peak memory, and the LIST requests that the simulator counted.
An answer is right when it has the simulator's own totals in it.
"""

import argparse, json, os, re, shutil, statistics, subprocess, sys, tempfile, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
SIMULATOR = os.path.join(HERE, "s3sim")
PATHS = os.path.join(HERE, "out", "peers", "bin") + os.pathsep + os.environ["PATH"]
COLUMNS = ["bucket", "tool", "runs", "wall s", "× floor", "CPU s", "µs/entry", "MiB", "LIST", "answer"]


def simulator(latency):
    log = tempfile.NamedTemporaryFile("w+", delete=False)
    process = subprocess.Popen(
        [os.path.join(SIMULATOR, "s3sim"), "--spec", os.path.join(SIMULATOR, "specs", "bench.spec"), "--port", "0",
         "--latency-ms", str(latency)], stdout=log, stderr=subprocess.STDOUT)
    for _ in range(100):
        words = open(log.name).read().split()
        for word in words:
            if word.startswith("http:"):
                return process, word
        time.sleep(0.05)
    sys.exit("the simulator did not start: " + open(log.name).read())


def measure(command, endpoint):
    ask(endpoint, "/_sim/reset")
    environment = {
        "PATH": PATHS, "HOME": tempfile.gettempdir(), "AWS_ACCESS_KEY_ID": "AKIAEXAMPLE", "AWS_SECRET_ACCESS_KEY": "example",
        "AWS_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true", "RCLONE_CONFIG": "/dev/null",
    }
    with tempfile.TemporaryFile("w+") as out:
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        text = out.read()
    lists = sum(count for name, count in ask(endpoint, "/_sim/stats")["requests"].items() if name.startswith("List"))
    return {
        "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "mib": usage.ru_maxrss / 1024, "lists": lists,
        "text": text, "code": process.returncode,
    }


def ask(endpoint, path):
    with urllib.request.urlopen(endpoint + path) as answer:
        text = answer.read()
    return json.loads(text) if text.strip() else {}


def is_right(text, truth, versions):
    """Whether the exact numbers of objects and bytes are in what a program printed."""
    objects = [truth["objects"]]
    sizes = [truth["bytes"]]
    if versions:
        # With delete markers or without: each program counts them as it likes.
        objects = [truth["objects"] + truth["noncurrent"]["objects"]]
        objects.append(objects[0] + truth["delete_markers"]["total"])
        sizes = [truth["bytes"] + truth["noncurrent"]["bytes"]]
    numbers = set(int(number) for number in re.findall(r"\d+", text))
    return any(number in numbers for number in objects) and any(number in numbers for number in sizes)


def tools(endpoint, bucket, versions, bench, hints):
    port = endpoint.rsplit(":", 1)[1]
    own = [bench, endpoint, bucket] + (["versions"] if versions else [])
    found = [] if versions else [("floor", [os.path.join(SIMULATOR, "pagebench"), port, bucket, "64"])]
    found += [
        ("audit", own), ("audit again", own + ["hints=" + hints]), ("audit one-chain", own + ["one-chain"]),
    ]
    if not versions:
        audit = os.path.join(os.path.dirname(bench), "audit")
        found.append(("audit du", [audit, "du", "--quiet", "--format", "json", "--endpoint-url", endpoint, "s3://" + bucket]))
    peers = {
        "s5cmd": ["s5cmd", "--endpoint-url", endpoint, "du"] + (["--all-versions"] if versions else [])
        + ["s3://%s/*" % bucket],
        "rclone": ["rclone", "size", ":s3,provider=Other,env_auth=true,endpoint='%s':%s" % (endpoint, bucket)]
        + (["--s3-versions"] if versions else []),
        "rclone by directory": ["rclone", "size", "--disable", "ListR", "--checkers", "64",
                                ":s3,provider=Other,env_auth=true,endpoint='%s':%s" % (endpoint, bucket)],
        "aws": ["aws", "--endpoint-url", endpoint, "s3", "ls", "--recursive", "--summarize", "s3://" + bucket],
    }
    for name, command in peers.items():
        if versions and name not in ("s5cmd", "rclone"):
            continue
        if shutil.which(command[0], path=PATHS):
            found.append((name, command))
        else:
            print("%s is not installed: skipped" % command[0], file=sys.stderr)
    return found


def all_right(runs, truth, versions):
    return all(is_right(run["text"], truth, versions) for run in runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("bench", help="the listing-bench of a release build")
    parser.add_argument("--latency-ms", type=int, default=30)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--buckets", default="flat-1m,tree-1m,skewed-1m,hash-1m,uuid-1m,time-1m,versioned-1m")
    parser.add_argument("--tools", help="only these, with commas between")
    options = parser.parse_args()
    process, endpoint = simulator(options.latency_ms)
    print("latency %d ms, medians; smallest wall time in brackets\n" % options.latency_ms)
    print("| " + " | ".join(COLUMNS) + " |")
    print("| " + " | ".join(["---"] * len(COLUMNS)) + " |")
    try:
        with tempfile.TemporaryDirectory() as folder:
            for bucket in options.buckets.split(","):
                hints = os.path.join(folder, bucket)
                versions = bucket.startswith("versioned")
                rows = [
                    row for row in tools(endpoint, bucket, versions, options.bench, hints)
                    if not options.tools or row[0] in options.tools.split(",")]
                measure([options.bench, endpoint, bucket] + (["versions"] if versions else []) + ["hints=" + hints], endpoint)
                runs = {name: [] for name, _ in rows}
                for turn in range(options.runs):
                    for name, command in rows:
                        # What takes half a minute is not waited for again and again.
                        if turn > 0 and runs[name][0]["wall"] > 30 / options.runs * 1.5 and not name.startswith("audit"):
                            continue
                        runs[name].append(measure(command, endpoint))
                truth = ask(endpoint, "/_sim/truth?bucket=" + bucket)
                entries = 1000 * min(run["lists"] for all in runs.values() for run in all)
                floor = statistics.median(run["wall"] for run in runs["floor"]) if "floor" in runs else None
                for name, all in runs.items():
                    middle = lambda key: statistics.median(run[key] for run in all)
                    failed = [run for run in all if run["code"] != 0]
                    if failed:
                        answer = failed[0]["text"].strip().split("\n")[-1][:90]
                    elif name == "floor":
                        answer = "not looked at"
                    else:
                        answer = "right" if all_right(all, truth, versions) else "wrong"
                    print("| %s | %s | %d | %.2f (%.2f) | %s | %.2f | %.2f | %.0f | %d | %s |" % (
                        bucket, name, len(all), middle("wall"), min(run["wall"] for run in all),
                        "%.2f" % (middle("wall") / floor) if floor else "", middle("cpu"),
                        middle("cpu") * 1e6 / entries, middle("mib"), middle("lists"), answer), flush=True)
    finally:
        process.kill()


main()
