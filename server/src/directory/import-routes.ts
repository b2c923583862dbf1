import { can } from '../access/access.ts';
import type { Console } from '../console/console.ts';
import { decode } from '../http/body.ts';
import { fileHeaders } from '../spreadsheets/csv.ts';
import type { Form } from '../http/form.ts';
import { importFile, readImport } from './import.ts';
import { importDonePage, importPage, importPreviewPage } from './import-pages.ts';
import { importKinds, isImportKind } from './import-table.ts';
import { directoryPath, mayDirect, type DirectoryRoutes } from './paths.ts';

const path = `${directoryPath}/import`;
const mostBytes = 2 * 1024 * 1024;
/** Of the form as it travels: a file whose every byte is escaped is three times as long. */
const mostOfForm = 3 * mostBytes + 64 * 1024;

/** Bringing the directory in as CSV: looked at first, then taken whole or not at all. */
export function importRoutes(frame: Console, { db }: DirectoryRoutes): void {
  frame.get(path, mayDirect, (visit) => frame.page(visit, importPage({ kind: '', text: '', wrong: [] })));

  for (const [kind, { columns }] of Object.entries(importKinds)) {
    frame.get(`${path}/${kind}.csv`, mayDirect, ({ c }) =>
      c.body(`\uFEFF${columns.join(',')}\r\n`, 200, fileHeaders(kind, 'csv')),
    );
  }

  frame.post(
    path,
    mayDirect,
    async (visit) => {
      const { form, directory, now, person } = visit;
      const kind = form.text('kind');
      const text = await textOf(form);
      const refuse = (at: string, message: string) =>
        frame.page(visit, importPage({ kind, text: text ?? '', wrong: [{ at, message }] }), 400);
      // Who invites people has to be one who may.
      if (!isImportKind(kind) || (kind === 'people' && !can(person, 'people'))) {
        return refuse('kind', 'Choose what the file holds.');
      }
      if (text === undefined) return refuse('file', 'The file is not in UTF-8. Save it as “CSV UTF-8”.');
      if (text.length > mostBytes) return refuse('file', 'A file has at most 2 MB.');
      if (text.trim() === '') return refuse('file', 'Choose a file, or paste its lines.');
      const options = { db, directory, now, by: person.id };
      if (form.text('step') !== 'import') {
        return frame.page(visit, importPreviewPage({ kind, text, ...(await readImport(options, kind, text)) }));
      }
      const plan = await importFile(options, kind, text);
      return plan.problems.length > 0
        ? frame.page(visit, importPreviewPage({ kind, text, ...plan }), 409)
        : frame.page(visit, importDonePage({ kind, ...plan }));
    },
    mostOfForm,
  );
}

/** The file, or else what was pasted; undefined where the file is not UTF-8. */
async function textOf(form: Form): Promise<string | undefined> {
  const file = await form.file('file');
  return file === undefined ? form.raw('text') : (decode(file) ?? undefined);
}
