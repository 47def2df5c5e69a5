"""Re-encoding pictures: place and camera are stripped, size is bounded, traps fail before they unfold."""

import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps, UnidentifiedImageError

from .kinds import KINDS, FileKind
from .sniffing import HarmfulError

MAX_EDGE = 2_560
"""Pixels of the longer side; enough for print at A5 and for every screen."""
MAX_PIXELS = 80_000_000
MIN_EDGE = 16
THUMB_EDGE = 168
QUALITY = 85

TOO_MANY_PIXELS = f"图片超过{MAX_PIXELS // 10_000}万像素，太大了，请缩小后再上传。"


@dataclass(frozen=True)
class Encoded:
    """A fresh picture without metadata."""

    data: bytes
    kind: FileKind
    width: int
    height: int


def reencode(file: BinaryIO, kind: FileKind) -> Encoded:
    """Decode, turn upright, shrink and write anew; EXIF, GPS, comments and profiles do not survive (ASVS 14.2.8).

    Pictures with transparency stay PNG, all others become JPEG. Raises :class:`HarmfulError`.
    """
    if kind.key == "heic":
        from pillow_heif import register_heif_opener

        register_heif_opener()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(file, formats=[{"heic": "HEIF"}.get(kind.key, kind.key.upper())])
            if picture.width * picture.height > MAX_PIXELS:
                raise HarmfulError(TOO_MANY_PIXELS)
            if min(picture.size) < MIN_EDGE:
                raise HarmfulError("图片太小，看不清内容，请换一张。")
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((MAX_EDGE, MAX_EDGE), Image.Resampling.LANCZOS)
            return _write(upright)
    except HarmfulError:
        raise
    except Image.DecompressionBombError:
        raise HarmfulError(TOO_MANY_PIXELS) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise HarmfulError("图片打不开，可能没有传完整，请重新拍照或另存后再上传。") from None


def thumbnail(file: BinaryIO) -> bytes:
    """A small JPEG of a picture that was taken in, for lists on slow lines."""
    out = BytesIO()
    with Image.open(file) as picture:
        small = picture.convert("RGB")
    small.thumbnail((THUMB_EDGE, THUMB_EDGE), Image.Resampling.LANCZOS)
    small.save(out, "JPEG", quality=75, optimize=True)
    return out.getvalue()


def _write(picture: Image.Image) -> Encoded:
    out = BytesIO()
    transparent = picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info
    fresh = picture.convert("RGBA" if transparent else "RGB")
    clean = Image.new(fresh.mode, fresh.size)
    clean.paste(fresh)
    if transparent and fresh.getchannel("A").getextrema() != (255, 255):
        clean.save(out, "PNG", optimize=True)
        key = "png"
    else:
        clean.convert("RGB").save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
        key = "jpeg"
    return Encoded(out.getvalue(), KINDS[key], *clean.size)
