import { placeholdersOf, roomFor } from '@heart-survey/shared/languages/messages';
import { DOMImplementation, DOMParser, XMLSerializer, type Document, type Element } from '@xmldom/xmldom';
import type { Returned } from './message.ts';

// XLIFF 1.2 (OASIS), which nearly every translation program can read and write.

const namespace = 'urn:oasis:names:tc:xliff:document:1.2';

export function writeXliff({ tag, messages }: Returned): string {
  const document = new DOMImplementation().createDocument(namespace, 'xliff');
  const add = (to: Element, name: string, attributes: Record<string, string>, text?: string) => {
    const element = document.createElementNS(namespace, name);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    if (text !== undefined) element.appendChild(document.createTextNode(text));
    to.appendChild(document.createTextNode('\n'));
    to.appendChild(element);
    return element;
  };
  const root = document.documentElement!;
  root.setAttribute('version', '1.2');
  const file = { original: `${tag}.ts`, 'source-language': 'en', 'target-language': tag, datatype: 'plaintext' };
  const body = add(add(root, 'file', file), 'body', {});
  for (const { id, english, translation } of messages) {
    const room = { maxwidth: String(roomFor(english)), 'size-unit': 'char' };
    const unit = add(body, 'trans-unit', { id, ...room, 'xml:space': 'preserve' });
    add(unit, 'source', {}, english);
    add(unit, 'target', { state: 'needs-review-translation' }, translation);
    const keep = placeholdersOf(english).join(' ');
    if (keep !== '') add(unit, 'note', {}, `Keep ${keep} as it is.`);
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

/** @throws Error with a plain sentence if the text is not XLIFF 1.2. */
export function readXliff(text: string): Returned {
  const document = parse(text);
  const [file] = elements(document, 'file');
  const tag = file?.getAttribute('target-language');
  if (!tag) throw new Error('The file does not name its language (target-language).');
  const messages = elements(document, 'trans-unit').map((unit) => ({
    id: unit.getAttribute('id') ?? '',
    english: textOf(unit, 'source'),
    translation: textOf(unit, 'target'),
  }));
  return { tag, messages };
}

function parse(text: string): Document {
  // A catalog needs no custom entities, and some of them expand forever.
  if (/<!DOCTYPE/i.test(text)) throw new Error('The file declares a document type, which XLIFF does not allow.');
  try {
    const onError = (level: 'warning' | 'error' | 'fatalError', message: string) => {
      if (level !== 'warning') throw new Error(message);
    };
    return new DOMParser({ onError }).parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
  } catch (error) {
    throw new Error(`The file is not valid XML: ${(error as Error).message.split('\n')[0]}`, { cause: error });
  }
}

function elements(within: Document | Element, name: string): Element[] {
  return [...within.getElementsByTagNameNS(namespace, name)];
}

function textOf(unit: Element, name: string): string {
  // Skips the suggestions inside `alt-trans`.
  const own = elements(unit, name).find(({ parentNode }) => parentNode === unit);
  return (own?.textContent ?? '').trim();
}
