"""Run every check of the project; the README, CI and pre-commit call this.

Usage: python tests/checks.py
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent

CHECKS = {
    "lint": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "."],
    "types": ["mypy"],
    "layers": ["lint-imports"],
    "generated files": ["python", "docs/generate.py", "--check"],
    "theories": ["cmo", "check", "theories"],
    "canonical form": ["cmo", "fmt", "--check", "theories"],
    "exports": ["cmo", "build", "--check", "theories"],
    # The same change gets the same verdict twice: made-up input is drawn anew by
    # `pytest` alone.
    "tests": [
        "pytest",
        "--numprocesses=auto",
        "--hypothesis-profile=ci",
        "--cov",
        "--cov-report=term",
    ],
}


def main() -> int:
    """Run all checks, whatever fails; return 1 if any did."""
    failed = []
    for name, (tool, *arguments) in CHECKS.items():
        print(f"== {name}: {tool} {' '.join(arguments)}", flush=True)
        started = time.monotonic()
        done = subprocess.run([BIN / tool, *arguments], cwd=ROOT, check=False)
        verdict = "ok" if done.returncode == 0 else f"FAILED ({done.returncode})"
        print(f"== {name}: {verdict}, {time.monotonic() - started:.0f} s", flush=True)
        if done.returncode:
            failed.append(name)
    print(f"failed: {', '.join(failed)}" if failed else "all checks passed")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
