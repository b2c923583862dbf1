/** Copies text in each of these formats. @returns whether the browser let us. */
export async function copyText(types: Record<string, string>): Promise<boolean> {
  return writeByEvent(types) || (await write(types));
}

/** The newer API needs https, and each browser cleans the HTML in its own way. */
async function write(types: Record<string, string>): Promise<boolean> {
  try {
    const blobs = Object.entries(types).map(([type, text]) => [type, new Blob([text], { type })]);
    await navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs) as Record<string, Blob>)]);
    return true;
  } catch {
    return false;
  }
}

/** The older API copies exactly what it is given, and works on an intranet without https. */
function writeByEvent(types: Record<string, string>): boolean {
  let isFilledIn = false;
  const fillIn = (event: ClipboardEvent): void => {
    isFilledIn = true;
    for (const [type, text] of Object.entries(types)) event.clipboardData?.setData(type, text);
    event.preventDefault();
  };
  document.addEventListener('copy', fillIn);
  try {
    return document.execCommand('copy') && isFilledIn;
  } catch {
    return false;
  } finally {
    document.removeEventListener('copy', fillIn);
  }
}
