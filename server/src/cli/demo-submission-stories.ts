/** One step of a quarter in the sample data. */
export interface SampleStep {
  kind: 'handed in' | 'returned' | 'submitted' | 'received' | 'restated';
  /** How many days after the close. */
  after: number;
  /** A note, or a reason. */
  text?: string;
  /** What a restatement changes. */
  class?: 'late paper' | 'error' | 'exclusion' | 'erasure';
}

interface SubmissionStory {
  /** How many quarters before the current one. */
  ago: number;
  steps: SampleStep[];
}

const inTime = (first: number): SampleStep[] => [
  { kind: 'handed in', after: first },
  { kind: 'submitted', after: first + 4 },
  { kind: 'received', after: first + 6 },
];

/** How the sample quarters came to the executive office: one was returned, and one was restated for each reason. */
export const submissionStories: SubmissionStory[] = [
  { ago: 7, steps: inTime(3) },
  {
    ago: 6,
    steps: [
      ...inTime(2),
      {
        kind: 'restated',
        after: 15,
        class: 'late paper',
        text: 'A box of paper forms from a lobby was found after the close.',
      },
      ...inTime(16),
    ],
  },
  {
    ago: 5,
    steps: [
      { kind: 'handed in', after: 3 },
      { kind: 'returned', after: 5, text: 'A test survey of the help desk is still counted. Ask for a restatement.' },
      { kind: 'restated', after: 6, class: 'exclusion', text: 'A test survey of the help desk was counted.' },
      ...inTime(7),
    ],
  },
  {
    ago: 4,
    steps: [
      ...inTime(4),
      { kind: 'restated', after: 20, class: 'erasure', text: 'A customer asked us to delete their answers.' },
      ...inTime(21),
    ],
  },
  {
    ago: 3,
    steps: [
      { kind: 'restated', after: 2, class: 'error', text: 'A paper form was entered with the wrong ratings.' },
      ...inTime(4),
    ],
  },
  { ago: 2, steps: inTime(5) },
  { ago: 1, steps: [{ kind: 'handed in', after: 3, text: 'All paper forms are entered.' }] },
];
