// What the rest of the house may use of the results: their files.
export { averagesCsv, responsesCsv } from './csv.ts';
export { exportDeed } from './export-deed.ts';
