"""The faithfulness gate: no sentence of a model is sent that its citations do not prove. Pure, deterministic.

See docs/faithfulness.md.
"""

from __future__ import annotations

from retrieval.answering.faithfulness.checking import check
from retrieval.answering.faithfulness.gating import Gate, gate
from retrieval.answering.faithfulness.model import Cited, Evidence, Gated, Sentence, Verdict
from retrieval.answering.faithfulness.splitting import split

__all__ = ["Cited", "Evidence", "Gate", "Gated", "Sentence", "Verdict", "check", "gate", "split"]
