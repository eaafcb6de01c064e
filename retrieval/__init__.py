"""Huiwen's library: reports in, cited answers out. These are its public names; what is heavy is imported at first use."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from retrieval.errors import (
    EmbeddingError,
    EmbeddingMismatchError,
    FetchError,
    GenerationError,
    HuiwenError,
    InputError,
    LoadError,
    LockedError,
    NewerDataError,
    SettingsError,
    StoreError,
    UnknownIdError,
)
from retrieval.following.model import Features, Followed, Highlight, Interest, Topic, TopicTerm, Unknown
from retrieval.model import (
    Answer,
    Article,
    Attachment,
    Backup,
    Calculation,
    Check,
    Citation,
    CityProfile,
    Comparison,
    ComparisonRow,
    Condition,
    Correction,
    Coverage,
    Document,
    DocumentEvent,
    DocumentFile,
    Hit,
    IndexResult,
    Indicator,
    Kind,
    Line,
    Missing,
    Nearest,
    Notice,
    Outline,
    Pair,
    Part,
    Passage,
    Preview,
    Profile,
    Reason,
    Receipt,
    Region,
    RegionSummary,
    Scope,
    Section,
    SectionChange,
    Source,
    SourceCheck,
    SourceState,
    StoredSection,
    Summary,
    Table,
    TableReport,
    Thread,
    Version,
    state_name,
)
from retrieval.sources.addresses import Hosts
from retrieval.sources.routes import Route

if TYPE_CHECKING:
    from retrieval.answering.faithfulness import Verdict
    from retrieval.comparison.judging import scope as figure_scope
    from retrieval.comparison.saying import Said
    from retrieval.comparison.saying import text as row_text
    from retrieval.comparison.units import base as base_number
    from retrieval.comparison.units import kind as unit_kind
    from retrieval.evaluation.questions import read as read_questions
    from retrieval.evaluation.run import Evaluation, conversation, evaluate
    from retrieval.generation.config import LanguageModel
    from retrieval.library import Library
    from retrieval.operations import Restored, Upgraded, backup, restore, upgrade_data
    from retrieval.reader import Reader
    from retrieval.sources.fetch import Fetched
    from retrieval.sources.folders import FolderWatch, Rested
    from retrieval.sources.listing import Listing
    from retrieval.stores.circles import named as circle_name
    from retrieval.stores.database import open_database
    from retrieval.stores.embeddings import Embedder, make_embedder
    from retrieval.stores.migrate import upgrade

__all__ = [
    "Answer",
    "Article",
    "Attachment",
    "Backup",
    "Calculation",
    "Check",
    "Citation",
    "CityProfile",
    "Comparison",
    "ComparisonRow",
    "Condition",
    "Correction",
    "Coverage",
    "Document",
    "DocumentEvent",
    "DocumentFile",
    "Embedder",
    "EmbeddingError",
    "EmbeddingMismatchError",
    "Evaluation",
    "Features",
    "FetchError",
    "Fetched",
    "FolderWatch",
    "Followed",
    "GenerationError",
    "Highlight",
    "Hit",
    "Hosts",
    "HuiwenError",
    "IndexResult",
    "Indicator",
    "InputError",
    "Interest",
    "Kind",
    "LanguageModel",
    "Library",
    "Line",
    "Listing",
    "LoadError",
    "LockedError",
    "Missing",
    "Nearest",
    "NewerDataError",
    "Notice",
    "Outline",
    "Pair",
    "Part",
    "Passage",
    "Preview",
    "Profile",
    "Reader",
    "Reason",
    "Receipt",
    "Region",
    "RegionSummary",
    "Rested",
    "Restored",
    "Route",
    "Said",
    "Scope",
    "Section",
    "SectionChange",
    "SettingsError",
    "Source",
    "SourceCheck",
    "SourceState",
    "StoreError",
    "StoredSection",
    "Summary",
    "Table",
    "TableReport",
    "Thread",
    "Topic",
    "TopicTerm",
    "Unknown",
    "UnknownIdError",
    "Upgraded",
    "Verdict",
    "Version",
    "backup",
    "base_number",
    "circle_name",
    "conversation",
    "evaluate",
    "figure_scope",
    "make_embedder",
    "open_database",
    "read_questions",
    "restore",
    "row_text",
    "state_name",
    "unit_kind",
    "upgrade",
    "upgrade_data",
]

_LATER = {
    "Embedder": "retrieval.stores.embeddings:Embedder",
    "Evaluation": "retrieval.evaluation.run:Evaluation",
    "LanguageModel": "retrieval.generation.config:LanguageModel",
    "Library": "retrieval.library:Library",
    "Fetched": "retrieval.sources.fetch:Fetched",
    "FolderWatch": "retrieval.sources.folders:FolderWatch",
    "Listing": "retrieval.sources.listing:Listing",
    "Rested": "retrieval.sources.folders:Rested",
    "Restored": "retrieval.operations:Restored",
    "Reader": "retrieval.reader:Reader",
    "Said": "retrieval.comparison.saying:Said",
    "Upgraded": "retrieval.operations:Upgraded",
    "Verdict": "retrieval.answering.faithfulness:Verdict",
    "backup": "retrieval.operations:backup",
    "base_number": "retrieval.comparison.units:base",
    "circle_name": "retrieval.stores.circles:named",
    "conversation": "retrieval.evaluation.run:conversation",
    "evaluate": "retrieval.evaluation.run:evaluate",
    "figure_scope": "retrieval.comparison.judging:scope",
    "make_embedder": "retrieval.stores.embeddings:make_embedder",
    "open_database": "retrieval.stores.database:open_database",
    "read_questions": "retrieval.evaluation.questions:read",
    "restore": "retrieval.operations:restore",
    "row_text": "retrieval.comparison.saying:text",
    "unit_kind": "retrieval.comparison.units:kind",
    "upgrade": "retrieval.stores.migrate:upgrade",
    "upgrade_data": "retrieval.operations:upgrade_data",
}


def __getattr__(name: str) -> Any:
    """The names of ``_LATER``, imported when they are first asked for (the command line must start at once)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, _, attribute = _LATER[name].partition(":")
    value = getattr(import_module(module), attribute)
    globals()[name] = value
    return value
