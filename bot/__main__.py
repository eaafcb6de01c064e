"""``python -m bot`` is ``huiwen``; ``python -m bot --demo`` is ``huiwen run --demo``, for machines without make."""

from __future__ import annotations

import sys

from bot.cli import main

if __name__ == "__main__":
    main(["run", *sys.argv[1:]] if sys.argv[1:2] == ["--demo"] else None)
