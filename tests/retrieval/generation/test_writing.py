"""Answers over the sample reports, worded by a scripted model behind a real HTTP endpoint."""

from __future__ import annotations

import logging
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from retrieval import Answer, LanguageModel, Library, SettingsError
from tests.endpoint import Endpoint, Reply, Request, copying, endpoint
from tests.fakes import FakeEmbedder

SAMPLES = Path(__file__).parents[3] / "bot" / "samples"
TODAY = date(2026, 3, 1)
HOW = "青岚市托育服务怎么做的"
FACT = "青岚2024年千人口托位数是多少"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("writing")
    with Library(folder, embedder=FakeEmbedder(), today=TODAY) as opened:
        opened.index([SAMPLES])
    return folder


@pytest.fixture
def model() -> Iterator[Endpoint]:
    with endpoint(copying) as running:
        yield running


@pytest.fixture(autouse=True)
def healthy(data: Path) -> None:
    (data / "model.json").unlink(missing_ok=True)


def opened(data: Path, model: Endpoint, **limits: Any) -> Library:
    values: dict[str, Any] = {"name": "openai:scripted", "base_url": model.url, "api_key": "sk-secret", "timeout": 30.0}
    return Library(data, embedder=FakeEmbedder(), today=TODAY, readonly=True, model=LanguageModel(**(values | limits)))


