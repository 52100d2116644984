#!/usr/bin/env python3
"""Checks the test vectors in this folder with a second implementation: Python 3 and its standard library, nothing else.

It was written from the pages of docs/spec alone. Usage: check-vectors.py [FILE ...] (default: every file it knows that is here).
Prints one line a file; the exit status is 1 if a vector failed. It is slow and not constant time: never use it on secrets.
"""

import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "python"))

import check_attachments  # noqa: E402
import check_f0  # noqa: E402
import check_f1  # noqa: E402

FILES = {
    "franking-f1.json": check_f1.CHECKS,
    "franking-f0.json": check_f0.CHECKS,
    "attachments.json": check_attachments.CHECKS,
}


def check_file(path, checks):
    """Number of vectors per list, and a line for each that failed. A list that nothing here can check is a failure too."""
    file = json.loads(path.read_text(encoding="utf-8"))
    counts, failures = {}, [f"list {name!r} is not checked" for name, value in file.items() if isinstance(value, list) and name not in checks and name != "hubKeys"]
    for name, check in checks.items():
        for vector in as_list(file.get(name, [])):
            counts[name] = counts.get(name, 0) + 1
            try:
                check(vector, file)
            except Exception as error:  # a vector that makes the checker stumble is a failed vector
                failures.append(f"{name} {vector.get('name', '')!r}: {type(error).__name__} {error}")
    if sum(counts.values()) == 0:
        failures.append("the file holds no vectors")
    return counts, failures


def as_list(value):
    return value if isinstance(value, list) else [value]


def main(arguments):
    if {"-h", "--help"} & set(arguments):
        print(__doc__)
        return 0
    paths = [Path(argument) for argument in arguments] or [HERE / name for name in FILES if (HERE / name).exists()]
    failed = False
    for path in paths:
        if path.name not in FILES:
            print(f"{path.name}: unknown file; known are {', '.join(FILES)}")
            return 2
        counts, failures = check_file(path, FILES[path.name])
        failed |= bool(failures)
        summary = ", ".join(f"{count} {name}" for name, count in counts.items())
        print(f"{path.name}: {summary}: {'all as expected' if not failures else f'{len(failures)} FAILED'}")
        for failure in failures:
            print(f"  {failure}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
