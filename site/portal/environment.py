"""What the surroundings say: environment variables, read once, with defaults that are safe in production."""

import os
import secrets
from pathlib import Path

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})


def text(name: str, default: str = "") -> str:
    """A word as it stands."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """A switch: ``1``, ``true``, ``yes`` or ``on`` in any case mean yes."""
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def words(name: str, *, default: str = "") -> list[str]:
    """A comma-separated list without blanks."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def number(name: str, *, default: int) -> int:
    """A whole number."""
    return int(os.environ.get(name) or default)


def secret_key(folder: Path) -> str:
    """``SECRET_KEY`` from the environment, else one drawn at random and kept in *folder*, readable by its owner only."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    kept = folder / "secret-key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f"secret-key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50), encoding="utf-8")
        if kept.exists():
            draft.unlink()
        else:
            draft.rename(kept)
    return kept.read_text(encoding="utf-8")


def is_public(hosts: list[str]) -> bool:
    """Whether any of *hosts* can be reached from another machine; then HTTPS is demanded."""
    return not set(hosts) <= LOOPBACK
