import * as v from 'valibot';
import { can, personById, type Person } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import { computeFigures, readTallies } from '../figures/figures.ts';
import { createOrganization, type Organization, type Region } from '../org/org.ts';
import { causeOf, idIn, type EmailKind, type Outbox } from '../outbox/outbox.ts';
import { anyPlan, lastEvent, type StoredPlan } from './email-queries.ts';
import { emailText, planMessages, type PlanMessage } from './email-texts.ts';
import { planPath } from './paths.ts';
import { shownScores, type PlanScores } from './plan-figures.ts';
import { actionsOf, type PlanAction } from './queries.ts';
import { approversAmong, planPeople, writersAmong, type PlanPerson } from './recipients.ts';

interface PlanEmailOptions {
  db: Database;
  /** The address of the installation, without a slash at the end. */
  baseUrl: string;
}

/** What an email about a plan is about. It goes to one person. */
interface Subject {
  plan: StoredPlan;
  region: Region;
  message: PlanMessage;
  personId: string;
  action: PlanAction | undefined;
}

/** An email about an action plan to one person. It never contains what customers wrote. */
export function planEmail({ db, baseUrl }: PlanEmailOptions): EmailKind<Person> {
  const organization = createOrganization(db);
  const find = (cause: string) => subjectOf(db, organization, cause);
  return {
    title: 'Action plan',
    recipient: async ({ cause }) => {
      const found = await find(cause);
      return found && (await personById(db, found.personId))?.email;
    },
    compose: async ({ cause, madeBy }) => {
      const subject = await find(cause);
      const people = subject === undefined ? [] : await planPeople(db, subject.region);
      const to = people.find(({ id }) => id === subject?.personId);
      if (!subject || !to || !isNeeded(subject)) return undefined;
      const figures = await figuresFor(db, subject);
      if (figures === undefined) return undefined;
      const { plan, region, message, action } = subject;
      const by = madeBy === null ? undefined : await personById(db, madeBy);
      const reason = message === 'returned' ? (await lastEvent(db, plan.id, 'returned'))?.reason : undefined;
      const link = `${baseUrl}${planPath(region.department, plan)}`;
      const isWriter = writersAmong(people, plan.ownerId).includes(to);
      const given = { plan, region, message, action, to, isWriter, link, figures, reason, by: by?.name };
      return { email: emailText(given) };
    },
    mayRead: async (reader, { cause }) => {
      const region = (await find(cause))?.region;
      const departmentId = region?.department.id;
      return region !== undefined && can(reader, 'action plans', { departmentId, regionId: region.id });
    },
  };
}

/** The cause of an email, as {@link subjectOf} reads it. */
export function planCause(planId: number, message: PlanMessage, personId: string, actionId = ''): string {
  return causeOf('plan', [planId, message, personId, actionId].join('/'));
}

const planMessage = v.picklist(planMessages);

async function subjectOf(
  db: Database,
  organization: () => Promise<Organization>,
  cause: string,
): Promise<Subject | undefined> {
  const [planId, message, personId, actionId] = (idIn(cause, 'plan') ?? '').split('/');
  const plan = await anyPlan(db, Number(planId ?? NaN));
  const region = plan && (await organization()).regions.find(({ id }) => id === plan.regionId);
  if (!plan || !region || personId === undefined || !v.is(planMessage, message)) return undefined;
  const action = actionId ? (await actionsOf(db, [plan.id])).find(({ id }) => id === actionId) : undefined;
  return { plan, region, message, personId, action };
}

/** Whether the plan is still as the email says: it may wait in the outbox for days. */
function isNeeded({ plan, message, action }: Subject): boolean {
  const needed: Record<PlanMessage, boolean> = {
    watch: plan.stage === 'watch',
    required: plan.stage === 'required',
    'due soon': plan.stage === 'required' && plan.sentAt === null,
    overdue: plan.stage === 'required',
    'action due': plan.stage === 'agreed' && action?.state === 'open',
    'action overdue': plan.stage === 'agreed' && action?.state === 'open',
    sent: plan.stage === 'required' && plan.sentAt !== null,
    returned: plan.stage === 'required' && plan.sentAt === null,
    agreed: plan.stage === 'agreed',
  };
  return needed[message];
}

/** The figures that the plan is for; of an open quarter the current ones, if they are still below target. */
async function figuresFor(db: Database, { plan, region, message }: Subject): Promise<PlanScores | undefined> {
  if (message !== 'watch') return shownScores(plan);
  const { department } = region;
  const { regions } = computeFigures(await readTallies(db, department.id, plan.quarter), department.target);
  const scores = regions.find((one) => one.region === region.slug);
  return scores?.status === 'below' ? { scores, target: department.target } : undefined;
}

/** Something that a person did to a plan, which others get an email about. */
export interface PlanEmailEvent {
  kind: 'sent' | 'returned' | 'agreed';
  planId: number;
  /** The id of the person who did it. They get no email. */
  by: string;
  at: number;
}

/**
 * The emails about an event, for its commit: pass them to `commitChange` after the audit entry. They are queued only if the
 * statement before them changed something. Call `outbox.wake()` after the commit. Call this before the commit, while the
 * plan still names who sent it. Without a mail server, there are none.
 *
 * `sent` goes to the representatives, `returned` to the person who sent it and to the owner, and `agreed` to the owner, the
 * monitor, and the owners of open actions: those of them who work on the region's plans.
 */
export async function planEmails(
  db: Database,
  outbox: Pick<Outbox, 'queue' | 'hasServer'>,
  { kind, planId, by, at }: PlanEmailEvent,
): Promise<Statement[]> {
  const plan = outbox.hasServer ? await anyPlan(db, planId) : undefined;
  const region = plan && (await createOrganization(db)()).regions.find(({ id }) => id === plan.regionId);
  if (!plan || !region) return [];
  const recipients = (await recipientsOf(db, kind, plan, await planPeople(db, region))).filter(({ id }) => id !== by);
  return recipients.map(({ id }) => {
    const cause = planCause(planId, kind, id);
    return outbox.queue({ kind: planEmailKind, cause, madeBy: by, departmentId: region.department.id }, at, 'unchanged')
      .statement;
  });
}

/** The name that emails about plans are queued under. */
export const planEmailKind = 'action-plan';

async function recipientsOf(
  db: Database,
  kind: PlanEmailEvent['kind'],
  plan: StoredPlan,
  people: PlanPerson[],
): Promise<PlanPerson[]> {
  if (kind === 'sent') return approversAmong(people);
  const open = kind === 'agreed' ? (await actionsOf(db, [plan.id])).filter(({ state }) => state === 'open') : [];
  const ids =
    kind === 'returned'
      ? [plan.sentBy, plan.ownerId]
      : [plan.ownerId, plan.monitorId, ...open.map(({ ownerId }) => ownerId)];
  return people.filter(({ id }) => ids.includes(id));
}
