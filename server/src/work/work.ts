// Due dates: clocks that count a department's business days.
export { closingClock } from './closing-clock.ts';
export type { CountedDay } from './deadline.ts';
