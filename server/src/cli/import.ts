import { readFile } from 'node:fs/promises';
import { countsOf, importFile, importKinds, isImportKind, readImport } from '../directory/directory.ts';
import { decode } from '../http/body.ts';
import { createOrganization } from '../org/org.ts';
import { UserError, type Command } from './command.ts';

export const importCommand: Command = {
  name: 'import',
  summary: `Import a CSV file of ${Object.keys(importKinds).join(', ')}. Nothing is imported until every line is valid.`,
  options: { kind: { type: 'string' }, file: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  run: async ({ db, options, terminal }) => {
    const kind = String(options['kind'] ?? '');
    if (!isImportKind(kind))
      throw new UserError(`Use --kind to say what the file contains: ${Object.keys(importKinds).join(', ')}.`);
    const file = options['file'];
    if (typeof file !== 'string') throw new UserError('Give the file with --file.');
    const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
      throw new UserError(`Cannot read ${file} (${error.code}).`);
    });
    const text = decode(bytes);
    if (text === null) throw new UserError(`${file} is not UTF-8 text.`);
    const given = { db, organization: await createOrganization(db)(), now: terminal.clock(), by: null };
    const plan = await (options['dry-run'] ? readImport : importFile)(given, kind, text);
    for (const { line, field, message } of plan.problems) {
      terminal.err(
        `${[line === 0 ? file : `line ${line}`, field].filter((part) => part !== '').join(', ')}: ${message}`,
      );
    }
    if (plan.problems.length > 0) return 1;
    if (options['dry-run']) {
      for (const { line, field, before, after } of plan.steps.flatMap(({ line, changes }) =>
        changes.map((change) => ({ line, ...change })),
      )) {
        terminal.out(`line ${line}, ${field}: ${before || '(empty)'} becomes ${after || '(empty)'}`);
      }
    }
    const { added, changed, unchanged } = countsOf(plan);
    terminal.out(
      `${added} added, ${changed} changed, ${unchanged} unchanged${options['dry-run'] ? '; nothing saved' : ''}.`,
    );
    return 0;
  },
};
