"""Pictures of 典型 pages in the few widths that pages use. Made when first asked for, kept outside the media folder, and
handed out by a view that looks at the page first: a page that is taken down takes its picture along.
"""

from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from PIL import Image

from documents.files.models import Upload

WIDTHS = (640, 1280)
CARD_WIDTH, STORY_WIDTH = WIDTHS
QUALITY = 80


def height_at(upload: Upload, width: int) -> int:
    """The height in pixels when the picture is *width* wide."""
    return round(width * (upload.height or 0) / (upload.width or 1))


def place(upload: Upload, width: int) -> str:
    """Where the picture of that width lies in the private storage."""
    return f"public/{upload.sha256}-{width}.jpg"


def sized(upload: Upload, width: int) -> IO[bytes]:
    """The picture at most *width* pixels wide, as an open JPEG file without metadata."""
    storage = storages["private"]
    name = place(upload, width)
    if not storage.exists(name):
        storage.save(name, ContentFile(_shrink(upload, width)))
    return storage.open(name, "rb")


def _shrink(upload: Upload, width: int) -> bytes:
    out = BytesIO()
    with upload.file.open("rb") as file, Image.open(file) as original:
        fresh = Image.new("RGB", original.size, "white")
        picture = original.convert("RGBA")
        fresh.paste(picture, mask=picture.getchannel("A"))
        fresh.thumbnail((width, 4 * width), Image.Resampling.LANCZOS)
        fresh.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
