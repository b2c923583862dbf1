import { inflateSync } from 'node:zlib';

// Reads the PDFs that the collector makes, as far as tests need it: what a reader sees, and the files inside.

/** What is in a PDF. */
export interface ReadPdf {
  pages: number;
  /** The document's title and language. */
  title: string;
  language: string;
  /** Everything that is printed, in the order of the file, with a space between two pieces. */
  text: string;
  /** The texts of the bookmarks. */
  bookmarks: string[];
  /** The files inside, as text, by name. */
  files: Map<string, string>;
}

interface Entry {
  head: string;
  stream: Buffer | undefined;
}

/** Parses a PDF whose objects are not compressed, such as those of Typst. */
export function readPdf(file: Uint8Array): ReadPdf {
  const entries = entriesOf(Buffer.from(file));
  const all = [...entries.values()];
  const fonts = new Map(
    [...entries].flatMap(([id, { head }]) => {
      const map = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1];
      return map === undefined ? [] : [[id, charactersIn(entries.get(Number(map))!.stream!)] as const];
    }),
  );
  const pages = all.filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  const information = all.find(({ head }) => head.includes('/Creator'))?.head ?? '';
  const catalog = all.find(({ head }) => head.includes('/Type /Catalog'))?.head ?? '';
  return {
    pages: pages.length,
    title: textAfter(information, 'Title') ?? '',
    language: textAfter(catalog, 'Lang') ?? '',
    text: pages
      .map((page) => textOf(page, entries, fonts))
      .join(' ')
      .normalize('NFC'),
    bookmarks: all.filter(({ head }) => head.includes('/Dest ')).map(({ head }) => textAfter(head, 'Title') ?? ''),
    files: filesIn(entries),
  };
}

/** Every object by its number. */
function entriesOf(file: Buffer): Map<number, Entry> {
  const entries = new Map<number, Entry>();
  for (let at = file.indexOf(' 0 obj'); at !== -1; at = file.indexOf(' 0 obj', at)) {
    const id = Number(/\d+$/.exec(file.toString('latin1', Math.max(0, at - 10), at))?.[0]);
    const [end, start] = [file.indexOf('endobj', at), file.indexOf('stream\n', at)];
    const hasStream = start !== -1 && start < end;
    const head = file.toString('latin1', at + 6, hasStream ? start : end);
    if (!hasStream) {
      entries.set(id, { head, stream: undefined });
      at = end;
      continue;
    }
    const body = start + 'stream\n'.length;
    const length = Number(/\/Length (\d+)/.exec(head)![1]);
    const bytes = file.subarray(body, body + length);
    entries.set(id, { head, stream: head.includes('/FlateDecode') ? inflateSync(bytes) : bytes });
    at = body + length;
  }
  return entries;
}

/** The characters of a font by their codes. */
function charactersIn(map: Buffer): Map<number, string> {
  const text = map.toString('latin1');
  const characters = new Map<number, string>();
  for (const [, code, utf16] of text.matchAll(/^<([0-9a-f]{4})> <([0-9a-f]+)>$/gim)) {
    characters.set(Number.parseInt(code!, 16), fromUtf16(Buffer.from(utf16!, 'hex')));
  }
  return characters;
}

const fromUtf16 = (bytes: Buffer) => Buffer.from(bytes).swap16().toString('utf16le');

type Fonts = ReadonlyMap<number, ReadonlyMap<number, string>>;

function textOf({ head }: Entry, entries: Map<number, Entry>, fonts: Fonts): string {
  const content = entries.get(Number(/\/Contents (\d+)/.exec(head)![1]))!.stream!.toString('latin1');
  const resources = /\/Resources (\d+)/.exec(head)?.[1];
  const named = new Map(
    [...(resources ? entries.get(Number(resources))!.head : head).matchAll(/\/(f\d+) (\d+) 0 R/g)].map(
      ([, name, id]) => [name!, fonts.get(Number(id))],
    ),
  );
  let font: ReadonlyMap<number, string> | undefined;
  const pieces: string[] = [];
  // The text to read in place of glyphs that are used for several characters: not yet, being read, or read.
  let actual: 'none' | 'next' | 'read' = 'none';
  for (const { isString, text } of partsOf(content)) {
    if (isString) {
      if (actual === 'next') pieces.push(fromText(unescaped(text)));
      else if (actual === 'none') pieces.push(decoded(unescaped(text), font));
      if (actual === 'next') actual = 'read';
      continue;
    }
    if (text.includes('EMC')) actual = 'none';
    if (/T[jJ][^]*BT/.test(text)) pieces.push(' ');
    const [, hex] = /\/ActualText (?:<([0-9A-F]+)>|$)/.exec(text) ?? [undefined, 'none'];
    if (hex === undefined) actual = 'next';
    else if (hex !== 'none') {
      pieces.push(fromText(Buffer.from(hex, 'hex')));
      actual = 'read';
    }
    const name = [...text.matchAll(/\/(f\d+) [\d.]+ Tf/g)].at(-1)?.[1];
    if (name !== undefined) font = named.get(name);
  }
  return pieces.join('');
}

/** The literal strings of a page's content, which may have balanced parentheses in them, and what is between them. */
function partsOf(content: string): { isString: boolean; text: string }[] {
  const parts: { isString: boolean; text: string }[] = [];
  let [depth, from] = [0, 0];
  for (let at = 0; at < content.length; at++) {
    const character = content[at];
    if (character === '\\') at += 1;
    else if (character === '(' && depth++ === 0) {
      parts.push({ isString: false, text: content.slice(from, at) });
      from = at + 1;
    } else if (character === ')' && --depth === 0) {
      parts.push({ isString: true, text: content.slice(from, at) });
      from = at + 1;
    }
  }
  return [...parts, { isString: false, text: content.slice(from) }];
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function unescaped(text: string): Buffer {
  const plain = text.replace(/\\(?:([0-7]{1,3})|(.))/gs, (_, octal: string | undefined, letter: string) =>
    octal === undefined ? (escapes[letter] ?? letter) : String.fromCodePoint(Number.parseInt(octal, 8)),
  );
  return Buffer.from(plain, 'latin1');
}

function decoded(bytes: Buffer, font: ReadonlyMap<number, string> | undefined): string {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += font?.get(bytes.readUInt16BE(at)) ?? '';
  return text;
}

/** A text in an object's dictionary: literal, or UTF-16 with a byte order mark. */
function textAfter(head: string, name: string): string | undefined {
  const found = new RegExp(`/${name} (?:\\(((?:\\\\.|[^\\\\)])*)\\)|<([0-9A-Fa-f]+)>)`, 's').exec(head);
  if (!found) return undefined;
  return fromText(found[2] === undefined ? unescaped(found[1]!) : Buffer.from(found[2], 'hex'));
}

const fromText = (bytes: Buffer) =>
  bytes[0] === 0xfe && bytes[1] === 0xff ? fromUtf16(bytes.subarray(2)) : bytes.toString('latin1');

function filesIn(entries: Map<number, Entry>): Map<string, string> {
  const specs = [...entries.values()].filter(({ head }) => head.includes('/Type /Filespec'));
  return new Map(
    specs.map(({ head }) => {
      const id = Number(/\/EF <<\s*\/F (\d+)/.exec(head)![1]);
      return [textAfter(head, 'UF')!, entries.get(id)!.stream!.toString('utf8')];
    }),
  );
}
