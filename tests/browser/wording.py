"""Finds English where a person who reads Chinese would stumble over it."""

import re

# What stays Latin in a Chinese office: addresses, names of files, standards, digests, kinds of file, products, units.
ALLOWED = re.compile(
    r"""
      https?://\S+
    | [\w.+-]+@[\w-]+(?:\.[\w-]+)+
    | [\w.-]+\.(?:docx?|xlsx?|pptx?|pdf|ofd|txt|csv|zip|wps|et|jpe?g|png|gif|webp)(?![A-Za-z])
    | (?:GB|DB)\d*/T(?:\s?[\d.]+(?:-\d+)?)?
    | (?<![0-9A-Za-z])(?=[a-f-]*\d)[0-9a-f-]{8,}(?![0-9A-Za-z])
    | (?<![A-Za-z])
      (?: PDF|OFD|Word|Excel|WPS|Office|QQ|KB|MB|GB|mm|cm
        | docx?|xlsx?|pptx?|pdf|ofd|txt|csv|zip|wps|et|jpe?g|png|gif|webp )
      (?![A-Za-z])
    """,
    re.VERBOSE,
)
WORD = re.compile(r"[A-Za-z]{2,}(?:['’ -][A-Za-z]+)*")

VISIBLE_TEXT = """() => {
  const texts = [document.title];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (parent.closest('[translate=no], script, style, noscript, template, textarea')) continue;
    if (parent.tagName === 'OPTION' || parent.checkVisibility()) texts.push(walker.currentNode.textContent);
  }
  for (const element of document.body.querySelectorAll('[placeholder], [title], [alt], [aria-label], [type=submit]')) {
    if (element.closest('[translate=no]') || !element.checkVisibility()) continue;
    for (const name of ['placeholder', 'title', 'alt', 'aria-label']) texts.push(element.getAttribute(name) || '');
    if (element.matches('input[type=submit]')) texts.push(element.value);
  }
  return texts;
}"""
"""Runs in the page: every text that a person can see or have read out; `translate="no"` marks names and codes."""


def english_in(texts: list[str]) -> list[str]:
    """The English words and phrases in *texts*, each once, in order."""
    found = (match[0] for text in texts for match in WORD.finditer(ALLOWED.sub(" ", text)))
    return list(dict.fromkeys(found))
