/** One step of a quarter in the sample data. */
export interface SampleStep {
  kind: 'handed in' | 'returned' | 'submitted' | 'received' | 'restated' | 'published' | 'withdrawn';
  /** How many days after the close. */
  after: number;
  /** A note, or a reason. */
  text?: string;
  /** What a restatement changes. */
  class?: 'late paper' | 'error' | 'exclusion' | 'erasure';
}

/** What happened to one quarter. */
export interface SubmissionStory {
  /** How many quarters before the current one. */
  ago: number;
  steps: SampleStep[];
}

const inTime = (first: number): SampleStep[] => [
  { kind: 'handed in', after: first },
  { kind: 'submitted', after: first + 4 },
  { kind: 'received', after: first + 6 },
];

const published = (first: number): SampleStep[] => [...inTime(first), { kind: 'published', after: first + 8 }];

/**
 * How the sample quarters came to the executive office and to the public: one was returned, one was restated for each reason,
 * two were published again after that, and one was withdrawn.
 */
export const submissionStories: SubmissionStory[] = [
  {
    ago: 7,
    steps: [
      ...published(3),
      {
        kind: 'withdrawn',
        after: 60,
        text: 'A kiosk in one lobby sent every answer twice. We can no longer tell which answers those are.',
      },
    ],
  },
  {
    ago: 6,
    steps: [
      ...published(2),
      {
        kind: 'restated',
        after: 15,
        class: 'late paper',
        text: 'A box of paper forms from a lobby was found after the close.',
      },
      ...published(16),
    ],
  },
  {
    ago: 5,
    steps: [
      { kind: 'handed in', after: 3 },
      { kind: 'returned', after: 5, text: 'A test survey of the help desk is still counted. Ask for a restatement.' },
      { kind: 'restated', after: 6, class: 'exclusion', text: 'A test survey of the help desk was counted.' },
      ...published(7),
    ],
  },
  {
    ago: 4,
    steps: [
      ...published(4),
      { kind: 'restated', after: 20, class: 'erasure', text: 'A customer asked us to delete their answers.' },
      ...published(21),
    ],
  },
  {
    ago: 3,
    steps: [
      { kind: 'restated', after: 2, class: 'error', text: 'A paper form was entered with the wrong ratings.' },
      ...published(4),
    ],
  },
  { ago: 2, steps: published(5) },
  { ago: 1, steps: [{ kind: 'handed in', after: 3, text: 'All paper forms are entered.' }] },
];

/** A department that publishes every quarter, the latest one too. */
export const promptStories: SubmissionStory[] = [7, 6, 5, 4, 3, 2, 1].map((ago) => ({ ago, steps: published(1) }));

/** A department that takes its time, and publishes every quarter too: its customer groups are shown once a fiscal year is public. */
export const laterStories: SubmissionStory[] = [7, 6, 5, 4, 3, 2, 1].map((ago) => ({ ago, steps: published(3) }));
