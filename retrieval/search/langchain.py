"""The retriever as LangChain's ``BaseRetriever``, for anyone's LangChain program."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from retrieval.model import Hit, Scope


class HuiwenRetriever(BaseRetriever):
    """Documents for a query. Metadata: section_id, document_id, region, year, plan, path (headings), score."""

    search: Callable[..., Sequence[Hit]]
    path: Callable[[str], Sequence[str]]
    scope: Scope
    k: int = 10

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.search(query, k=self.k, scope=self.scope)
        return [_document(hit, list(self.path(hit.passage.section_id))) for hit in hits]


def _document(hit: Hit, path: list[str]) -> Document:
    passage = hit.passage
    metadata = {
        "section_id": passage.section_id,
        "document_id": passage.document_id,
        "region": passage.region,
        "year": passage.year,
        "plan": passage.plan,
        "path": path,
        "score": hit.score,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)
