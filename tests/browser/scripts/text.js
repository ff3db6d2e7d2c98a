// How text fits its page, "plain", "spaced" or "doubled" (in size): a list of sentences on what is wrong.
// "colours": every text with its colour, its size and the boxes of its lines on the page; the text is hidden from then on.
(how) => {
  const ROUNDING = 1; // CSS px
  const LEADING = 0.5; // of the font size: letters reach that far out of a tight line without being cut

  const describe = (element) => {
    const words = (element.innerText || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 50);
    const kind = element.getAttribute("class");
    return `<${element.localName}${kind ? ` class="${kind}"` : ""}> « ${words} »`;
  };
  const ancestors = (element) => (element ? [element, ...ancestors(element.parentElement)] : []);
  const isHiddenOnPurpose = (element) => ancestors(element).some((e) => e.clientWidth <= 1 && e.clientHeight <= 1 && getComputedStyle(e).position === "absolute");

  // Every text that is shown, with the element that holds it and the rectangles of its lines.
  const texts = () => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    while (walker.nextNode()) {
      const element = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || element.closest("script, style, noscript, option")) continue;
      if (!element.checkVisibility({ visibilityProperty: true }) || isHiddenOnPurpose(element)) continue;
      range.selectNodeContents(walker.currentNode);
      const lines = [...range.getClientRects()].filter((line) => line.width && line.height);
      if (lines.length) found.push({ element, lines });
    }
    return found;
  };

  const scrolls = (overflow) => /auto|scroll/.test(overflow);
  const hides = (overflow) => /hidden|clip/.test(overflow);

  // A text is cut where an ancestor that hides what overflows, and does not scroll, ends before it.
  const cutter = ({ element, lines }) => {
    const size = parseFloat(getComputedStyle(element).fontSize);
    for (const frame of ancestors(element)) {
      const style = getComputedStyle(frame);
      if (scrolls(style.overflowX) && scrolls(style.overflowY)) return null;
      const box = frame.getBoundingClientRect();
      const wide = lines.some((line) => line.left < box.left - ROUNDING || line.right > box.right + ROUNDING);
      const tall = lines.some((line) => line.top < box.top - LEADING * size || line.bottom > box.bottom + LEADING * size);
      if ((hides(style.overflowX) && wide) || (hides(style.overflowY) && tall)) return frame;
    }
    return null;
  };

  // A text leaves its box where it runs over its neighbours: below the block made for it, or beyond that block and the
  // padding around. The space that follows a last letter may.
  const leavesItsBox = ({ element, lines }) => {
    const block = ancestors(element).find((e) => !/^(inline|contents)$/.test(getComputedStyle(e).display));
    if (!block || block instanceof SVGElement) return false;
    const style = getComputedStyle(element);
    const bottom = block.getBoundingClientRect().bottom + LEADING * parseFloat(style.fontSize);
    const right = Math.max(block.getBoundingClientRect().right, block.parentElement.getBoundingClientRect().right);
    const space = Math.max(parseFloat(style.letterSpacing) || 0, 0);
    return lines.some((line) => line.bottom > bottom || line.right - space > right + ROUNDING);
  };

  const widest = () => {
    const edge = document.documentElement.clientWidth;
    const beyond = [...document.body.querySelectorAll("*")].filter((element) => element.getBoundingClientRect().right > edge + ROUNDING);
    return beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
  };

  const sideways = () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    return [`${scrollWidth} px wide, because of ${widest().slice(0, 3).map(describe).join(", ")}`];
  };
  const misfits = () =>
    texts().flatMap((text) => {
      const frame = cutter(text);
      if (frame) return [`${describe(text.element)} is cut by ${describe(frame)}`];
      return leavesItsBox(text) ? [`${describe(text.element)} runs out of its box`] : [];
    });
  const measure = () => [...sideways(), ...misfits()];

  // WCAG 1.4.12: the spaces that a reader may ask for.
  const spaced = () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
      p { margin-block-end: 2em !important }
    `);
    const before = [...document.adoptedStyleSheets];
    document.adoptedStyleSheets = [...before, sheet];
    const problems = measure();
    document.adoptedStyleSheets = before;
    return problems;
  };

  // WCAG 1.4.4: text twice as large, as a reader sets it in the browser.
  const doubled = () => {
    const root = document.documentElement;
    const size = (element) => parseFloat(getComputedStyle(element).fontSize);
    const reading = size(document.body);
    // A drawing grows with the window; its words stand beside it as text.
    const before = texts()
      .filter(({ element }) => !element.closest("svg"))
      .map(({ element }) => [element, size(element)]);
    root.style.fontSize = `${2 * size(root)}px`;
    const stiff = before
      .map(([element, old]) => [element, size(element) / old, old])
      // Titles may follow the window instead; what one reads must double.
      .filter(([, growth, old]) => growth < (old <= reading ? 1.95 : 1.3))
      .map(([element, growth]) => `${describe(element)} grows by ${growth.toFixed(2)} instead of 2`);
    const problems = [...stiff, ...measure()];
    root.style.fontSize = "";
    return problems;
  };

  // What is behind text shows when the text does not.
  const colours = () => {
    const found = texts()
      .filter(({ element }) => !element.closest("svg, select, textarea"))
      .map(({ element, lines }) => {
        const { color, fontSize, fontWeight } = getComputedStyle(element);
        const boxes = lines.map(({ left, top, right, bottom }) => [left + scrollX, top + scrollY, right + scrollX, bottom + scrollY]);
        return { name: describe(element), color, size: parseFloat(fontSize), weight: Number(fontWeight), boxes };
      })
      // Links that come into the window when they have the focus.
      .filter(({ boxes }) => boxes.every(([left, top]) => left >= 0 && top >= 0));
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, ::before, ::after { color: transparent !important; text-decoration-color: transparent !important }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return found;
  };

  return { plain: measure, spaced, doubled, colours }[how]();
}
