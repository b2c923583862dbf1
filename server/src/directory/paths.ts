import type { Database } from '../database/database.ts';

export interface DirectoryRoutes {
  db: Database;
  /** Where the surveys are. */
  baseUrl: string;
}

export const directoryPath = '/console/directory';
/** Administrators alone. */
export const mayDirect = { of: 'installation', action: 'directory' } as const;
