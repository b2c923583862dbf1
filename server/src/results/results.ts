// What the rest of the house may use of the results: a quarter's figures, its files, and its closing.
export { closingInstant } from './business-days.ts';
export { closeDueQuarters, closeQuarter, type Closed, type Closing, type ClosingOptions } from './closing.ts';
export { averagesCsv, responsesCsv } from './csv.ts';
export { exportDeed } from './export-deed.ts';
export { quarterFigures, type Figures, type PlanFigures, type PlansOf } from './figures.ts';
export { latestSnapshot as latestSnapshotOf } from './queries.ts';
export { verify } from './verify.ts';
export { quartersUpTo } from './history.ts';
