"""Word files (docx, docm): what Word shows with all changes accepted, generated numbers included."""

from __future__ import annotations

from retrieval.loaders.word.loader import load_docx

__all__ = ["load_docx"]
