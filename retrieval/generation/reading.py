"""What a model writes, made plain: thoughts, tool calls and markup taken out, cut into whole sentences. Pure."""

from __future__ import annotations

import re
import unicodedata

from retrieval.answering.faithfulness import Sentence, split

#: Thoughts and tool calls between tags; one that is never closed hides all behind it.
HIDDEN = re.compile(
    r"<(think|thinking|thought|reasoning|analysis|tool_call|tool_response|function_call)\b[^>]*>.*?(?:</\1\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
#: The end of a thought whose beginning the endpoint swallowed.
THOUGHT = re.compile(r"\A.*</(?:think|thinking|thought|reasoning|analysis)\s*>", re.DOTALL | re.IGNORECASE)
#: The beginning of a tag of which more may come.
OPEN_TAG = re.compile(r"<[/a-z_|]{0,16}\Z", re.IGNORECASE)
#: Signs of a chat template (<|im_end|>), fences, and other tags.
SIGNS = re.compile(r"<\|[^|<>]{0,40}\|>|```\w*|</?[a-z_]{1,20}(?:\s[^<>]{0,80})?/?>", re.IGNORECASE)
#: A line that calls a tool instead of saying something.
CALL = re.compile(r"^\s*[\[{].*[\"'](?:name|arguments|tool|function)[\"']\s*:.*$", re.MULTILINE)
#: The shell of an answer that is wrapped in JSON.
SHELL = re.compile(
    r"\A\s*(?:```\w*\s*)?\{\s*\"(?:answer|text|content|response|result|output|回答|答案|内容|结果|概括)\"\s*:\s*\"",
    re.IGNORECASE,
)
SHELL_END = re.compile(r"\"\s*(?:,\s*\"[^\"]*\"\s*:[^{}]*)?\}\s*(?:```)?\s*\Z")
EMPHASIS = re.compile(r"\*\*|__|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|`")
BEGINNING = re.compile(
    r"^[ \t]*(?:#{1,6}\s+|>\s+|[-*•·●]\s*|\d{1,2}[.、)）](?!\d)\s*|[（(]\d{1,2}[)）]\s*|(?:回答|答案|改写|概括|要点|一句话)[:：]\s*)+",
    re.MULTILINE,
)
#: The rule below the head of a table, and the bars between its cells.
RULE, BARS = re.compile(r"^[ \t]*\|?[ \t]*:?-{2,}[-:| \t]*$", re.MULTILINE), re.compile(r"[ \t]*\|[ \t]*")
#: A handle in round brackets: （k3f）, （出处：k3f）.
ROUND = re.compile(
    r"[（(]\s*(?:出处|来源|资料|引用)?[:：]?\s*([a-z]\d[a-z](?:\s*[,，、;；\s]\s*[a-z]\d[a-z])*)\s*[)）]", re.IGNORECASE
)
#: A number where a mark should stand: （1）, ^1^; nothing was offered under it.
NOTE = re.compile(r"(?<=[。！？；\w])[ \t]*(?:[（(]\d{1,2}[)）]|\^\d{1,2}\^?|[①-⑳])(?=[。！？；\s]|$)")
#: What no one writes: control characters, and what stands for bytes that could not be read.
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffd]")
LINK = re.compile(r"!?\[([^\[\]]*)\]\((?:[^()\s]*)\)")
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s，。；、）)\]】]+")
#: Marks of citation in whichever brackets.
MARKS = r"(?:[。！？!?]*\s*[\[【［〔][^\[\]【】［］〔〕\n]{1,40}[\]】］〕])+[。！？!?]*"
#: What surely ends a sentence: its marks, or the end of its line; and behind it something has begun that is no mark.
WHOLE = re.compile(rf"(?:{MARKS}|\n)(?=\s*[^\s\[【［〔。！？!?])")
#: How a text ends that was not cut off.
ENDED = re.compile(r"[。！？!?；;）)”》\]】］〕]\s*$")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z]{2,}")


def cleaned(raw: str) -> str:
    """The text without what no reader should see.

    >>> cleaned("<think>好好想想</think>**青岚市**新增托位429个。[k3f]<|im_end|>")
    '青岚市新增托位429个。[k3f]'
    """
    text = _unwrapped(THOUGHT.sub("", HIDDEN.sub("", UNREADABLE.sub("", raw))))
    text = SIGNS.sub("", OPEN_TAG.sub("", text))
    text = ADDRESS.sub("", LINK.sub(r"\1", CALL.sub("", text)))
    text = BARS.sub(" ", RULE.sub("", ROUND.sub(lambda found: f"[{found[1].lower()}]", text)))
    text = NOTE.sub("", text)
    return BEGINNING.sub("", EMPHASIS.sub("", BEGINNING.sub("", text))).strip()


def _unwrapped(text: str) -> str:
    """What stands in a JSON object's one text, where the model wrapped its answer into one."""
    shell = SHELL.match(text)
    if shell is None:
        return text
    return SHELL_END.sub("", text[shell.end() :]).replace("\\n", "\n").replace('\\"', '"')


def whole(text: str) -> str:
    """The beginning of a text that is still being written, up to its last sentence that is surely whole.

    >>> whole("新增托位429个。[k3f]签约率")
    '新增托位429个。[k3f]'
    """
    return text[: max((match.end() for match in WHOLE.finditer(text)), default=0)]


def foreign(sentence: str) -> bool:
    """Whether a sentence is in another language: mostly Latin words.

    >>> foreign("The rate is 45.2%."), foreign("EPDS筛查率45.2%")
    (True, False)
    """
    return len("".join(LATIN.findall(sentence))) > 4 * len(HAN.findall(sentence))


def refuses(text: str, phrase: str) -> bool:
    """Whether a text says no more than the refusal phrase."""
    return _bare(phrase) in _bare(text) and len(_bare(text)) <= len(_bare(phrase)) + 12


def _bare(text: str) -> str:
    return re.sub(r"[\s\W_]", "", unicodedata.normalize("NFKC", text))


class Reading:
    """A model's text as it comes in, given on sentence by sentence."""

    def __init__(self) -> None:
        self._raw = ""
        self._given = 0

    @property
    def text(self) -> str:
        """All that has come, made plain."""
        return cleaned(self._raw)

    def feed(self, piece: str) -> tuple[Sentence, ...]:
        """The sentences that a piece completes."""
        self._raw += piece
        return self._next(split(whole(cleaned(self._raw))))

    def end(self) -> tuple[Sentence, ...]:
        """The sentences that were not given yet; behind others one without a mark or an end has been cut off, and is none."""
        text = cleaned(self._raw)
        found = split(text)
        cut = len(found) > 1 and not ENDED.search(text)
        return self._next(found[:-1] if cut else found)

    def _next(self, sentences: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
        fresh = sentences[self._given :]
        self._given = max(self._given, len(sentences))
        return fresh
