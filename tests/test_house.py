"""The house stands as it was drawn: folders, names, sizes, nothing from elsewhere."""

import ast
import re
import site
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TOP_LEVEL = {
    "Makefile",
    "README.md",
    "documents",
    "manage.py",
    "pyproject.toml",
    "requirements.lock",
    "site",
    "templates",
    "tests",
    "workflows",
}
FONTS = {".otf", ".ttc", ".ttf", ".woff", ".woff2"}
LARGEST_FILE = 1024 * 1024
LARGEST_ASSET = {".css": 20 * 1024, ".js": 30 * 1024}
LONGEST_MODULE = 450  # lines

PIN = re.compile(r"[\w.-]+==\S+( ;.*?)?( +--hash=sha256:[0-9a-f]{64})+")
TEMPLATE_COMMENT = re.compile(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", re.DOTALL)
FOREIGN_SOURCE = re.compile(r"""(<link\b[^>]*\bhref|\bsrc|\bsrcset|\bposter)\s*=\s*["']?(https?:)?//""", re.IGNORECASE)
FOREIGN_IMPORT = re.compile(r"""(@import|url\()\s*["']?(https?:)?//""", re.IGNORECASE)
INLINE_CODE = re.compile(
    r"""<script(?![^>]*(\bsrc=|type=["']application/json))|<style\b|\sstyle=|\son[a-z]+=|javascript:""", re.IGNORECASE
)


def kept(*suffixes: str) -> dict[str, Path]:
    """Every file that is or will be under version control, by its path from the root; only those with a *suffix*."""
    git = ["git", "-C", str(ROOT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    files = {name: ROOT / name for name in listed.stdout.decode().split("\0")}
    return {
        name: path
        for name, path in sorted(files.items())
        if path.is_file() and (not suffixes or path.suffix in suffixes)
    }


def screens() -> dict[str, str]:
    """The source, comments apart, of every template that a browser shows; prints and mails carry their own styles."""
    return {
        name: TEMPLATE_COMMENT.sub("", path.read_text(encoding="utf-8"))
        for name, path in kept(".html").items()
        if "templates" in path.parts and not name.startswith(("templates/print/", "templates/mail/"))
    }


def test_standard_site_module_is_not_shadowed() -> None:
    assert hasattr(site, "getsitepackages")
    assert not (ROOT / "site" / "__init__.py").exists()


def test_git_keeps_the_source_root() -> None:
    answer = subprocess.run(["git", "-C", str(ROOT), "check-ignore", "-q", "site/portal/new.py"], check=False)
    if answer.returncode == 128:
        pytest.skip("not a git checkout")
    assert answer.returncode == 1


def test_top_level_holds_only_what_the_design_names() -> None:
    names = {name.split("/")[0] for name in kept()}
    assert {name for name in names if not name.startswith(".")} - TOP_LEVEL == set()


def test_no_font_and_no_large_file_is_kept() -> None:
    assert [n for n, path in kept().items() if path.suffix in FONTS or path.stat().st_size > LARGEST_FILE] == []


def test_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    lines = text.replace("\\\n", " ").splitlines()
    assert [line for line in lines if line.strip() and not PIN.fullmatch(line.strip())] == []


def test_each_app_has_one_migration() -> None:
    folders = [name.rpartition("/")[0] for name in kept(".py") if re.search(r"/migrations/\d", name)]
    assert {folder: count for folder, count in Counter(folders).items() if count != 1} == {}


def test_modules_stay_short() -> None:
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in kept(".py").items()}
    assert {n: count for n, count in lines.items() if count > LONGEST_MODULE and "/migrations/" not in n} == {}


def test_production_code_never_imports_tests() -> None:
    guilty = []
    for name, path in kept(".py").items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            imported = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            imported += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if any(module.split(".")[0] == "tests" for module in imported) and not name.startswith("tests/"):
                guilty.append(name)
    assert guilty == []


def test_stylesheets_and_scripts_keep_their_budgets() -> None:
    sizes = {name: (path.suffix, path.stat().st_size) for name, path in kept(*LARGEST_ASSET).items()}
    assert {name: size for name, (suffix, size) in sizes.items() if size > LARGEST_ASSET[suffix]} == {}


def test_stylesheets_load_nothing_from_elsewhere() -> None:
    assert [n for n, path in kept(".css").items() if FOREIGN_IMPORT.search(path.read_text(encoding="utf-8"))] == []


def test_screens_load_nothing_from_elsewhere() -> None:
    assert [name for name, source in screens().items() if FOREIGN_SOURCE.search(source)] == []


def test_screens_have_no_inline_code() -> None:
    assert {name: found[0] for name, source in screens().items() if (found := INLINE_CODE.search(source))} == {}


def test_templates_compile() -> None:
    from django.template.loader import get_template

    for name in kept(".html"):
        if name.startswith("templates/"):
            get_template(name.removeprefix("templates/"))
