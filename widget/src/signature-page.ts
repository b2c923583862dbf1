import { signatureOf, signatureText, toHtml, type Piece, type SignatureTexts } from '@heart-survey/shared/signature';
import { load, store } from './stored.ts';

// The script of the page that makes email signatures. Typed text never leaves the browser.

/** The server's data for the script. */
interface SignatureData {
  baseUrl: string;
  /** By the slug of the region. */
  regions: Record<string, { name: string; department: string }>;
  /** By the tag of the language. */
  languages: Record<string, SignatureTexts>;
  copied: string;
  copyByHand: string;
}

const form = document.querySelector<HTMLFormElement>('form.signature')!;
const preview = document.getElementById('signature')!;
const status = document.getElementById('copy-status')!;
const data = JSON.parse(document.getElementById('signature-data')!.textContent) as SignatureData;

const field = (id: string): HTMLInputElement | HTMLSelectElement =>
  document.getElementById(id) as HTMLInputElement | HTMLSelectElement;
const numbers = field('numbers') as HTMLInputElement;

function signature(): { html: string; text: string; piece: Piece } {
  const slug = field('region').value;
  const given = {
    text: data.languages[field('language').value]!,
    name: typed('name'),
    role: typed('role'),
    office: field('office').value.trim(),
    phone: typed('phone'),
    region: { slug, name: data.regions[slug]!.name },
    baseUrl: data.baseUrl,
    numbers: numbers.checked,
  };
  const piece = signatureOf(given);
  return { html: toHtml(piece), text: signatureText(given), piece };
}

/** The field's text, or a sample if the form is blank. */
function typed(id: string): string {
  const own = ['name', 'role', 'phone'].map((name) => field(name));
  const isBlank = own.every(({ value }) => value.trim() === '');
  const { value, dataset } = field(id);
  return isBlank ? (dataset['sample'] ?? '') : value.trim();
}

function show(): void {
  preview.replaceChildren(nodeOf(signature().piece));
  status.textContent = '';
}

/** The styles are set by script, because the page's policy forbids styles in markup. */
function nodeOf(piece: Piece): Node {
  if (typeof piece === 'string') return document.createTextNode(piece);
  const node = document.createElement(piece.tag);
  for (const [name, value] of Object.entries(piece.attributes)) node.setAttribute(name, value);
  if (piece.style !== undefined) node.style.cssText = piece.style;
  node.append(...piece.inside.map(nodeOf));
  return node;
}

async function copy(types: Record<string, string>): Promise<void> {
  status.textContent = '';
  if (writeByEvent(types) || (await write(types))) {
    status.textContent = data.copied;
  } else {
    getSelection()?.selectAllChildren(preview);
    status.textContent = data.copyByHand;
  }
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

const copies: Record<string, () => Record<string, string>> = {
  rich: () => ({ 'text/html': signature().html, 'text/plain': signature().text }),
  html: () => ({ 'text/plain': signature().html }),
  text: () => ({ 'text/plain': signature().text }),
};

// When people change the language, typed text is kept, for this tab only.
const draft = 'heart-signature';
const fields = ['name', 'role', 'office', 'phone', 'region', 'language'];
function keep(): void {
  const values = Object.fromEntries(fields.map((id) => [id, field(id).value]));
  store('sessionStorage', draft, { ...values, numbers: numbers.checked });
}

function restore(): void {
  const values = (load('sessionStorage', draft) ?? {}) as Record<string, string | boolean>;
  store('sessionStorage', draft);
  for (const id of fields) if (typeof values[id] === 'string') field(id).value = values[id];
  numbers.checked = values['numbers'] === true;
}

for (const hidden of document.querySelectorAll('[data-needs-script]')) hidden.removeAttribute('hidden');
for (const replaced of document.querySelectorAll('[data-without-script]')) replaced.setAttribute('hidden', '');
form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', () => show());
field('region').addEventListener('change', () => {
  const office = field('office');
  const department = data.regions[field('region').value]!.department;
  const departments = new Set(Object.values(data.regions).map((region) => region.department));
  // An office that someone typed stays.
  if (departments.has(office.value) || office.value === '') office.value = department;
  show();
});
for (const link of document.querySelectorAll('nav a')) link.addEventListener('click', keep);
for (const button of document.querySelectorAll<HTMLElement>('button[data-copy]')) {
  button.addEventListener('click', () => void copy(copies[button.dataset['copy']!]!()));
}
restore();
show();
