// Shows the buttons that copy, where copying is allowed (not without https), and makes them work.
for (const button of navigator.clipboard ? document.querySelectorAll('button[data-copies]') : []) {
  button.hidden = false;
  button.addEventListener('click', () => void copy(button));
}

async function copy(button) {
  const code = document.getElementById(button.dataset.copies);
  const status = button.nextElementSibling;
  status.textContent = '';
  try {
    await navigator.clipboard.writeText(code.textContent);
    status.textContent = button.dataset.says;
  } catch {
    // The person or the browser said no: what is chosen can be copied by hand.
    getSelection().selectAllChildren(code);
  }
}