def same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same; ids, times and receipts apart."""
    return (one.lines, one.citations, one.status, one.reason, one.mode) == (
        *(other.lines, other.citations, other.status, other.reason, other.mode),
    )


def test_a_faithful_model_words_the_answer(data: Path, model: Endpoint) -> None:
    with opened(data, model) as library:
        plain = library.ask(HOW, worded=False)
        drafts: list[Answer] = []
        answer = library.worded(plain, progress=drafts.append)
    assert (plain.mode, answer.mode, answer.status) == ("extractive", "llm", "answered")
    assert answer.lines[0].text.startswith("青岚市2024年实际：")
    assert {citation.quote for citation in answer.citations} >= {citation.quote for citation in plain.citations}
    assert [citation.n for citation in answer.citations] == list(range(1, len(answer.citations) + 1))
    assert answer.receipt.model == "openai:scripted·answer-1"
    assert answer.receipt.stages_ms["generate"] > 0
    assert sum(passed for check, passed, _ in answer.receipt.checks if check.startswith("AI句")) >= len(plain.lines)
    assert drafts and all(draft.mode == "llm" and len(draft.lines) <= len(answer.lines) for draft in drafts)
    (request,) = model.requests
    assert request.key == "sk-secret" and request.fields["model"] == "scripted" and request.fields["max_tokens"]
    assert len(request.text) < 1400 and HOW in request.messages[-1]["content"]


def test_handles_are_new_for_each_question(data: Path, model: Endpoint) -> None:
    with opened(data, model) as library:
        library.ask(HOW)
        library.ask(HOW)
    first, second = (set(request.offered) for request in model.requests)
    assert first and first != second


REFUSALS = (
    "抱歉，我无法回答这个问题。",
    "根据提供的资料，没有找到相关信息。",
    "资料中未提及青岚市托育服务的做法。",
    "很抱歉，资料不足，无法作答。",
    "作为人工智能语言模型，我不能回答。",
    "资料与问题无关。",
    "暂无相关数据。",
    "不知道",
    "N/A",
    "I'm sorry, I can't help with that.",
)
FAILURES = [
    (Reply(status=401), "密钥不对"),
    (Reply(status=404), "没有这个模型或地址"),
    (Reply(status=400, body='{"error": {"message": "maximum context length is 512 tokens"}}'), "上下文长度"),
    (Reply(status=429), "请求太多"),
    (Reply(status=500), "接口出错（500）"),
    (Reply(body="<html><body>登录</body></html>", media_type="text/html"), "读不懂"),
    (Reply(body="{}"), "读不懂"),
    (Reply(text=""), "没有回答"),
    (Reply(text="<think>想不出来"), "没有可用的句子"),
    (Reply(text="青岚市新增托位429个。", cut=1), "答到一半断了"),
    (Reply(text="很慢", silence=30), "超时"),
    (Reply(text="一点一点地说" * 120, pause=0.3), "超时"),
    (Reply(text="The report says 45.2%. It is good."), "没有可用的句子"),
    (Reply(text="抱歉，报告未载。"), "没有可用的句子"),
    *((Reply(text=refusal), "没有可用的句子") for refusal in REFUSALS),
    (Reply(status=429, headers={"Retry-After": "60"}), "超时"),
    (Reply(status=503, headers={"Retry-After": "0"}), "接口出错（503）"),
    (Reply(text=" " * 90), "没有回答"),
    (Reply(text="<html><body><h1>502 Bad Gateway</h1></body></html>"), "没有可用的句子"),
    (Reply(text='{"name": "search", "arguments": {"q": "托位"}}'), "没有可用的句子"),
    (Reply(text="<tool_call>{}</tool_call><think>再想"), "没有可用的句子"),
    (Reply(text="青岚市新增托位9999个。[z9z]"), "没有可用的句子"),
]


@pytest.mark.parametrize(("reply", "says"), FAILURES, ids=[says + str(at) for at, (_, says) in enumerate(FAILURES)])
def test_whatever_goes_wrong_the_extractive_answer_comes_in_time(
    data: Path, model: Endpoint, reply: Reply, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    model.script = lambda request: reply
    with opened(data, model, timeout=1.5 if says == "超时" else 60) as library, caplog.at_level(logging.WARNING):
        plain = library.ask(HOW, worded=False)
        started = time.perf_counter()
        answer = library.worded(plain)
        assert time.perf_counter() - started < 15, "the slow answers take 30 seconds"
    assert same(answer, plain)
    name, passed, detail = answer.receipt.checks[-1]
    assert (name, passed) == ("AI整理", False) and says in detail
    lines = [record.getMessage() for record in caplog.records if record.name.startswith("retrieval")]
    assert len(lines) == (0 if "可用" in says else 1)
    assert not any(secret in line for line in lines for secret in ("sk-secret", HOW, "托育"))


def marked(left: str, right: str, count: bool = False) -> Callable[[Request], Reply]:
    """A faithful model that writes its marks in another way, or numbers them."""

    def script(request: Request) -> Reply:
        numbers = iter(range(1, 99))
        return Reply(
            text=re.sub(
                r"\[(\w+)\]",
                lambda found: f"{left}{next(numbers) if count else found[1]}{right}",
                copying(request).text,
            )
        )

    return script


def around(before: str, behind: str = "") -> Callable[[Request], Reply]:
    """A faithful model that says more than it was asked."""
    return lambda request: Reply(text=before + copying(request).text + behind)


HABITS = {
    "full width": marked("【", "】"),
    "round": marked("（", "）"),
    "named": marked("（出处：", "）"),
    "numbers": marked("[", "]", count=True),
    "full-width numbers": marked("【", "】", count=True),
    "round numbers": marked("（", "）", count=True),
    "no marks": lambda request: Reply(text=re.sub(r"\[\w+\]", "", copying(request).text)),
    "a thought": around("<think>\n资料里有9999个？\n</think>\n\n"),
    "json": around('{"answer": "', '"}'),
    "a tool": around('<tool_call>{"name": "search"}</tool_call>'),
    "polite": around("好的，以下是根据资料整理的回答：\n", "\n\n以上内容仅供参考，如需更多帮助请告诉我。"),
    "a list": lambda request: Reply(
        text="### 回答\n\n" + "\n".join("* **要点**：" + line for line in copying(request).text.splitlines())
    ),
    "a table": lambda request: Reply(
        text="| 内容 | 出处 |\n|---|---|\n" + "\n".join(f"| {line} |" for line in copying(request).text.splitlines())
    ),
}


@pytest.mark.parametrize("script", HABITS.values(), ids=HABITS)
def test_a_faithful_model_is_understood_however_it_writes(
    data: Path, model: Endpoint, script: Callable[[Request], Reply]
) -> None:
    with opened(data, model) as library:
        plain = library.ask(HOW, worded=False)
        clean = library.worded(plain)
        model.script = script
        answer = library.worded(plain)
    assert answer.mode == "llm"
    assert [line.text for line in answer.lines] == [line.text for line in clean.lines]
    assert answer.citations == clean.citations


def test_what_has_passed_before_the_model_broke_off_stays(data: Path, model: Endpoint) -> None:
    def broken(request: Request) -> Reply:
        first, second, *_ = copying(request).text.splitlines(keepends=True)
        text = first + second[: len(second) // 2]
        return Reply(text=text + "。" * 7, cut=len(text) // 7)

    model.script = broken
    with opened(data, model) as library:
        plain = library.ask(HOW, worded=False)
        answer = library.worded(plain)
    assert answer.mode == "llm" and [line.text for line in answer.lines] == [line.text for line in plain.lines]
    assert "答到一半断了" in answer.receipt.checks[-1][2]
    assert sum(passed for check, passed, _ in answer.receipt.checks if check.startswith("AI句")) == 1


def test_nobody_listens_there(data: Path, model: Endpoint) -> None:
    model.stop()
    with opened(data, model, base_url="http://127.0.0.1:9/v1") as library:
        answer = library.ask(HOW)
    model.start = lambda: None  # type: ignore[method-assign] # it is stopped once more at the end
    assert answer.mode == "extractive" and "连不上" in answer.receipt.checks[-1][2]


def test_the_breaker_keeps_off_a_model_that_fails_and_the_doctor_says_so(data: Path, model: Endpoint) -> None:
    model.script = lambda request: Reply(status=401)
    with opened(data, model) as library:
        assert library.ask(HOW).mode == "extractive"
        asked = len(model.requests)
        plain = library.ask(HOW)
        assert plain.mode == "extractive" and plain.receipt.model is None and len(model.requests) == asked
        assert not library.wordable(plain)
        tried, breaker = library.doctor()[-2:]
    assert not tried.ok and "密钥不对" in tried.detail and "HUIWEN_LLM_API_KEY" in (tried.advice or "")
    assert not breaker.ok and "已断开" in breaker.detail
    model.script = lambda request: Reply(text="收到")
    with opened(data, model) as library:
        tried = library.doctor()[-2]
    assert tried.ok and "收到" in tried.detail and "在本机" in tried.detail


def test_a_day_has_so_many_tokens(data: Path, model: Endpoint) -> None:
    with opened(data, model, daily_tokens=300) as library:
        assert [library.ask(HOW).mode for _ in range(3)] == ["llm", "extractive", "extractive"]
        assert "今天的用量已满" in library.doctor()[-1].detail


@pytest.mark.parametrize(
    "question",
    [
        "太原2023年家庭医生签约率有多高",
        "云泽2024年实际完成了多少托位新增",
        "今天天气怎么样",
        "望川市卫健局局长的手机号码是多少",
        "收录了哪些报告",
        "What is the signing rate of Qinglan in 2024?",
    ],
)
def test_refusals_and_lists_of_reports_are_not_given_to_the_model(data: Path, model: Endpoint, question: str) -> None:
    with opened(data, model) as library:
        assert same(library.ask(question), library.ask(question, worded=False))
    assert not model.requests


def test_stopping_keeps_what_has_passed(data: Path, model: Endpoint) -> None:
    model.script = lambda request: replace(copying(request), pause=0.05)
    stop, drafts = threading.Event(), []

    def progress(draft: Answer) -> None:
        drafts.append(draft)
        stop.set()

    with opened(data, model) as library:
        plain = library.ask(HOW, worded=False)
        assert len(plain.citations) > 1
        answer = library.worded(plain, progress=progress, stop=stop)
    assert answer.lines == drafts[0].lines and len(answer.citations) == 1
    with opened(data, model) as library:
        assert same(library.worded(plain, stop=stop), plain)  # stopped before anything came


def test_a_line_that_the_model_left_out_stays(data: Path, model: Endpoint) -> None:
    def first_only(request: Request) -> Reply:
        return Reply(text=copying(request).text.splitlines()[-1])

    model.script = first_only
    with opened(data, model) as library:
        plain = library.ask(HOW, worded=False)
        answer = library.worded(plain)
    assert {citation.quote for citation in plain.citations} <= {citation.quote for citation in answer.citations}


def test_documents_of_a_circle_stay_here(tmp_path: Path, model: Endpoint) -> None:
    with Library(tmp_path, embedder=FakeEmbedder(), today=TODAY) as writer:
        writer.index([SAMPLES], circle="筹备组")
    away = {"base_url": model.url.replace("127.0.0.1", "localhost.localdomain"), "timeout": 1.0}
    with opened(tmp_path, model) as library:
        assert library.ask(HOW).mode == "llm"
    with opened(tmp_path, model, **away) as library:
        plain = library.ask(HOW)
        assert plain.mode == "extractive" and plain.receipt.model is None
        assert library.lead("alert", "青岚市 托育", plain.citations) is None
        assert not library.wordable(plain)
    with opened(tmp_path, model, **away, internal=True) as library:
        assert library.wordable(library.ask(HOW, worded=False))


LANGSMITH = """
import sys
from datetime import date
from langchain_core.callbacks import BaseCallbackHandler
from langsmith.utils import tracing_is_enabled
from retrieval import LanguageModel, Library
from tests.fakes import FakeEmbedder

