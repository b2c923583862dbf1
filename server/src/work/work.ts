// What work with a due date stands on: the clocks that count in a department's business days.
export { closingClock } from './closing-clock.ts';
export type { CountedDay } from './deadline.ts';
