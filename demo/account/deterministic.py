"""Numbers that look random and are the same in every run: each is drawn from the names of what it belongs to."""

import base64
import hashlib
import random


def number(*names) -> int:
    """A 64-bit number that depends on the names only."""
    digest = hashlib.blake2b("|".join(map(str, names)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")


def between(low: int, high: int, *names) -> int:
    """Evenly spread from low to high, both included."""
    return low + number(*names) % (high - low + 1)


def chance(share: float, *names) -> bool:
    return number(*names) % 1_000_000 < share * 1_000_000


def choose(options, *names):
    return options[number(*names) % len(options)]


def lognormal(median: int, sigma: float, *names) -> int:
    """File sizes: half are smaller than the median, a few are much larger."""
    return max(1, int(median * random.Random(number(*names)).lognormvariate(0, sigma)))


def md5(*names) -> str:
    return hashlib.md5("|".join(map(str, names)).encode(), usedforsecurity=False).hexdigest()


def sha256(*names) -> str:
    return hashlib.sha256("|".join(map(str, names)).encode()).hexdigest()


def identifier(length: int, *names) -> str:
    """Letters and digits, as in version ids and upload ids."""
    text = ""
    round_ = 0
    while len(text) < length:
        digest = hashlib.blake2b("|".join(map(str, (*names, round_))).encode()).digest()
        text += base64.b64encode(digest, altchars=b"._").decode().rstrip("=")
        round_ += 1
    return text[:length]


def uuid(*names) -> str:
    text = md5("uuid", *names)
    return f"{text[:8]}-{text[8:12]}-4{text[13:16]}-a{text[17:20]}-{text[20:32]}"
