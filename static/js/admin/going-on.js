// What takes several steps goes on by itself: the button « Continuer » is pressed as soon as the page is there.
const form = document.querySelector("[data-going-on]");
if (form) form.requestSubmit();
