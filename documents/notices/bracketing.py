"""书名号: a title named inside a text; brackets inside brackets alternate, 《转发〈关于……的通知〉的通知》 (GB/T 15834 4.15.3.3)."""

_INNER = str.maketrans("《》〈〉", "〈〉《》")


def bracketed(title: str) -> str:
    """The title between 书名号."""
    return f"《{title.translate(_INNER)}》"
