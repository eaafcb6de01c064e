"""Open the library that the settings describe."""

from __future__ import annotations

from bot.settings import Settings
from retrieval import Check, Embedder, Library, make_embedder


def library(settings: Settings, *, readonly: bool = False) -> Library:
    """The library in the settings' data directory; the caller closes it. Raises StoreError, SettingsError."""
    return Library(
        settings.data,
        embedder=embedder(settings),
        today=settings.today,
        home=settings.home_region,
        allow_private=settings.allow_private,
        route=settings.route("sources"),
        readonly=readonly,
    )


def embedder(settings: Settings) -> Embedder:
    """The embedding model of the settings; nothing is loaded or asked yet. Raises SettingsError."""
    key = settings.embedding_api_key
    return make_embedder(settings.embedding_model, settings.embedding_base_url, key.get_secret_value() if key else None)


def checks(settings: Settings) -> tuple[Check, ...]:
    """What the library's doctor finds in the settings' data directory."""
    with library(settings, readonly=True) as opened:
        return opened.doctor()
