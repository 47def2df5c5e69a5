"""Pictures and papers for the story, drawn on the spot: no child, no person, no real seal."""

from io import BytesIO

import docx
from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

NIGHT, WATER, LAMP, WALL = (38, 52, 74), (58, 82, 108), (246, 196, 92), (150, 84, 62)


def lamp_house() -> ContentFile[bytes]:
    """A small house with a lit window beside the water, at dusk."""
    picture = Image.new("RGB", (1200, 800), NIGHT)
    pen = ImageDraw.Draw(picture)
    for line in range(400):
        shade = tuple(int(a + (b - a) * line / 400) for a, b in zip(NIGHT, (214, 138, 96), strict=True))
        pen.line([(0, line), (1200, line)], fill=shade)
    pen.polygon([(0, 420), (280, 250), (520, 420)], fill=(46, 58, 72))
    pen.polygon([(360, 420), (700, 210), (1200, 420)], fill=(40, 50, 64))
    pen.rectangle([0, 420, 1200, 800], fill=WATER)
    for row in range(14):
        pen.line(
            [(60 * (row % 5), 460 + row * 24), (340 + 70 * (row % 7), 460 + row * 24)], fill=(78, 104, 130), width=3
        )
    pen.rectangle([760, 300, 1010, 470], fill=WALL)
    pen.polygon([(735, 305), (885, 215), (1035, 305)], fill=(92, 52, 44))
    pen.rectangle([800, 345, 870, 410], fill=LAMP)
    pen.rectangle([915, 345, 970, 470], fill=(96, 60, 48))
    for ring in range(6, 0, -1):
        pen.ellipse([835 - ring * 16, 500 - ring * 5, 835 + ring * 16, 500 + ring * 5], fill=(160 + ring * 8, 150, 110))
    pen.polygon([(300, 560), (560, 560), (520, 610), (345, 610)], fill=(70, 48, 42))
    pen.line([(430, 560), (430, 450)], fill=(70, 48, 42), width=6)
    return _png(picture, "小屋.png")


def lit_corridor() -> ContentFile[bytes]:
    """Four windows of a school building, lit one after another."""
    picture = Image.new("RGB", (1200, 800), (30, 40, 62))
    pen = ImageDraw.Draw(picture)
    pen.rectangle([120, 200, 1080, 720], fill=(104, 88, 80))
    pen.rectangle([100, 180, 1100, 214], fill=(72, 60, 56))
    for index in range(4):
        left = 180 + index * 220
        pen.rectangle([left, 290, left + 150, 430], fill=LAMP if index in {0, 2} else (120, 112, 96))
        pen.line([(left + 75, 290), (left + 75, 430)], fill=(72, 60, 56), width=6)
        pen.rectangle([left, 510, left + 150, 650], fill=(120, 112, 96) if index in {0, 2} else LAMP)
        pen.line([(left + 75, 510), (left + 75, 650)], fill=(72, 60, 56), width=6)
    for star in range(28):
        x, y = (star * 157) % 1180 + 10, (star * 71) % 150 + 10
        pen.ellipse([x, y, x + 4, y + 4], fill=(210, 214, 226))
    return _png(picture, "亮灯的活动室.png")


def lanterns() -> ContentFile[bytes]:
    """A road in the evening with four lanterns along it."""
    picture = Image.new("RGB", (1200, 800), (44, 56, 82))
    pen = ImageDraw.Draw(picture)
    pen.polygon([(430, 320), (770, 320), (1150, 800), (50, 800)], fill=(88, 84, 86))
    pen.polygon([(590, 320), (610, 320), (660, 800), (540, 800)], fill=(150, 144, 132))
    for index, (x, y) in enumerate(((420, 330), (330, 430), (800, 380), (930, 520))):
        size = 16 + index * 6
        pen.line([(x, y), (x, y + size * 5)], fill=(60, 50, 46), width=5)
        for ring in range(4, 0, -1):
            pen.ellipse(
                [x - size * ring // 2, y - size * ring // 2, x + size * ring // 2, y + size * ring // 2],
                fill=(110 + 34 * (4 - ring), 96 + 26 * (4 - ring), 78),
            )
    return _png(picture, "路口的灯.png")


def group_photo() -> ContentFile[bytes]:
    """A drawn stand-in for the photograph that is sent back: three faces, as plain as a pictogram."""
    picture = Image.new("RGB", (1200, 800), (206, 222, 232))
    pen = ImageDraw.Draw(picture)
    pen.rectangle([0, 560, 1200, 800], fill=(150, 172, 132))
    for x, coat in ((280, (176, 92, 76)), (600, (82, 120, 160)), (920, (196, 156, 76))):
        pen.rectangle([x - 110, 500, x + 110, 760], fill=coat)
        pen.ellipse([x - 110, 270, x + 110, 500], fill=(240, 206, 176))
        for eye in (x - 45, x + 25):
            pen.ellipse([eye, 355, eye + 20, 378], fill=(60, 48, 44))
        pen.arc([x - 45, 390, x + 45, 450], 20, 160, fill=(150, 70, 60), width=7)
    return _png(picture, "小屋合影（示意图）.png")


def sealed_scan() -> ContentFile[bytes]:
    """A page that stands for a scan: grey lines of text and a red frame without any organ's name."""
    picture = Image.new("RGB", (1240, 1754), (252, 251, 248))
    pen = ImageDraw.Draw(picture)
    pen.rectangle([420, 160, 820, 196], fill=(120, 120, 120))
    for line in range(24):
        pen.rectangle([160, 280 + line * 44, 1080 - (line % 5) * 60, 292 + line * 44], fill=(196, 196, 196))
    pen.rectangle([760, 1380, 1000, 1500], outline=(190, 40, 40), width=8)
    pen.line([(780, 1440), (980, 1440)], fill=(190, 40, 40), width=6)
    return _png(picture, "盖章扫描件（测试章）.png")


def plan_document(county: str) -> ContentFile[bytes]:
    """试点方案 as a Word file."""
    document = docx.Document()
    document.add_heading(f"{county}试点方案（示例）", level=1)
    for text in (
        "一、目标：小屋覆盖所有农村寄宿制学校。",
        "二、步骤：先改建，再排班，按月报次数。",
        "三、保障：两名成人在场，接送签字。",
    ):
        document.add_paragraph(text)
    target = BytesIO()
    document.save(target)
    return ContentFile(target.getvalue(), name=f"{county}试点方案.docx")


def _png(picture: Image.Image, name: str) -> ContentFile[bytes]:
    target = BytesIO()
    picture.save(target, "PNG")
    return ContentFile(target.getvalue(), name=name)
