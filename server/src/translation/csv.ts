import { placeholdersOf, roomFor } from '@heart-survey/shared/languages/messages';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Message, Returned } from './message.ts';

// A table for a spreadsheet. The third column's header is the language tag, so that the file names its language.

export function writeCsv({ tag, messages }: Returned): string {
  const rows = messages.map(({ id, english, translation }) => [
    ...[id, english, translation],
    ...[roomFor(english), placeholdersOf(english).join(' ')],
  ]);
  return stringify([['message', 'en', tag, 'room', 'keep'], ...rows], {
    bom: true,
    record_delimiter: 'windows',
    escape_formulas: true,
    quoted: true,
  });
}

/** @throws Error with a plain sentence if the text is not such a table. */
export function readCsv(text: string): Returned {
  const [head = [], ...rows] = parse(text, {
    bom: true,
    // Spreadsheets use the delimiter of their locale.
    delimiter: /^\uFEFF?"?message"?([,;\t])/.exec(text)?.[1] ?? ',',
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const [message, en, tag] = head;
  if (message !== 'message' || en !== 'en' || !tag)
    throw new Error('The first line of the file must be message, en, and the language’s tag.');
  const messages = rows.map(([id = '', english = '', translation = '']): Message => ({
    id,
    english: unescaped(english),
    translation: unescaped(translation),
  }));
  return { tag, messages };
}

/** Removes the apostrophe that keeps a spreadsheet from reading the text as a formula. */
function unescaped(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@\t\r])/, '');
}
