from __future__ import annotations

from retrieval.stores.redirects import Place, moved


def place(id_: str, path: str, text: str) -> Place:
    return Place(id=id_, path=(path,) if path else (), text=text)


def test_equal_path_wins_over_near_text() -> None:
    old = [place("o1", "一、托育", "新增托位四百个，覆盖全部乡镇。")]
    new = [place("n1", "二、急救", "新增托位四百个，覆盖全部乡镇。"), place("n2", "一、托育", "全部改写。")]
    assert moved(old, new) == {"o1": "n2"}


def test_near_text_under_another_heading() -> None:
    old = [place("o1", "一、托育", "新增托位四百个，覆盖全部乡镇。")]
    new = [place("n1", "三、一老一小", "新增托位四百零二个，覆盖全部乡镇。"), place("n2", "四、急救", "建成急救站点。")]
    assert moved(old, new) == {"o1": "n1"}


def test_what_stayed_or_vanished_has_no_redirect() -> None:
    old = [place("a", "一、", "托育"), place("b", "二、", "医共体建设成效明显。")]
    new = [place("a", "一、", "托育"), place("c", "", "毫不相干的一句话。")]
    assert moved(old, new) == {}
    assert moved([], new) == moved(old, []) == {}
