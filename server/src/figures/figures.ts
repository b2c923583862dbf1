// A quarter's figures, computed from the tallies or read from the snapshot, for readers inside and outside the
// department.
export {
  hundredths,
  publishedSchema,
  quarterHead,
  submittedSchema,
  type Figures,
  type PlanFigures,
  type PublishedFigures,
} from './figures-schema.ts';
export { countGroups, groupYearOnSubmission } from './group-year.ts';
export { quartersOfYear, yearLabel } from './fiscal-year.ts';
export { readGroupYearHashes, readGroupYears, type GroupYear } from './group-year-rows.ts';
export { groupYearSchema, type GroupYearFigures, type GroupYearReason } from './group-year-schema.ts';
export { readGroupQuarters, type GroupQuarter } from './groups.ts';
export { verifyGroupYears } from './verify-group-years.ts';
export {
  changeOfRegion,
  changeOfTotal,
  quarterChoices,
  quartersUpTo,
  readQuarters,
  type QuarterRecord,
} from './history.ts';
export { chartQuarters, readMonths, type DepartmentMonths, type MonthPoint, type MonthStatus } from './months.ts';
export {
  closedInBrief,
  figuresAsOf,
  keyOf,
  publishedFigures,
  publishedTrend,
  snapshotsShown,
  type ClosedInBrief,
  type OutsideFigures,
  type OutsideTrend,
  type QuarterAsOf,
} from './outside.ts';
export {
  closedAtOf,
  departmentGroups,
  departmentTallies,
  firstSnapshot,
  lastClosedQuarters,
  latestSnapshot,
  latestSnapshots,
  purgedQuarters,
  readTallies,
  snapshotsOf,
  type SnapshotRow,
  type StoredOrigin,
} from './queries.ts';
export { readBaseline, responsesForGoal } from './baselines.ts';
export {
  computeFigures,
  frozenFigures,
  headOf,
  quarterFigures,
  type FrozenFigures,
  type PlansOf,
} from './quarter-figures.ts';
export { latestAgreed, type PlanProgress, type PlanProgressOf } from './plan-progress.ts';
export { outsideHash } from './outside-hash.ts';
export { planWords } from './plan-words.ts';
export { plansOutside, type PlanOutside, type VerdictOutside } from './plans-outside.ts';
export { statusCell } from './status-cell.ts';
export { verdictInWords, verdictName, verdictWithoutFigures } from './verdict-words.ts';
export { readVerdicts, type AgreedPlan, type PlanVerdict, type VerdictQuarter, type VerdictSide } from './verdicts.ts';
export { verify } from './verify.ts';
