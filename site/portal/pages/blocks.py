"""What an editor can write with on a page of the public site."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

TEXT_FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class PictureBlock(blocks.StructBlock):
    """A picture; its description comes from the library, the caption is for this place."""

    picture = ImageChooserBlock(label=_("图片"))
    caption = blocks.CharBlock(label=_("图注"), required=False, max_length=120)

    class Meta:
        icon = "image"
        template = "pages/blocks/picture.html"


class ProseBlock(blocks.StreamBlock):
    """Plain prose: headings, text, pictures, files."""

    heading = blocks.CharBlock(label=_("小标题"), max_length=60, icon="title", template="pages/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("正文"), features=TEXT_FEATURES, icon="pilcrow")
    picture = PictureBlock(label=_("图片"))
    file = DocumentChooserBlock(label=_("文件"), icon="doc-full", template="pages/blocks/file.html")

    class Meta:
        required = False


def plain_text(stream: object) -> str:
    """The words of a stream, for search."""
    from django.utils.html import strip_tags

    words = []
    for block in stream or ():  # type: ignore[attr-defined]
        if block.block_type in {"heading", "text"}:
            words.append(strip_tags(str(block.value)))
        elif block.block_type == "picture":
            words.append(block.value["caption"])
    return "\n".join(word for word in words if word)
