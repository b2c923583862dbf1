import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse, type Expression, type Node, type ObjectExpression, type Property, type SpreadElement } from 'acorn';

/** The path of a language's catalog file. */
export function catalogueFile(tag: string): string {
  return fileURLToPath(import.meta.resolve(`@heart-survey/shared/languages/${tag}`));
}

/**
 * Replaces messages in the catalog's source and changes nothing else.
 * @param messages by path, such as `items.respect.word`.
 * @throws Error if the source does not contain the message as a plain string.
 */
export function withMessages(source: string, messages: ReadonlyMap<string, string>): string {
  const literals = literalsIn(source);
  const edits = [...messages].map(([path, message]) => {
    const literal = literals.get(path);
    if (!literal) throw new Error(`The catalog has no plain text at ${path}.`);
    return { ...literal, text: quoted(message) };
  });
  // Works from the end, so that earlier positions stay valid.
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: message }) => text.slice(0, start) + message + text.slice(end), source);
}

/** Marks the catalog's source as reviewed by the people responsible for it. */
export function withReview(source: string, by: string): string {
  const facts = new Map([
    ['review', 'reviewed'],
    ['source', by],
  ]);
  return withMessages(source, facts);
}

/** Every text in the catalog's source, by path. */
export function textsIn(source: string): Map<string, string> {
  return new Map([...literalsIn(source)].map(([path, { text }]) => [path, text]));
}

/** The position of each text in the source, by path. */
function literalsIn(source: string): Map<string, Literal> {
  // Types are replaced with blanks, so that positions do not change.
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' });
  const objects = program.body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration' && statement.declaration?.type === 'VariableDeclaration'
      ? statement.declaration.declarations.flatMap(({ init }) => (init?.type === 'ObjectExpression' ? [init] : []))
      : [],
  );
  return new Map(objects.flatMap((object) => literalsAt(object, '')));
}

interface Literal {
  start: number;
  end: number;
  text: string;
}
type Entry = [path: string, literal: Literal];

function literalsAt(node: Expression | SpreadElement | null, path: string): Entry[] {
  const inside = (key: string) => (path === '' ? key : `${path}.${key}`);
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [[path, { start: node.start, end: node.end, text: node.value }]] : [];
    case 'ArrayExpression':
      return node.elements.flatMap((element, index) => literalsAt(element, inside(String(index))));
    case 'ObjectExpression':
      return properties(node).flatMap(({ key, value }) => literalsAt(value, inside(nameOf(key))));
    default:
      return [];
  }
}

function properties({ properties }: ObjectExpression): Property[] {
  return properties.filter((property) => property.type === 'Property');
}

function nameOf(key: Node): string {
  return 'name' in key ? String(key.name) : 'value' in key ? String(key.value) : '';
}

/** Quotes like the formatter: with single quotes, unless the text contains more of those than of double quotes. */
function quoted(text: string): string {
  const count = (mark: string) => text.split(mark).length - 1;
  const mark = count("'") > count('"') ? '"' : "'";
  const inside = text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll(mark, `\\${mark}`);
  return mark + inside + mark;
}
