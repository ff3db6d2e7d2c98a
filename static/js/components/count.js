// Under each text with data-count="2000", tells how many signs are left as one types; screen readers hear it at rest.
for (const field of document.querySelectorAll("[data-count]")) {
  const most = Number(field.dataset.count);
  const told = document.createElement("p");
  told.className = "proposal__note";
  told.setAttribute("role", "status");
  field.parentElement.append(told);
  let rest;
  const tell = () => {
    // As the server counts: an end of line is one sign.
    const left = most - field.value.trim().length;
    const count = Math.abs(left).toLocaleString("fr-FR");
    told.textContent = left < 0 ? `${count} signes de trop.` : `Il reste ${count} signes.`;
  };
  field.addEventListener("input", () => { clearTimeout(rest); rest = setTimeout(tell, 400); });
  tell();
}
