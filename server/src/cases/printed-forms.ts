import { audited } from '../audit/audit.ts';
import { commit, type Database } from '../database/database.ts';
import { statement } from '../database/statement.ts';
import { hashOfReceipt, newReceipt, newReference } from './references.ts';

/** What is on the stub of one paper form. */
export interface Stub {
  reference: string;
  /** Its digits in groups of four. Stored nowhere: it is only on the paper. */
  receipt: string;
}

/** How many paper forms can be printed at once. */
export const maxForms = 50;

interface Printing {
  db: Database;
  secret: string;
  /** The id of the person who prints them, and when. */
  by: string;
  at: number;
}

/** Makes the references and receipts of this many paper forms. A case that is entered from one gets them. */
export async function printForms({ db, secret, by, at }: Printing, count: number): Promise<Stub[]> {
  const stubs = Array.from({ length: count }, () => ({ reference: newReference(), receipt: newReceipt() }));
  const rows = stubs.map(({ reference, receipt }) => [reference, hashOfReceipt(secret, reference, receipt)]);
  await commit(db, [
    statement(
      `INSERT INTO printed_form (reference, receipt_hash, printed_at, printed_by)
        SELECT form.value->>0, form.value->>1, :at, :by FROM json_each(:rows) AS form`,
      { at, by, rows: JSON.stringify(rows) },
    ),
    audited({ personId: by, action: 'issue forms printed', subject: `${count} ${count === 1 ? 'form' : 'forms'}` }, at),
  ]);
  return stubs;
}
