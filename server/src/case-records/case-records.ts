// What may be kept of cases: how long, holds, erasing, and one case as a file for whoever asks for their own data.
import type { CaseSection } from '../cases/cases.ts';
import type { Database } from '../database/database.ts';
import { recordsSection } from './section.ts';

export { eraseOldCases } from './aging.ts';
export { emptyLogOf, recordRewriting, remainsAt } from './remains.ts';
export { keepingRoutes as caseRecordsConsole } from './routes.ts';

/** What a case's page shows of how long it is kept. @param settings how backups are made. */
export function recordSections(
  db: Database,
  { backupFolder, backupKeep }: { backupFolder: string | undefined; backupKeep: number },
): CaseSection[] {
  return [recordsSection(db, { keep: backupFolder === undefined ? null : backupKeep })];
}
