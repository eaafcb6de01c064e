"""Small reports about invented cities, written to a folder."""

from __future__ import annotations

from pathlib import Path

TOPICS = ("托育服务", "家庭医生签约", "急救站点", "医共体建设", "中医馆", "健康体检")


def report(city: str, year: int, *, figure: int = 1, extra: str = "") -> str:
    """A summary of one year with six numbered items."""
    items = [
        f"（{'一二三四五六'[i]}）{topic}。全市{topic}覆盖{figure + i}个乡镇，比上年增加{i + 1}个。{city}群众满意。"
        for i, topic in enumerate(TOPICS)
    ]
    body = "\n".join(["一、主要工作", *items])
    return f"{city}卫生健康委{year}年工作总结\n{body}\n二、存在问题\n基层力量仍然薄弱。{extra}\n"


def write(folder: Path, name: str, text: str) -> Path:
    """One file, UTF-8."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
