"""What the doctor says of the language model: one call, and the breaker."""

from __future__ import annotations

from retrieval.errors import GenerationError
from retrieval.generation.calling import Caller
from retrieval.generation.config import LanguageModel
from retrieval.generation.health import Health
from retrieval.generation.reading import cleaned
from retrieval.model import Check

QUESTION = (("user", "只回复两个字：收到"),)
MEND = "检查 HUIWEN_LLM_MODEL、HUIWEN_LLM_BASE_URL、HUIWEN_LLM_API_KEY 和网络；修好之前照常回答，只是不用模型"
WAIT = "模型修好后过一会儿自动恢复；其间照常回答，只是不用模型"


def tried(config: LanguageModel, caller: Caller) -> Check:
    """Whether the model answers now. ``caller``: one that asks whatever the breaker says. Blocks for seconds."""
    try:
        said = cleaned("".join(caller.pieces(QUESTION, stop=None, config=None)))
    except GenerationError as error:
        return Check(name="语言模型", ok=False, detail=f"{config.name}：{error}", advice=MEND)
    where = "在本机" if config.here else "不在本机，提问时用到的报告片段会发给它"
    return Check(name="语言模型", ok=True, detail=f"{config.name}（{where}）回复：{said[:20]}")


def breaker(health: Health) -> Check:
    """Whether the model is being left alone, and what it took today."""
    state, resting = health.state(), health.resting()
    if resting:
        return Check(name="模型断路器", ok=False, detail=resting, advice=WAIT)
    last = f"；最近一次失败：{state.error}" if state.error else ""
    return Check(name="模型断路器", ok=True, detail=f"正常，今天约用 {health.spent()} 个词元{last}")
