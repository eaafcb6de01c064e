from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from bot.rendering import texts


def test_no_text_takes_the_name_of_another() -> None:
    tree = ast.parse(Path(texts.__file__).read_text(encoding="utf-8"))
    targets = [
        target
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
    ]
    names = Counter(target.id for target in targets if isinstance(target, ast.Name))
    assert [name for name, count in names.items() if count > 1] == []
