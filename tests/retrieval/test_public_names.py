from __future__ import annotations

import subprocess
import sys

import huiwen
import retrieval


def test_the_public_names_are_sorted_and_there() -> None:
    assert retrieval.__all__ == sorted(retrieval.__all__)
    assert all(getattr(retrieval, name) is getattr(huiwen, name) for name in retrieval.__all__)
    assert dir(huiwen) == retrieval.__all__
    assert not hasattr(retrieval, "nothing")
    assert not hasattr(huiwen, "import_module")


def test_importing_the_library_is_cheap() -> None:
    script = "import sys, huiwen, retrieval; print({'sqlalchemy', 'jieba', 'chromadb', 'httpx'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
