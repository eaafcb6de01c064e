"""Open the library that the settings describe."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Settings
from retrieval import Check, Embedder, LanguageModel, Library, SettingsError, make_embedder


def library(settings: Settings, *, readonly: bool = False) -> Library:
    """The library in the settings' data directory; the caller closes it. Raises StoreError, SettingsError."""
    return Library(
        settings.data,
        embedder=embedder(settings),
        today=settings.today,
        home=settings.home_region,
        allow_private=settings.allow_private,
        route=settings.route("sources"),
        ocr=settings.ocr,
        readonly=readonly,
        model=language_model(settings),
    )


def language_model(settings: Settings) -> LanguageModel | None:
    """The language model of the settings, None where none is set. Nothing is asked yet. Raises SettingsError."""
    key = settings.llm_api_key
    if settings.llm_model is None:
        if settings.llm_base_url or key:
            raise SettingsError("还要设 HUIWEN_LLM_MODEL（如 openai:deepseek-chat），语言模型才会用上。")
        return None
    return LanguageModel(
        name=settings.llm_model,
        base_url=settings.llm_base_url,
        api_key=key.get_secret_value() if key else None,
        timeout=settings.llm_timeout,
        at_once=settings.llm_at_once,
        prompt_tokens=settings.llm_prompt_tokens,
        daily_tokens=settings.llm_daily_tokens,
        internal=settings.llm_internal,
        tracing=settings.llm_tracing,
        prompts=settings.prompts,
        route=settings.route("model"),
    )


def embedder(settings: Settings) -> Embedder:
    """The embedding model of the settings; nothing is loaded or asked yet. Raises SettingsError."""
    key = settings.embedding_api_key
    return make_embedder(settings.embedding_model, settings.embedding_base_url, key.get_secret_value() if key else None)


def alone(settings: Settings, place: Path) -> Library:
    """A library of its own in the folder ``place``, with the settings' embedding model and no language model."""
    return library(_without_model(settings).model_copy(update={"data": place}))


def checks(settings: Settings) -> tuple[Check, ...]:
    """What the library's doctor finds in the settings' data directory; no language model is asked."""
    with library(_without_model(settings), readonly=True) as opened:
        return opened.doctor()


def _without_model(settings: Settings) -> Settings:
    return settings.model_copy(update={"llm_model": None, "llm_base_url": None, "llm_api_key": None})
