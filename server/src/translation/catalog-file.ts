import { fileURLToPath } from 'node:url';

/** The path of a language's catalog. @param tag such as `es`, but not `en`, which is in TypeScript. */
export function catalogFile(tag: string): string {
  return fileURLToPath(import.meta.resolve(`@heart-survey/shared/languages/${tag}.json`));
}

type Texts = string | Texts[] | { [key: string]: Texts };

/**
 * Replaces messages in a catalog file and keeps their order.
 * @param messages by path, such as `items.respect.word`.
 * @throws Error if the file has no text at one of the paths.
 */
export function withMessages(source: string, messages: ReadonlyMap<string, string>): string {
  const missing = new Set(messages.keys());
  const changed = mapTexts(JSON.parse(source) as Texts, '', (text, path) => {
    missing.delete(path);
    return messages.get(path) ?? text;
  });
  const [first] = missing;
  if (first !== undefined) throw new Error(`The catalog has no text at ${first}.`);
  return `${JSON.stringify(changed, null, 2)}\n`;
}

/** Marks a catalog file as reviewed. @param by who reviewed it. */
export function withReview(source: string, by: string): string {
  const facts = new Map([
    ['review', 'reviewed'],
    ['source', by],
  ]);
  return withMessages(source, facts);
}

/** Every text in a catalog file, by its path. */
export function textsIn(source: string): Map<string, string> {
  const texts = new Map<string, string>();
  mapTexts(JSON.parse(source) as Texts, '', (text, path) => {
    texts.set(path, text);
    return text;
  });
  return texts;
}

function mapTexts(value: Texts, path: string, change: (text: string, path: string) => string): Texts {
  if (typeof value === 'string') return change(value, path);
  const below = (key: string | number) => (path === '' ? String(key) : `${path}.${key}`);
  if (Array.isArray(value)) return value.map((one, index) => mapTexts(one, below(index), change));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mapTexts(one, below(key), change)]));
}
