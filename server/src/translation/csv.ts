import { placeholdersOf, roomFor } from '@heart-survey/shared/languages/messages';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { Message, Returned } from './message.ts';

// A table for a spreadsheet: the third column's head is the language's tag, so that the file says what it is.

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

/** @throws Error with a plain sentence where the text is no such table. */
export function readCsv(text: string): Returned {
  const [head = [], ...rows] = parse(text, {
    bom: true,
    // A spreadsheet writes what its own country is used to.
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

/** Without the apostrophe that keeps a spreadsheet from computing what begins like a formula. */
function unescaped(cell: string): string {
  return cell.trim().replace(/^'(?=[=+\-@\t\r])/, '');
}
