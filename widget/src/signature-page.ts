import { signatureOf, signatureText, toHtml, type Piece, type SignatureTexts } from '@heart-survey/shared/signature';
import { dayInLanguage, scriptNames, scriptOf, type ScriptName, type ScriptTexts } from '@heart-survey/shared/scripts';
import { copyText } from './clipboard.ts';
import { load, store } from './stored.ts';

// The script of the page with the email signature and the scripts. Typed text never leaves the browser.

/** The server's data for the script. */
interface SignatureData {
  baseUrl: string;
  /** By the slug of the region. */
  regions: Record<string, { name: string; department: string }>;
  /** By the tag of the language. */
  languages: Record<string, SignatureTexts & ScriptTexts>;
  copied: string;
  copyByHand: string;
}

const form = document.querySelector<HTMLFormElement>('form.signature')!;
const preview = document.getElementById('signature')!;
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
  showScripts();
  clearStatuses();
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

function showScripts(): void {
  const { direction } = data.languages[field('language').value]!;
  for (const name of scriptNames) {
    const shown = document.getElementById(name)!;
    shown.textContent = script(name);
    shown.lang = field('language').value;
    shown.dir = direction;
  }
}

function script(name: ScriptName): string {
  const tag = field('language').value;
  const value = (id: string) => field(id).value.trim();
  const day = (id: string) => dayInLanguage(field(id).value, tag);
  return scriptOf(name, data.languages[tag]!, {
    name: value('name'),
    position: value('role'),
    extension: value('extension'),
    date: day('date'),
    from: day('from'),
    to: day('to'),
    colleague: value('colleague'),
  });
}

const statuses = document.querySelectorAll<HTMLElement>('.copies [role="status"]');
function clearStatuses(): void {
  for (const status of statuses) status.textContent = '';
}

/** @param from is selected if the browser does not let us copy. */
async function copy(types: Record<string, string>, from: HTMLElement, status: HTMLElement): Promise<void> {
  clearStatuses();
  const isCopied = await copyText(types);
  if (!isCopied) getSelection()?.selectAllChildren(from);
  status.textContent = isCopied ? data.copied : data.copyByHand;
}

const signatureFormats: Record<string, () => Record<string, string>> = {
  rich: () => ({ 'text/html': signature().html, 'text/plain': signature().text }),
  html: () => ({ 'text/plain': signature().html }),
  text: () => ({ 'text/plain': signature().text }),
};

// When people change the language, typed text is kept, for this tab only.
const draft = 'heart-signature';
const scriptFields = ['extension', 'date', 'from', 'to', 'colleague'];
const fields = ['name', 'role', 'office', 'phone', 'region', 'language', ...scriptFields];
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
for (const one of [form, document.querySelector<HTMLFormElement>('form.scripts')!]) {
  one.addEventListener('submit', (event) => event.preventDefault());
  one.addEventListener('input', () => show());
}
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
  const what = button.dataset['copy']!;
  const status = button.parentElement!.querySelector<HTMLElement>('[role="status"]')!;
  const format = signatureFormats[what];
  button.addEventListener('click', () => {
    if (format) void copy(format(), preview, status);
    else void copy({ 'text/plain': script(what as ScriptName) }, document.getElementById(what)!, status);
  });
}
restore();
show();
