// What work with an owner, a due date, and a history stands on: clocks in a department's business days, and notes. Its
// columns are in database/work-columns.ts.
export { closingClock } from './closing-clock.ts';
export { dayOf, deadline, endOf, promisedDeadline, type CountedDay, type Deadline, type Pause } from './deadline.ts';
export { addNote, addNoteIfChanged, eraseNote, maxNote, notesAbout, type Note } from './notes.ts';
