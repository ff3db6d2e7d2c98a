/* A file that takes seconds to be made: what is going on is said, with a bar, until it is there. Without this script
   the link works alone. */

function named(response, link) {
  const said = response.headers.get("Content-Disposition") ?? "";
  return /filename="([^"]+)"/.exec(said)?.[1] ?? link.href.split("/").pop();
}

function keep(content, name) {
  const address = URL.createObjectURL(content);
  const way = Object.assign(document.createElement("a"), { href: address, download: name });
  way.click();
  // The browser reads it once the click is over.
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

async function fetchFile(link) {
  const note = Object.assign(document.createElement("p"), { className: "slow-file", role: "status" });
  link.setAttribute("aria-busy", "true");
  link.after(note);
  note.append(document.createElement("progress"), link.dataset.slowFile);
  const response = await fetch(link.href);
  if (!response.ok || response.redirected) {
    // What went wrong is said by the page it leads to.
    window.location.assign(response.redirected ? response.url : link.href);
    return;
  }
  keep(await response.blob(), named(response, link));
  note.replaceChildren("Le fichier est prêt.");
  link.removeAttribute("aria-busy");
}

for (const link of document.querySelectorAll("[data-slow-file]")) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("aria-busy")) return;
    event.preventDefault();
    fetchFile(link).catch(() => window.location.assign(link.href));
  });
}
