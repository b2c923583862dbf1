import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { decode } from '../http/body.ts';
import { fileHeaders } from '../spreadsheets/csv.ts';
import type { Form } from '../http/form.ts';
import { importFile, readImport } from './import.ts';
import { importDonePage, importPage, importPreviewPage } from './import-pages.ts';
import { importKinds, isImportKind } from './import-table.ts';
import { directoryPath, rules, type DirectoryRoutes } from './paths.ts';

const path = `${directoryPath}/import`;
const maxBytes = 2 * 1024 * 1024;
/** A form may escape every byte of a file, which makes it three times as long. */
const maxFormBytes = 3 * maxBytes + 64 * 1024;

/** Importing the directory from CSV files, after a preview. */
export function importRoutes(frame: Console, { db }: DirectoryRoutes): void {
  frame.get(path, rules.directory, (visit) => frame.page(visit, importPage({ kind: '', text: '', errors: [] })));
  for (const [kind, { columns }] of Object.entries(importKinds)) {
    frame.get(`${path}/${kind}.csv`, rules.directory, ({ c }) =>
      c.body(`\uFEFF${columns.join(',')}\r\n`, 200, fileHeaders(kind, 'csv')),
    );
  }
  frame.post(path, rules.directory, previewOrImport(frame, db), maxFormBytes);
}

function previewOrImport(frame: Console, db: Database) {
  return async (visit: Visit & { form: Form }) => {
    const { form, organization, now, person } = visit;
    const kind = form.text('kind');
    const text = await textOf(form);
    const reject = (at: string, message: string) =>
      frame.page(visit, importPage({ kind, text: text ?? '', errors: [{ at, message }] }), 400);
    // A file of people invites them, so it needs that right too.
    if (!isImportKind(kind) || (kind === 'people' && !can(person, 'people'))) {
      return reject('kind', 'Choose what the file contains.');
    }
    if (text === undefined) return reject('file', 'The file is not UTF-8 text. Save it as “CSV UTF-8”.');
    if (text.length > maxBytes) return reject('file', 'The file is larger than 2 MB.');
    if (text.trim() === '') return reject('file', 'Choose a file, or paste its lines.');
    const options = { db, organization, now, by: person.id };
    if (form.text('step') !== 'import') {
      return frame.page(visit, importPreviewPage({ kind, text, ...(await readImport(options, kind, text)) }));
    }
    const plan = await importFile(options, kind, text);
    return plan.problems.length > 0
      ? frame.page(visit, importPreviewPage({ kind, text, ...plan }), 409)
      : frame.page(visit, importDonePage({ kind, ...plan }));
  };
}

/** The text of the file, or the pasted text if there is no file; undefined if the file is not UTF-8. */
async function textOf(form: Form): Promise<string | undefined> {
  const file = await form.file('file');
  return file === undefined ? form.raw('text') : (decode(file) ?? undefined);
}