seen = []

class Watch(BaseCallbackHandler):
    def on_chat_model_start(self, *_, **__):
        seen.append(bool(tracing_is_enabled()))

data, url, question, tracing = sys.argv[1:]
model = LanguageModel(name="openai:scripted", base_url=url, timeout=60, tracing=bool(tracing))
with Library(data, embedder=FakeEmbedder(), today=date(2026, 3, 1), readonly=True, model=model) as library:
    assert library.ask(question, config={"callbacks": [Watch()]}).mode == "llm"
    assert library.as_runnable().invoke(question, {"callbacks": [Watch()]}).mode == "llm"
    assert seen == [bool(tracing)] * 2, seen
    assert tracing_is_enabled()
"""


@pytest.mark.parametrize("tracing", ["", "1"])
def test_langsmith_hears_nothing_unless_a_setting_of_ours_says_so(data: Path, model: Endpoint, tracing: str) -> None:
    """In a process of its own, for LangSmith remembers its variables."""
    names = {"LANGSMITH_TRACING": "true", "LANGSMITH_API_KEY": "ls-key", "LANGSMITH_ENDPOINT": model.url}
    done = subprocess.run(
        [sys.executable, "-c", LANGSMITH, str(data), model.url, HOW, tracing],
        env={**os.environ, **names, "PYTHONPATH": str(SAMPLES.parents[1])},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert bool(model.strays) is bool(tracing)


class Steps(BaseCallbackHandler):
    """The names of the steps as they begin."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def on_chain_start(self, *_: object, name: str | None = None, **__: object) -> None:
        self.names.append(name or "")

    def on_chat_model_start(self, *_: object, **__: object) -> None:
        self.names.append("model")


