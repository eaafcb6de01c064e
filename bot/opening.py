"""Open the library that the settings describe."""

from __future__ import annotations

from bot.settings import Settings
from retrieval import Library, make_embedder


def library(settings: Settings, *, readonly: bool = False) -> Library:
    """The library in the settings' data directory; the caller closes it. Raises StoreError, SettingsError."""
    key = settings.embedding_api_key
    return Library(
        settings.data,
        embedder=make_embedder(
            settings.embedding_model, settings.embedding_base_url, key.get_secret_value() if key else None
        ),
        today=settings.today,
        home=settings.home_region,
        allow_private=settings.allow_private,
        proxy=settings.proxy,
        readonly=readonly,
    )
