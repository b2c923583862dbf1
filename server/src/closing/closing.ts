// Closing quarters: automatically, on the command line, or by a representative in the console; and the clock guard.
export { clockHold, watchClock } from './clock-guard.ts';
export { closeDueQuarters, closeQuarter, type Closed, type Closing, type ClosingOptions } from './close-quarter.ts';
export { makerInWords } from './preview.ts';
export { firstQuarter } from './queries.ts';
export { closingRoutes } from './routes.ts';
export { warningsSection } from './warnings-section.ts';
export type { ClosingCheck, ClosingWarning } from './warnings.ts';