def test_callbacks_see_every_step(data: Path, model: Endpoint) -> None:
    steps = Steps()
    with opened(data, model) as library:
        answer = library.as_runnable().invoke({"question": HOW}, {"callbacks": [steps]})
        plain = library.ask(HOW, worded=False)
    assert answer.mode == "llm" and answer.citations[0].quote == plain.citations[0].quote
    assert [name for name in steps.names if name != "RunnableSequence"] == [
        *("huiwen", "understand", "retrieve", "rewrite", "generate", "model", "verify", "render"),
    ]


def test_without_a_model_the_runnable_gives_the_extractive_answer(data: Path) -> None:
    with Library(data, embedder=FakeEmbedder(), today=TODAY, readonly=True) as library:
        first = library.as_runnable().invoke(FACT)
        follow = library.as_runnable().invoke({"question": "那望川呢", "thread": first.thread})
        assert same(first, library.ask(FACT)) and "4.51" in follow.text
        assert library.lead("summary", "托育", first.citations) is None and not library.wordable(first)


def test_a_follow_up_that_the_rules_missed_is_asked_anew(data: Path, model: Endpoint) -> None:
    with opened(data, model) as library:
        first = library.ask("青岚市家庭医生签约率是多少", worded=False)
        follow = "望川的同一指标"
        missed = library.ask(follow, thread=first.thread, worded=False)
        assert missed.status == "not_found"
        for text, understood in (
            ("望川市2024年基层就诊率是多少？", False),  # words from nowhere
            ("云泽市家庭医生签约率是多少？", False),  # another region
            ("改写：望川市家庭医生签约率是多少？", True),
        ):
            model.script = lambda request, text=text: (  # type: ignore[misc]
                copying(request) if request.offered else Reply(text=text)
            )
            answer = library.worded(missed, thread=first.thread)
            assert (answer.status == "answered") is understood, text
    assert answer.question == follow and answer.carried and answer.thread.regions == ("望川市",)


def test_leads_are_proven_or_not_said(data: Path, model: Endpoint) -> None:
    with opened(data, model) as library:
        summary = library.summary("托育服务")
        for task in ("summary", "comparison", "alert"):
            model.script = lambda request: Reply(text=copying(request).text.splitlines()[0])
            line = library.lead(task, "托育服务", summary.citations)
            assert line is not None and line.citations == (1,) and not line.text.endswith("。")
            model.script = lambda request: Reply(text="各地共新增托位99999个。[" + "][".join(request.offered) + "]")
            assert library.lead(task, "托育服务", summary.citations) is None


def test_a_broken_prompt_file_stops_the_start(data: Path, model: Endpoint, tmp_path: Path) -> None:
    (tmp_path / "answer-2.md").write_text("{{question}}\n{{passages}}{{refusal}}\n{{city}}", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"answer-2\.md:3: 不认识的空位 \{\{city\}\}"):
        opened(data, model, prompts=tmp_path)


def test_a_package_that_is_not_installed_is_named_by_the_doctor(data: Path, model: Endpoint) -> None:
    with opened(data, model, name="mistralai:m") as library:
        assert library.ask(HOW).mode == "extractive"
        assert "需要另装一个包" in library.doctor()[-2].detail


def test_proxy_variables_of_the_environment_do_not_count(
    data: Path, model: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    with opened(data, model, api_key=None) as library:
        assert library.ask(HOW).mode == "llm"
    assert model.requests[0].key == "none"
