// The administrators' pages for the directory, and its import from files.
export { importFile, readImport, countsOf } from './import.ts';
export { importKinds, isImportKind } from './import-table.ts';
export { directoryRoutes } from './routes.ts';
export { signaturesPath } from './paths.ts';
