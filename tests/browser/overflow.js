/* Elements that stick out of the page to the right, unless inside a part that scrolls by itself. */
() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (node) => {
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
    }
    return false;
  };
  return [...document.querySelectorAll("body *")]
    .filter((node) => {
      const box = node.getBoundingClientRect();
      return box.width > 1 && box.right > width + 1 && !scrolls(node);
    })
    .slice(0, 5)
    .map((node) => `${node.tagName}.${node.className} ${(node.textContent || "").trim().slice(0, 40)}`);
}
