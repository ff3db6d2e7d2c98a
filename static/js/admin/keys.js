// Binds the library's functions for keys (WebAuthn) to the form that asks for one, and says so when the key is silent.
const form = document.querySelector("[data-key]");

if (form && window.PublicKeyCredential) {
  const ids = { credential: "key-credential", data: "key-data" };
  const names = { login: "loginForm", authenticate: "authenticateForm", add: "addForm" };
  const kind = form.dataset.key;
  ids[kind] = "key-button";
  if (kind === "add") ids.passwordless = "id_passwordless";
  form.hidden = false;
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    form.querySelector(".door__fault").hidden = false;
  });
  window.allauth.webauthn.forms[names[kind]]({ ids });
}
