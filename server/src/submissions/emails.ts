import * as v from 'valibot';
import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { createOrganization, type Organization } from '../org/org.ts';
import { causeOf, idIn, type EmailKind, type Outbox } from '../outbox/outbox.ts';
import { submissionOfQuarter } from './chain-queries.ts';
import { emailText, submissionMessages, type SubmissionMessage } from './email-texts.ts';
import { receiptPath, submissionPath } from './paths.ts';
import { handInAmong, receiversAmong, submissionPeople, submittersAmong, type SubmissionPerson } from './recipients.ts';
import { readState, type SubmissionState } from './state.ts';
import type { Stage } from './steps.ts';

interface SubmissionEmailOptions {
  db: Database;
  /** The address of the installation, without a slash at the end. */
  baseUrl: string;
}

/** The name that emails about submissions are queued under. */
export const submissionEmailKind = 'submission';

/** What an email about a submission is about. It goes to one person. */
interface Subject {
  state: SubmissionState;
  message: SubmissionMessage;
  personId: string;
  /** The hash of the submission that was received. */
  sha256: string | undefined;
}

/** An email about a quarter on its way to the executive office, to one person. */
export function submissionEmail({ db, baseUrl }: SubmissionEmailOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const find = (cause: string) => subjectOf(db, organization, cause);
  return {
    title: 'Submission',
    recipient: async ({ cause }) => {
      const found = await find(cause);
      return found && (await personById(db, found.personId))?.email;
    },
    compose: async ({ cause, madeBy }) => {
      const subject = await find(cause);
      if (!subject || !neededAt[subject.message].includes(subject.state.stage)) return undefined;
      const { state, message, personId, sha256 } = subject;
      const { department, quarter, steps } = state;
      const to = (await submissionPeople(db, department.id)).find(({ id }) => id === personId);
      if (!to) return undefined;
      const by = madeBy === null ? undefined : (await personById(db, madeBy))?.name;
      const page = isForReceivers(message) ? receiptPath(department, quarter) : submissionPath(department, quarter);
      const reason = message === 'returned' ? steps.at(-1)?.text : undefined;
      return { email: emailText({ state, message, to, link: `${baseUrl}${page}`, by, reason, sha256 }) };
    },
    mayRead: async (reader, { cause }) => {
      const found = await find(cause);
      const departmentId = found?.state.department.id;
      if (found === undefined) return false;
      return can(reader, 'handing in', { departmentId }) || (isForReceivers(found.message) && can(reader, 'receiving'));
    },
  };
}

/** Whether the executive office gets such an email. */
const isForReceivers = (message: SubmissionMessage) => message === 'submitted' || message === 'replaced';

/** At which stages an email still says what is so: it may wait in the outbox for days. */
const neededAt: Record<SubmissionMessage, Stage[]> = {
  'hand in': ['closed'],
  'hand in soon': ['closed', 'returned', 'restated'],
  'hand in overdue': ['closed', 'returned', 'restated'],
  'handed in': ['handed in'],
  'submit soon': ['handed in'],
  'submit overdue': ['closed', 'handed in', 'returned', 'restated'],
  returned: ['returned'],
  submitted: ['submitted'],
  // It carries the hash, whatever happens to the quarter later.
  received: ['received', 'restated', 'handed in', 'returned', 'submitted'],
  restated: ['restated'],
  replaced: ['restated', 'handed in', 'returned'],
};

/** The cause of an email, as {@link subjectOf} reads it. */
export function submissionCause(
  { department, quarter }: SubmissionState,
  message: SubmissionMessage,
  personId: string,
  sha256 = '',
): string {
  return causeOf('submission', [department.id, quarter.id, message, personId, sha256].join('/'));
}

async function subjectOf(
  db: Database,
  organization: () => Promise<Organization>,
  cause: string,
): Promise<Subject | undefined> {
  const [departmentId, quarterId, message, personId, sha256] = (idIn(cause, 'submission') ?? '').split('/');
  const department = (await organization()).departments.find(({ id }) => id === Number(departmentId));
  const quarter = department?.calendar.byId(quarterId ?? '');
  const state = department && quarter && (await readState(db, department, quarter));
  if (!state || personId === undefined || !v.is(v.picklist(submissionMessages), message)) return undefined;
  return { state, message, personId, sha256: sha256 || undefined };
}

/** Something that a person did, which others get an email about. */
export interface SubmissionEmailEvent {
  kind: 'handed in' | 'returned' | 'submitted' | 'received';
  /** The id of the person who did it. They get no email. */
  by: string;
  at: number;
}

/**
 * The emails about a step, for its commit: pass them to `commitChange` after the audit entry. They are queued only if the
 * statement before them changed something. Call `outbox.wake()` after the commit. Without a mail server, there are none.
 * @param state as it was before the step.
 */
export async function submissionEmails(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'hasServer'>,
  state: SubmissionState,
  { kind, by, at }: SubmissionEmailEvent,
): Promise<Statement[]> {
  if (!outbox.hasServer) return [];
  const { department, quarter } = state;
  const departmentId = department.id;
  const received = kind === 'received' ? await submissionOfQuarter(db, departmentId, quarter.id) : undefined;
  const to = recipientsOf(kind, state, await submissionPeople(db, departmentId));
  return to
    .filter(({ id }) => id !== by)
    .map(({ id }) => {
      const cause = submissionCause(state, kind, id, received?.sha256);
      return outbox.queue({ kind: submissionEmailKind, cause, madeBy: by, departmentId }, at, 'unchanged').statement;
    });
}

function recipientsOf(
  kind: SubmissionEmailEvent['kind'],
  { steps }: SubmissionState,
  people: SubmissionPerson[],
): SubmissionPerson[] {
  const lastBy = (step: string) => steps.findLast((one) => one.kind === step)?.personId;
  const handedInBy = people.filter(({ id }) => id === lastBy('handed in'));
  if (kind === 'handed in') return submittersAmong(people);
  if (kind === 'submitted') return receiversAmong(people);
  if (kind === 'returned') return handedInBy.length > 0 ? handedInBy : handInAmong(people);
  const submittedBy = people.filter(({ id }) => id === lastBy('submitted'));
  return [...new Set([...submittedBy, ...handedInBy])];
}
