// What is left of a page without its style sheets, which should be `parts` of body: sentences on what is out of order.
(names) => {
  const describe = (element) => `<${element.localName}> « ${element.innerText.trim().replace(/\s+/g, " ").slice(0, 50)} »`;

  document.querySelectorAll("link[rel=stylesheet], style").forEach((sheet) => sheet.remove());
  document.adoptedStyleSheets = [];
  const problems = [];

  const parts = names.map((part) => [...document.querySelectorAll(`body > ${part}`)]);
  if (parts.some((found) => found.length !== 1)) problems.push(`${names}: there ${parts.map((found) => found.length)} times`);
  const tops = parts.flat().map((part) => part.getBoundingClientRect().top);
  if (tops.some((top, i) => i && top <= tops[i - 1])) problems.push(`${names} do not follow one another`);

  const isShown = (element) => element.checkVisibility({ visibilityProperty: true });
  const level = (heading) => Number(heading.ariaLevel || heading.localName.at(1));
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6, [role=heading]")].filter(isShown);
  const inMain = headings.filter((heading) => heading.closest("main"));
  if (headings.filter((heading) => level(heading) === 1).length !== 1) problems.push("not exactly one h1");
  if (!inMain.length || level(inMain[0]) !== 1) problems.push("the first heading of main is no h1");
  inMain.concat(headings.filter((heading) => heading.closest("footer"))).forEach((heading, i, all) => {
    if (i && level(heading) > level(all[i - 1]) + 1) problems.push(`${describe(heading)} follows ${describe(all[i - 1])}`);
    if (!heading.innerText.trim()) problems.push("a heading without words");
  });

  const words = (element) => element.innerText.replace(/\s+/g, " ");
  document.querySelectorAll("main, header, footer").forEach((part) => {
    if (!words(part).trim()) problems.push(`${describe(part)} is empty`);
  });
  return problems;
}
