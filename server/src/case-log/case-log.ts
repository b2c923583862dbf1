// The written log of complaints (docs/policies/dufferin-2-3-12.md, section 6.2): filtered, as files, and on paper.
export { courseOf } from './line.ts';
export { caseLogRoutes } from './routes.ts';
