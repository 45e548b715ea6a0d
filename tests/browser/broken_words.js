/* Table cells narrower than 45 px that hold a word of more than four letters broken over lines.
   Text for screen readers only, in a box of one pixel, is not looked at. */
() => {
  const narrow = 45;
  const broken = (text) => {
    if (text.parentElement.getBoundingClientRect().width <= 1) return null;
    const range = document.createRange();
    for (const word of text.data.matchAll(/[\p{L}\p{N}]{5,}/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
      if (lines.size > 1) return word[0];
    }
    return null;
  };
  const found = [];
  for (const cell of document.querySelectorAll("td, th")) {
    const width = cell.getBoundingClientRect().width;
    if (width < 1 || width >= narrow) continue;
    const texts = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const word = broken(text);
      if (word) {
        found.push(`${cell.tagName}.${cell.className} ${Math.round(width)} px breaks “${word}”`);
        break;
      }
    }
  }
  return found.slice(0, 5);
}
