"""``import huiwen`` in notebooks and scripts: the public names of ``retrieval`` under the project's own name."""

from typing import Any

import retrieval
from retrieval import __all__


def __getattr__(name: str) -> Any:
    """Every public name of ``retrieval``."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(retrieval, name)


def __dir__() -> list[str]:
    return list(__all__)
