// What work with an owner, a due date, and a history stands on: clocks in a department's business days, and notes. Its
// columns are in database/work-columns.ts.
export { closingClock } from './closing-clock.ts';
export { deadline, type CountedDay, type Deadline } from './deadline.ts';
export { addNote, addNoteIfChanged, eraseNote, maxNote, notesAbout, type Note } from './notes.ts';
