import type { Quarter } from '@heart-survey/shared/quarters';
import type { Database } from '../database/database.ts';
import type { Department } from '../org/org.ts';
import { lastSubmissions, readStates } from '../submissions/submissions.ts';
import { publicationEvents, type PublicationEvent } from './events.ts';

/** Whether the public sees a quarter, and what it could see. */
export interface PublishingState {
  department: Department;
  quarter: Quarter;
  /** The hash of the last submission, and its version. */
  submission: string;
  version: number;
  /** Whether it may be published: not if the quarter was restated after it was submitted. */
  isCurrent: boolean;
  /** The first one first. */
  events: PublicationEvent[];
}

/** A department's quarters that were ever submitted, the latest one first. */
export async function readPublishing(db: Database, department: Department): Promise<PublishingState[]> {
  const [states, submissions, events] = await Promise.all([
    readStates(db, department),
    lastSubmissions(db, department.id),
    publicationEvents(db, [department.id]),
  ]);
  return states.flatMap((state) => {
    const submission = submissions.get(state.quarter.id);
    const submitted = state.steps.findLast(({ kind }) => kind === 'submitted');
    if (submission === undefined || submitted === undefined) return [];
    const { quarter, stage } = state;
    return [
      {
        department,
        quarter,
        submission,
        version: submitted.version,
        isCurrent: stage === 'submitted' || stage === 'received',
        events: events.filter((event) => event.quarter === quarter.id),
      },
    ];
  });
}

/** One quarter; undefined if it was never submitted. */
export async function readPublishingOf(
  db: Database,
  department: Department,
  quarter: Quarter,
): Promise<PublishingState | undefined> {
  return (await readPublishing(db, department)).find((state) => state.quarter.id === quarter.id);
}

/** What the public sees of the quarter: the last event, if it is not a withdrawal. */
export function publishedIn({ events }: Pick<PublishingState, 'events'>): PublicationEvent | undefined {
  const last = events.at(-1);
  return last?.kind === 'published' ? last : undefined;
}

/** Whether the public sees an older submission than the last one. */
export function hasNewer(state: PublishingState): boolean {
  const published = publishedIn(state);
  return published !== undefined && state.isCurrent && published.submission !== state.submission;
}
