import { hash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { audit } from '../audit/audit.ts';
import { exportCase } from '../case-records/case-records.ts';
import { caseByReference, referenceIn } from '../cases/cases.ts';
import { UserError, type Command } from './command.ts';

export const caseExport: Command = {
  name: 'case export',
  summary:
    'Write everything that is stored about one case to --out as JSON, for an access request. --staff adds the names of staff and letters to others.',
  operand: 'REFERENCE',
  options: { out: { type: 'string' }, staff: { type: 'boolean' } },
  run: async ({ db, operand, options, terminal }) => {
    const out = String(options['out'] ?? '');
    if (out === '') throw new UserError('Name the file to write with --out.');
    const found = await caseByReference(db, referenceIn(operand) ?? '');
    if (found === undefined) throw new UserError(`No case has the reference ${operand}.`);
    const now = terminal.clock();
    const hasStaff = options['staff'] === true;
    const content = await exportCase(db, found, { hasStaff, now });
    // Otherwise a part of it may be missing.
    if ((await caseByReference(db, found.reference))?.version !== found.version) {
      throw new UserError(`Case ${found.reference} was changed or erased meanwhile. Run this again.`);
    }
    const file = await openNew(out);
    try {
      const entry = {
        personId: null,
        action: 'case exported',
        // Only whoever has the file can tell which case it was: an administrator must not learn of a restricted one.
        subject: 'one case',
        detail: { staff: hasStaff, by: 'heart case export', sha256: hash('sha256', content) },
      };
      await audit(db, entry, now);
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    terminal.out(`Wrote case ${found.reference} to ${out}. Read it before you give it to anyone.`);
    return 0;
  },
};

/** Only its owner can read the file, and no file is overwritten. */
async function openNew(out: string) {
  return open(out, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    throw new UserError(error.code === 'EEXIST' ? `${out} already exists.` : `Cannot write ${out} (${error.code}).`);
  });
}
