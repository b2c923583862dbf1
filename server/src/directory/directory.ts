// What the rest of the house may use of the directory's administration: its pages, and its import.
export { importFile, readImport, countsOf } from './import.ts';
export { importKinds, isImportKind } from './import-table.ts';
export { directoryRoutes } from './routes.ts';
export { signaturesPath } from './paths.ts';
