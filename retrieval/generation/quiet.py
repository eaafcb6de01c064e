"""LangSmith's own variables do not make us tell anybody what is asked: a setting of ours must allow it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from langsmith import tracing_context


def quiet(*, tracing: bool) -> AbstractContextManager[None]:
    """Within it LangChain sends nothing to LangSmith, unless ``tracing``; callbacks that are handed in work as ever."""
    return nullcontext() if tracing else tracing_context(enabled=False)
