#!/bin/sh
# Install Huiwen from this bundle, without a network.
# usage: sh install.sh [FOLDER]      FOLDER: where the environment goes, default ./huiwen; PYTHON: the interpreter, default python3
set -eu
here=$(cd "$(dirname "$0")" && pwd)
target=${1:-./huiwen}
python=${PYTHON:-python3}

(cd "$here" && sha256sum --quiet -c SHA256SUMS) || { echo "安装包已损坏：校验和不符，请重新拷贝。" >&2; exit 1; }
wanted=$(cat "$here/PYTHON")
found=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])') || { echo "找不到 $python：请先安装 Python $wanted。" >&2; exit 1; }
[ "$found" = "$wanted" ] || { echo "这个安装包用于 Python $wanted，而 $python 是 $found：请用 PYTHON=python$wanted sh install.sh。" >&2; exit 1; }
[ ! -e "$target/bin/huiwen" ] || { echo "$target 里已经装过，请换一个文件夹，或先移走它。" >&2; exit 1; }

"$python" -m venv "$target"
"$target/bin/python" -m pip install --quiet --disable-pip-version-check --no-index --find-links "$here/wheels" \
  -c "$here/constraints.txt" huiwen

# Read, embed and check five sample reports: what a first day of use needs.
trial=$(mktemp -d)
trap 'rm -rf "$trial"' EXIT
samples=$("$target/bin/python" -c 'import bot, pathlib; print(pathlib.Path(bot.__file__).parent / "samples")')
cd "$trial"
case $target in /*) ;; *) target=$OLDPWD/$target ;; esac
"$target/bin/huiwen" --data "$trial/data" index "$samples" >/dev/null
"$target/bin/huiwen" --data "$trial/data" doctor
echo "已安装：$target/bin/huiwen"
