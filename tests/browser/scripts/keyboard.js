// What a keyboard walk must find. Evaluates to the watcher of one page: it looks at the focused control at the
// next press of Tab, when the browser has finished scrolling to it, so that a step costs one key and no question.
(() => {
  const RING = { width: 2, contrast: 3 }; // CSS px; ratio (RGAA 10.7, WCAG 1.4.11)
  const TARGET = 24; // CSS px (WCAG 2.5.8)
  const TOUCH = 44; // CSS px, buttons and links of the menu (the project's own rule)
  const ROUNDING = 0.5;
  const CONTROLS =
    "a[href], area[href], button, input, select, textarea, summary, iframe, audio[controls], video[controls], [contenteditable], [tabindex]";
  const BUTTONS = "button, [type=submit], [type=button], [type=reset], [role=button], .button, header nav ul a";

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const known = new Map();
  let expected = null;
  let visited = [];
  let problems = [];
  let left = false;

  const name = (element) => {
    const words = element.getAttribute("aria-label") || element.innerText || element.value || element.name || element.id;
    return `<${element.localName}> « ${(words || "").trim().replace(/\s+/g, " ").slice(0, 50)} »`;
  };

  // Any CSS colour as red, green, blue (0 to 255) and opacity (0 to 1).
  const rgba = (colour) => {
    if (!known.has(colour)) {
      canvas.clearRect(0, 0, 1, 1);
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
      known.set(colour, [r, g, b, a / 255]);
    }
    return known.get(colour);
  };
  const over = (top, below) => top.slice(0, 3).map((value, i) => value * top[3] + below[i] * (1 - top[3]));
  const luminance = (colour) => {
    const [r, g, b] = colour.map((v) => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  // The colour that a stack of elements, topmost first, shows: every layer down to the first opaque one.
  const ground = (stack) => {
    const layers = [];
    for (const element of stack) {
      const layer = rgba(getComputedStyle(element).backgroundColor);
      layers.push(layer);
      if (layer[3] === 1) break;
    }
    return layers.reduceRight((below, layer) => over(layer, below), rgba("white"));
  };
  const ancestors = (element) => (element ? [element, ...ancestors(element.parentElement)] : []);

  // The middle of each side of the outline, as far as they are in the window.
  const sides = (box, distance) => {
    const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
    return [
      [box.left - distance, y],
      [box.right + distance, y],
      [x, box.top - distance],
      [x, box.bottom + distance],
    ].filter(([px, py]) => px >= 0 && py >= 0 && px < innerWidth && py < innerHeight);
  };

  const checkRing = (element, box) => {
    const style = getComputedStyle(element);
    const width = style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth);
    if (width < RING.width) return `outline of ${width} px`;
    const distance = parseFloat(style.outlineOffset) + width / 2;
    const places = sides(box, distance);
    const stacks = places.map(([x, y]) => document.elementsFromPoint(x, y));
    if (!stacks.length) stacks.push(ancestors(distance < 0 ? element : element.parentElement));
    const ratios = stacks.map((stack) => {
      const below = ground(stack);
      return contrast(over(rgba(style.outlineColor), below), below);
    });
    // One side may cross a neighbour of any colour.
    const good = ratios.filter((ratio) => ratio >= RING.contrast).length;
    return good * 2 > ratios.length ? null : `outline of contrast ${Math.min(...ratios).toFixed(2)}`;
  };

  // A card cuts the outlines of what it holds when it hides what overflows.
  const checkCut = (element, box) => {
    const style = getComputedStyle(element);
    const reach = parseFloat(style.outlineOffset) + parseFloat(style.outlineWidth);
    for (const above of ancestors(element.parentElement)) {
      if (above === document.body || getComputedStyle(above).overflow === "visible") continue;
      const frame = above.getBoundingClientRect();
      if (
        box.left - reach < frame.left - ROUNDING &&
        box.right + reach > frame.right + ROUNDING &&
        box.top - reach < frame.top - ROUNDING &&
        box.bottom + reach > frame.bottom + ROUNDING
      )
        return `outline hidden by ${name(above)}`;
    }
    return null;
  };

  const checkInSight = (element, boxes) => {
    const points = boxes
      .flatMap(({ left, right, top, bottom }) => [
        [(left + right) / 2, (top + bottom) / 2],
        [left + 2, top + 2],
        [right - 2, top + 2],
        [left + 2, bottom - 2],
        [right - 2, bottom - 2],
      ])
      .filter(([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight);
    if (!points.length) return "out of the window when focused";
    const hits = points.map(([x, y]) => document.elementFromPoint(x, y));
    const seen = hits.some((hit) => hit && (element.contains(hit) || hit.contains(element)));
    return seen ? null : `hidden by ${name(hits[0] || document.body)}`;
  };

  // A link is part of a text when its line holds words that are no link.
  const isInText = (element) => {
    if (!getComputedStyle(element).display.startsWith("inline")) return false;
    const block = ancestors(element.parentElement).find((e) => !getComputedStyle(e).display.startsWith("inline"));
    const rest = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (rest.nextNode()) {
      const parent = rest.currentNode.parentElement;
      if (rest.currentNode.data.trim() && !parent.closest(CONTROLS) && parent.checkVisibility()) return true;
    }
    return false;
  };

  const checkSize = (element, box) => {
    // A link that covers its card.
    if (getComputedStyle(element, "::after").position === "absolute") return null;
    const height = Math.max(box.height, ...[...(element.labels || [])].map((l) => l.getBoundingClientRect().height));
    const width = Math.max(box.width, ...[...(element.labels || [])].map((l) => l.getBoundingClientRect().width));
    const size = `${Math.round(width)} × ${Math.round(height)} px`;
    if (element.matches(BUTTONS) && height < TOUCH - ROUNDING) return `button or menu link of ${size}`;
    if (Math.min(width, height) >= TARGET - ROUNDING || isInText(element)) return null;
    return `target of ${size}`;
  };

  const inspect = (element) => {
    const boxes = [...element.getClientRects()].filter((box) => box.width && box.height);
    if (!boxes.length) return ["without a box"];
    const box = element.getBoundingClientRect();
    // An outline follows the lines of an inline link: its first line stands for it.
    const line = boxes.length > 1 ? boxes[0] : box;
    const checks = [checkInSight(element, boxes), checkRing(element, line), checkCut(element, box), checkSize(element, box)];
    return checks.filter(Boolean);
  };

  const isScroller = (element) => {
    const style = getComputedStyle(element);
    return /auto|scroll/.test(style.overflowX + style.overflowY);
  };

  // One control stands for a group of radio buttons.
  const standsForGroup = (radio) => {
    const group = [...document.querySelectorAll("input[type=radio]")].filter(
      (other) => other.name === radio.name && other.form === radio.form,
    );
    return radio === (group.find((other) => other.checked) || group[0]);
  };
  const findControls = () =>
    [...document.querySelectorAll(CONTROLS)].filter(
      (element) =>
        element.tabIndex >= 0 &&
        !element.matches(":disabled, input[type=hidden]") &&
        !element.closest("[inert]") &&
        element.checkVisibility({ visibilityProperty: true }) &&
        (element.type !== "radio" || standsForGroup(element)),
    );

  addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Tab" || !expected) return;
      const element = document.activeElement;
      left ||= visited.length > 1 && (element === document.body || element === visited[0]);
      if (left || element === document.body || element === visited.at(-1)) return;
      visited.push(element);
      problems.push(...inspect(element).map((problem) => `${name(element)}: ${problem}`));
    },
    true,
  );

  return {
    // Go to the top of the page; returns how many controls are to be met.
    start() {
      if (document.activeElement !== document.body) {
        document.body.tabIndex = -1;
        document.body.focus({ preventScroll: true });
        document.body.removeAttribute("tabindex");
        scrollTo(0, 0);
      }
      [expected, visited, problems, left] = [findControls(), [], [], false];
      return expected.length;
    },
    // Once left, a page stays left: a key still on its way may bring the focus back to its top.
    hasLeft: () => (left ||= document.activeElement === document.body),
    // What the walk found wrong.
    finish() {
      const unseen = expected.filter((element) => !visited.includes(element));
      const strange = visited.filter((element) => !expected.includes(element) && !isScroller(element));
      const order = visited.filter((element) => expected.includes(element)).map((element) => expected.indexOf(element));
      const back = order.findIndex((place, i) => i && place <= order[i - 1]);
      const found = [
        ...problems,
        ...(this.hasLeft() ? [] : [`${name(document.activeElement)}: keeps the focus`]),
        ...unseen.map((element) => `${name(element)}: never reached by Tab`),
        ...strange.map((element) => `${name(element)}: reached, but not shown before`),
        ...(back > 0 ? [`${name(expected[order[back]])}: reached after ${name(expected[order[back - 1]])}`] : []),
      ];
      expected = null;
      return found;
    },
    // Give the focus to each control as Tab would, without walking.
    look: () =>
      findControls().flatMap((element) => {
        element.focus({ focusVisible: true });
        return inspect(element).map((problem) => `${name(element)}: ${problem}`);
      }),
  };
})()
