// Shows the copy buttons where copying is allowed (only over https) and makes them work.
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
    status.textContent = button.dataset.copied;
  } catch {
    // The person or the browser refused. The text is selected, so it can be copied by hand.
    getSelection().selectAllChildren(code);
  }
}
