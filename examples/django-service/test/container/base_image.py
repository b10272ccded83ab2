"""An image to build on where no registry can be reached: this machine's Python, a shell, and what they need to run."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

#: What the Dockerfile's commands call besides Python.
PROGRAMS = ("sh", "rm")

#: Of the standard library, what takes much room and runs in no service.
LEFT_OUT = ("test", "idlelib", "tkinter", "turtledemo", "site-packages", "dist-packages", "__pycache__")

#: Where machines keep the certificates that they trust, a proxy's own among them.
CERTIFICATES = ("/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt")


def lacking() -> str:
    """Why this machine's Python cannot be the base, or nothing."""
    if sys.version_info < (3, 11):
        return f"Python {sys.version_info[0]}.{sys.version_info[1]} is older than 3.11"
    if sys.platform != "linux" or shutil.which("ldd") is None:
        return "only Linux with ldd can tell what its Python needs"
    has_pip = subprocess.run([sys.executable, "-m", "ensurepip", "--version"], capture_output=True, check=False)
    return "" if has_pip.returncode == 0 else "this Python has no ensurepip (Debian's package python3-venv)"


def certificates() -> str:
    """The machine's certificates, or an empty text where they are not found."""
    return next((path for path in CERTIFICATES if os.path.exists(path)), "")


def make_root(root: Path) -> None:
    """Fills a folder with what becomes the image's root."""
    executable = Path(os.path.realpath(sys.executable))
    library = Path(sysconfig.get_path("stdlib")).resolve()
    shutil.copytree(library, _under(root, library), ignore=shutil.ignore_patterns(*LEFT_OUT), symlinks=True)
    programs = [Path(os.path.realpath(shutil.which(name) or "")) for name in PROGRAMS]
    modules = list(_under(root, library).rglob("*.so"))
    for file in {executable, *programs, *_needed([executable, *programs, *modules])}:
        _copy(file, root)
    for name, file in zip(PROGRAMS, programs, strict=True):
        _link(root / "bin" / name, file)
    _link(root / "usr/local/bin/python3", executable)
    if certificates():
        _copy(Path(certificates()), root)
    # Debian's ensurepip has its wheels outside of the library.
    wheels = Path("/usr/share/python-wheels")
    if wheels.is_dir() and str(library).startswith("/usr/lib/"):
        shutil.copytree(wheels, _under(root, wheels))
    (root / "tmp").mkdir(mode=0o1777, exist_ok=True)
    (root / "tmp").chmod(0o1777)
    # A private folder on the way, such as root's home, would hide Python from the container's user.
    for folder in [root, *(path for path in root.rglob("*") if path.is_dir() and not path.is_symlink())]:
        folder.chmod(folder.stat().st_mode | 0o755)


def _needed(files: Iterable[Path]) -> set[Path]:
    """The libraries of programs and modules, under the names by which the linker looks for them."""
    found: set[Path] = set()
    for file in files:
        told = subprocess.run(["ldd", str(file)], capture_output=True, text=True, check=False).stdout
        found.update(Path(path) for path in re.findall(r"(?:=> |^\s*)(/\S+) \(0x", told, re.MULTILINE))
    return found


def _under(root: Path, path: Path) -> Path:
    return root / path.relative_to("/")


def _copy(file: Path, root: Path) -> None:
    target = _under(root, file)
    target.parent.mkdir(parents=True, exist_ok=True)
    # Followed where it is a link: by its name it is looked for.
    shutil.copy(file, target)


def _link(link: Path, target: Path) -> None:
    link.parent.mkdir(parents=True, exist_ok=True)
    if not link.exists() and not link.is_symlink():
        link.symlink_to(target)
