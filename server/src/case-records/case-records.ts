// What may be kept of cases: how long, holds, erasing, and one case as a file for whoever asks for their own data.
import type { CaseRoutes, CaseSection } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { keepingRoutes } from './routes.ts';
import { recordsSection } from './section.ts';
import { timesRoutes } from './times-routes.ts';

export { eraseOldCases } from './aging.ts';
export { exportCase } from './export.ts';
export { emptyLogOf, leavesRemains, recordRewriting, remainsAt } from './remains.ts';

interface Settings {
  databaseUrl: string;
  /** Without it, the collector makes no backups. */
  backupFolder: string | undefined;
  /** How many daily backups are kept. */
  backupKeep: number;
}

const backupsOf = ({ backupFolder, backupKeep }: Settings) => ({
  keep: backupFolder === undefined ? null : backupKeep,
});

/** What a case's page shows of how long it is kept. */
export function recordSections(db: Database, settings: Settings): CaseSection[] {
  return [recordsSection(db, backupsOf(settings))];
}

/** The pages where people decide what is kept of cases. */
export function caseRecordsConsole(frame: Console, options: CaseRoutes, settings: Settings): void {
  keepingRoutes(frame, { ...options, databaseUrl: settings.databaseUrl });
  timesRoutes(frame, { db: options.db, backups: backupsOf(settings) });
}
