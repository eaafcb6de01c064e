"""The error tree of the library.

    HuiwenError                 anything a user can act on; str(error) is one Chinese or English sentence for people
    ├── InputError              the input is at fault: a file, an address, a question
    │   ├── LoadError           bytes that no loader can read (empty, binary, mislabelled, too large)
    │   ├── FetchError          an address that could not be fetched, or must not be
    │   └── UnknownIdError      a section, document or answer id that is not in the catalogue
    ├── StoreError              the data directory is at fault
    │   ├── LockedError         another process writes to this data directory
    │   ├── NewerDataError      written by a newer version of Huiwen
    │   └── EmbeddingMismatchError  the vectors come from another embedding model; `huiwen reindex` mends it
    ├── EmbeddingError          the embedding model or endpoint failed
    ├── GenerationError         the language model failed, was slow or may not be asked now; the extractive answer stands
    └── SettingsError           a setting is missing or wrong

Errors of other libraries are mapped to these at the adapter that calls them, with ``raise … from``.
"""

from typing import Literal


class HuiwenError(Exception):
    """Base of every error that the command line prints in one line with exit status 1."""


class InputError(HuiwenError):
    """The caller's input is at fault."""


class LoadError(InputError):
    """No loader can read these bytes."""


Trouble = Literal[
    "network", "slow", "busy", "gone", "refused", "login", "captcha", "loop", "large", "address", "robots"
]
"""Why an address could not be fetched: what a later try depends on."""


class FetchError(InputError):
    """An address could not be fetched, or must not be. ``wait``: seconds that the site asks to wait before the next try."""

    def __init__(self, message: str, *, trouble: Trouble = "network", wait: int | None = None) -> None:
        super().__init__(message)
        self.trouble: Trouble = trouble
        self.wait = wait


class UnknownIdError(InputError):
    """The id is not in the catalogue."""


class StoreError(HuiwenError):
    """The data directory is at fault."""


class LockedError(StoreError):
    """Another process writes to this data directory."""


class NewerDataError(StoreError):
    """The data directory was written by a newer version."""


class EmbeddingMismatchError(StoreError):
    """The stored vectors come from another embedding model."""


class EmbeddingError(HuiwenError):
    """The embedding model or endpoint failed."""


class GenerationError(HuiwenError):
    """The language model gave no answer; never shown to a reader, who gets the extractive one."""


class SettingsError(HuiwenError):
    """A setting is missing or wrong."""
