import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parse, type Expression, type Node, type ObjectExpression, type Property, type SpreadElement } from 'acorn';

/** The file of the catalogue of that language, by its tag. */
export function catalogueFile(tag: string): string {
  return fileURLToPath(import.meta.resolve(`@heart-survey/shared/languages/${tag}`));
}

/**
 * The catalogue's source with other messages in it, and not a letter changed beside them.
 * @param messages by their paths, such as `items.respect.word`.
 * @throws Error where the source has no such message as a plain string.
 */
export function withMessages(source: string, messages: ReadonlyMap<string, string>): string {
  const literals = literalsIn(source);
  const edits = [...messages].map(([path, message]) => {
    const literal = literals.get(path);
    if (!literal) throw new Error(`The catalogue has no plain text at ${path}.`);
    return { ...literal, text: quoted(message) };
  });
  // From the end on, so that the places before stay where they are.
  return edits
    .toSorted((one, other) => other.start - one.start)
    .reduce((text, { start, end, text: message }) => text.slice(0, start) + message + text.slice(end), source);
}

/** The catalogue's source as one that was read by those who answer for it. */
export function withReview(source: string, by: string): string {
  const facts = new Map([
    ['review', 'reviewed'],
    ['source', by],
  ]);
  return withMessages(source, facts);
}

/** Every text of the catalogue's source, by its path. */
export function textsIn(source: string): Map<string, string> {
  return new Map([...literalsIn(source)].map(([path, { text }]) => [path, text]));
}

/** Where each text stands in the source, by its path. */
function literalsIn(source: string): Map<string, Literal> {
  // The types become blanks, so that every place stays where it is.
  const program = parse(stripTypeScriptTypes(source), { ecmaVersion: 'latest', sourceType: 'module' });
  const objects = program.body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration' && statement.declaration?.type === 'VariableDeclaration'
      ? statement.declaration.declarations.flatMap(({ init }) => (init?.type === 'ObjectExpression' ? [init] : []))
      : [],
  );
  return new Map(objects.flatMap((object) => placesIn(object, '')));
}

interface Literal {
  start: number;
  end: number;
  text: string;
}
type Place = [path: string, literal: Literal];

function placesIn(node: Expression | SpreadElement | null, path: string): Place[] {
  const inside = (key: string) => (path === '' ? key : `${path}.${key}`);
  switch (node?.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [[path, { start: node.start, end: node.end, text: node.value }]] : [];
    case 'ArrayExpression':
      return node.elements.flatMap((element, index) => placesIn(element, inside(String(index))));
    case 'ObjectExpression':
      return properties(node).flatMap(({ key, value }) => placesIn(value, inside(nameOf(key))));
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

/** As the formatter writes it: between single quotes, unless there are more of those inside than of the others. */
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
