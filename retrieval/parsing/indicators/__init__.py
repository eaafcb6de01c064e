"""Every figure of a report with its name: pure, no model. See :func:`extract`."""

from __future__ import annotations

from retrieval.parsing.indicators.extracting import extract
from retrieval.parsing.indicators.names import candidates, standard
from retrieval.parsing.indicators.tabled import extract_table

__all__ = ["candidates", "extract", "extract_table", "standard"]
