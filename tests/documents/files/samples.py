"""Small files made in memory: real ones and false ones."""

import struct
import zipfile
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def upload(name, data):
    """As a browser sends it; the declared type is a lie on purpose."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")


def kept(upload):
    """The bytes as they lie in the storage."""
    with upload.file.open("rb") as file:
        return file.read()


def picture(form="JPEG", size=(64, 48), **options):
    """A picture in one colour."""
    out = BytesIO()
    Image.new(options.pop("mode", "RGB"), size, options.pop("colour", "teal")).save(out, form, **options)
    return out.getvalue()


def located_picture(size=(64, 48)):
    """A photograph that knows where and with what it was taken, lying on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Phone", 6
    exif.get_ifd(0x8825)[2] = (24.0, 18.0, 5.0)
    return picture("JPEG", size, exif=exif)


def archive(*names, content=b"<xml/>"):
    """A ZIP with those members."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name in names:
            box.writestr(name, content)
    return out.getvalue()


def docx():
    """The skeleton of a Word document."""
    return archive("[Content_Types].xml", "word/document.xml")


def bomb():
    """11 MB of nothing in a few kilobytes."""
    return archive("word/document.xml", content=b"\0" * (11 * 1024 * 1024))


def compound(*streams, sectors=1):
    """A compound file whose directory has these streams, one sector per four, chained through the first table."""
    entries = [stream.encode("utf-16-le") + b"\0\0" for stream in ("Root Entry", *streams)]
    directory = b"".join(name.ljust(64, b"\0") + struct.pack("<H", len(name)) + b"\0" * 62 for name in entries)
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    count = len(directory) // 512
    table = [0xFFFFFFFD, *range(2, 1 + count), 0xFFFFFFFE]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(30, b"\0") + struct.pack("<H", 9)
    header = header.ljust(48, b"\0") + struct.pack("<I", 1)
    header = header.ljust(76, b"\0") + struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return header + struct.pack("<128I", *table, *[0xFFFFFFFF] * (128 - len(table))) + directory
