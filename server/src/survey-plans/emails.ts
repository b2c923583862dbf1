import { isoDayInWords } from '@heart-survey/shared/dates';
import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { createOrganization, type Department, type Organization } from '../org/org.ts';
import { causeOf, idIn, type Email, type EmailKind } from '../outbox/outbox.ts';
import { dueDay, dueKinds, type DueKind } from './due.ts';
import { planPath } from './paths.ts';
import { currentPlan, planKeepers, type Keeper } from './queries.ts';

interface SurveyPlanEmailOptions {
  db: Database;
  /** The address of the installation, without a slash at the end. */
  baseUrl: string;
}

/** The name that reminders about survey plans are queued under. */
export const surveyPlanEmailKind = 'survey-plan';

/** When a reminder is sent: before the day, or after it. */
const rounds = ['soon', 'overdue'] as const;
export type Round = (typeof rounds)[number];

/** What a reminder is about. It goes to one person. */
export interface Reminder {
  department: Department;
  kind: DueKind;
  dueOn: string;
  round: Round;
  personId: string;
}

export function reminderCause({ department, kind, dueOn, round, personId }: Reminder): string {
  return causeOf('survey-plan', [department.id, kind, dueOn, round, personId].join('/'));
}

async function reminderIn(organization: () => Promise<Organization>, cause: string): Promise<Reminder | undefined> {
  const [id, kind, dueOn = '', round, personId] = (idIn(cause, 'survey-plan') ?? '').split('/');
  const department = (await organization()).departments.find((one) => String(one.id) === id);
  const known = { kind: dueKinds.find((one) => one === kind), round: rounds.find((one) => one === round) };
  if (!department || !known.kind || !known.round || personId === undefined) return undefined;
  return { department, kind: known.kind, round: known.round, dueOn, personId };
}

/** A reminder that a survey or the review of a plan is due. */
export function surveyPlanEmail({ db, baseUrl }: SurveyPlanEmailOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const find = (cause: string) => reminderIn(organization, cause);
  return {
    title: 'Survey plan',
    isBulk: true,
    recipient: async ({ cause }) => {
      const found = await find(cause);
      return found && (await personById(db, found.personId))?.email;
    },
    compose: async ({ cause }) => {
      const found = await find(cause);
      if (!found) return undefined;
      const { department, kind, dueOn, personId } = found;
      const plan = await currentPlan(db, department.id);
      const to = (await planKeepers(db, department.id)).find(({ id }) => id === personId);
      // The plan may have a new day by now.
      if (!to || !plan || dueDay(plan, kind) !== dueOn) return undefined;
      return { email: emailText(found, to, `${baseUrl}${planPath(department)}`) };
    },
    mayRead: async (reader, { cause }) => {
      const found = await find(cause);
      return found !== undefined && can(reader, 'survey plans', { departmentId: found.department.id });
    },
  };
}

function emailText({ department, kind, dueOn, round }: Reminder, { name, email }: Keeper, link: string): Email {
  const day = isoDayInWords(dueOn);
  const what = kind === 'survey' ? 'the next survey' : 'the review of the survey plan';
  const isOver = round === 'overdue';
  const next =
    kind === 'survey'
      ? 'After the survey, enter the date of the next one in the plan:'
      : 'Check whether the plan still says what you do, and save it with a new review date:';
  return {
    to: [email],
    subject: isOver ? `Overdue: ${what} for ${department.name}` : `${department.name}: ${what} is due on ${day}`,
    body: [
      `Hello ${name},`,
      `According to the survey plan for ${department.name}, ${what} ${isOver ? 'was' : 'is'} due on ${day}. ${next}`,
      { link },
      `You get this email because you can change the survey plan for ${department.name}.`,
    ],
  };
}
