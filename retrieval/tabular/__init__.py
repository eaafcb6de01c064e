"""Tables: from cells to a grid, and how a row of it is said in one sentence. Pure; loaders make tables, parsing reads them."""

from __future__ import annotations

from retrieval.tabular.grid import Cell
from retrieval.tabular.making import Tabulated, tabulate

__all__ = ["Cell", "Tabulated", "tabulate"]
