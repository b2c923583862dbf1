import { randomUUID } from 'node:crypto';
import { isoDay } from '@heart-survey/shared/dates';
import { commitChange } from '../audit/audit.ts';
import type { Console } from '../console/console.ts';
import type { Statement } from '../database/statement.ts';
import { isId } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { reasonErrors } from '../pages/reason.ts';
import { addNoteIfChanged } from '../work/work.ts';
import { suggestions } from './action-list.ts';
import { actionPage } from './action-page.ts';
import { addAction, changeAction, endAction, maxActions, removeAction, reopenAction } from './changes.ts';
import { isMonitorAlone } from './missing.ts';
import { planPath } from './paths.ts';
import {
  aboutPlan,
  onePlan,
  planEntry,
  rule,
  seenIn,
  versionField,
  type PlanRoutes,
  type PlanVisit,
} from './plan-visit.ts';
import { planPeople } from './recipients.ts';
import { actionsOf, employeeNames, type PlanAction } from './queries.ts';
import { isEditable } from './steps.ts';
import { actionFields, parseAction, parseLater, typedIn, type Typed } from './written.ts';

interface Found extends PlanVisit {
  action: PlanAction | undefined;
}

type Show = (
  found: Found,
  refused?: { errors?: FieldError[]; typed?: Typed | undefined },
  status?: 200 | 400 | 409,
) => Promise<Response>;

interface ActionRoutes extends Pick<PlanRoutes, 'db' | 'find' | 'show'> {
  findAction: (visit: Parameters<PlanRoutes['find']>[0]) => Promise<(PlanVisit & { action: PlanAction }) | undefined>;
  showAction: Show;
}

const oneAction = `${onePlan}/actions/:action`;

/** The actions of a plan: adding, editing, and removing them, and later closing them. */
export function actionRoutes(frame: Console, { db, find, show }: PlanRoutes): void {
  const routes: ActionRoutes = {
    db,
    find,
    show,
    findAction: async (visit) => {
      const found = await find(visit);
      const actions = found ? await actionsOf(db, [found.plan.id]) : [];
      const action = actions.find(({ id }) => id === visit.c.req.param('action'));
      return found && action && { ...found, action };
    },
    showAction: async ({ visit, plan, region, action }, { errors = [], typed } = {}, status = 200) => {
      const people = await planPeople(db, region);
      const shown = { plan, region, action, people, newId: randomUUID(), version: versionField(plan), errors, typed };
      return frame.page(visit, actionPage(shown), status);
    },
  };
  addingRoutes(frame, routes);
  editingRoutes(frame, routes);
  endingRoutes(frame, routes);
}

function addingRoutes(frame: Console, { db, find, show, showAction }: ActionRoutes): void {
  frame.get(`${onePlan}/actions/new`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    if (!isEditable(found.plan)) return visit.c.redirect(planPath(visit.department, found.plan), 303);
    const text = suggestions[Number(visit.c.req.query('suggestion')) - 1];
    return showAction({ ...found, action: undefined }, text === undefined ? {} : { typed: { text } });
  });

  frame.post(`${onePlan}/actions`, rule, async (visit) => {
    const found = await find(visit);
    if (!found) return frame.notFound(visit.c);
    const { plan, region } = found;
    const asked = { ...found, action: undefined };
    const typed = typedIn(visit.form, actionFields);
    const { value, errors } = parseAction(visit.form, await limitsOf(db, found));
    if (value === undefined) return showAction(asked, { errors, typed }, 400);
    const id = visit.form.text('id');
    const action = { ...value, id, createdAt: visit.now };
    const isNew = isId(id) && (await commitChange(db, addAction(plan.id, action), planEntry(found, 'action added')));
    if (!isNew && !(await actionsOf(db, [plan.id])).some((one) => one.id === id && one.text === value.text)) {
      const message = `Your action was not added. The plan already has ${maxActions} actions, or it has been sent for approval.`;
      return show((await find(visit)) ?? found, { errors: [{ at: '', message }], typed }, 409);
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=action`, 303);
  });
}

function editingRoutes(frame: Console, { db, find, findAction, show, showAction }: ActionRoutes): void {
  frame.get(oneAction, rule, async (visit) => {
    const found = await findAction(visit);
    if (!found) return frame.notFound(visit.c);
    const canChange = found.action.state === 'open' && (isEditable(found.plan) || found.plan.stage === 'agreed');
    return canChange ? showAction(found) : visit.c.redirect(planPath(visit.department, found.plan), 303);
  });

  frame.post(oneAction, rule, async (visit) => {
    const found = await findAction(visit);
    if (!found) return frame.notFound(visit.c);
    const { plan, region, action } = found;
    const parse = plan.stage === 'agreed' ? parseLater : parseAction;
    const limits = { ...(await limitsOf(db, found)), dueOn: action.dueOn };
    const { value, errors } = parse(visit.form, limits);
    const typed = typedIn(visit.form, actionFields);
    if (value === undefined) return showAction(found, { errors, typed }, 400);
    const others = (await actionsOf(db, [plan.id])).filter(({ id }) => id !== action.id);
    if (plan.stage === 'agreed' && isMonitorAlone(plan, [...others, value])) {
      const message = 'Choose someone else. The monitor cannot be the only owner.';
      return showAction(found, { errors: [{ at: 'owner', message }], typed }, 400);
    }
    const change = changeAction(seenIn(visit.form, plan), action.id, value);
    const detail = { owner: [action.ownerId ?? '', value.ownerId ?? ''], due: [action.dueOn, value.dueOn] };
    if (!(await commitChange(db, change, planEntry(found, 'action changed', detail)))) {
      const current = await findAction(visit);
      if (!current) return frame.notFound(visit.c);
      const fits = 'text' in value ? isEditable(current.plan) : current.plan.stage === 'agreed';
      const canRetry = fits && current.action.state === 'open';
      const isSaved = Object.entries(value).every(([name, one]) => current.action[name as keyof typeof value] === one);
      const message = `Someone else changed this plan while you were editing. Your changes are still here.${canRetry ? ' Select Save to try again.' : ''}`;
      const refused = { errors: [{ at: '', message }], typed };
      if (!isSaved) return canRetry ? showAction(current, refused, 409) : show(current, refused, 409);
    }
    return visit.c.redirect(`${planPath(region.department, plan)}?notice=action`, 303);
  });

  frame.post(`${oneAction}/removal`, rule, async (visit) => {
    const plan = await find(visit);
    if (!plan) return frame.notFound(visit.c);
    const found = await findAction(visit);
    // Removed already, such as by pressing the button twice.
    const isRemoved =
      !found ||
      (await commitChange(db, removeAction(found.plan.id, found.action.id), planEntry(found, 'action removed')));
    if (!isRemoved) {
      const message = 'The action was not removed, because the plan has been sent for approval.';
      return show(plan, { errors: [{ at: '', message }] }, 409);
    }
    return visit.c.redirect(`${planPath(visit.department, plan.plan)}?notice=removed`, 303);
  });
}

function endingRoutes(frame: Console, { db, findAction, show, showAction }: ActionRoutes): void {
  frame.post(`${oneAction}/end`, rule, async (visit) => {
    const found = await findAction(visit);
    if (!found) return frame.notFound(visit.c);
    const { plan, action } = found;
    const outcome = visit.form.text('outcome');
    const state = visit.form.text('state') === 'dropped' ? 'dropped' : 'done';
    const errors = reasonErrors('outcome', outcome, 'evidence or a reason');
    if (errors.length > 0) return showAction(found, { errors, typed: { outcome } }, 400);
    const ended: Parameters<typeof endAction>[2] = { state, outcome, endedAt: visit.now, endedBy: visit.person.id };
    const entry = planEntry(found, `action ${state}`);
    if (!(await commitChange(db, endAction(plan.id, action.id, ended), entry))) {
      const current = (await findAction(visit)) ?? found;
      const isMine = current.action.endedBy === visit.person.id && current.action.outcome === outcome;
      const message = 'Someone else already updated this action. See their update below.';
      if (!isMine) return show(current, { errors: [{ at: '', message }], typed: { outcome } }, 409);
    }
    return visit.c.redirect(`${planPath(visit.department, plan)}?notice=ended`, 303);
  });

  frame.post(`${oneAction}/reopening`, rule, async (visit) => {
    const found = await findAction(visit);
    if (!found) return frame.notFound(visit.c);
    const change = reopenAction(found.plan.id, found.action.id);
    const kept = reopenedNote(found);
    const isReopened = await commitChange(db, change, planEntry(found, 'action reopened'), ...kept);
    const current = (await findAction(visit)) ?? found;
    if (!isReopened && current.action.state !== 'open') {
      const message = 'The action was not reopened, because the plan is completed.';
      return show(current, { errors: [{ at: '', message }] }, 409);
    }
    return visit.c.redirect(`${planPath(visit.department, found.plan)}?notice=ended`, 303);
  });
}

/** What was said when the action ended stays on the plan as a note. */
function reopenedNote({ visit, plan, action }: PlanVisit & { action: PlanAction }): Statement[] {
  if (action.outcome === null) return [];
  const text = `Reopened “${action.text}”. It was ${action.state}: ${action.outcome}`;
  const note = { id: randomUUID(), about: aboutPlan(plan), personId: visit.person.id, at: visit.now, text };
  return [addNoteIfChanged(note)];
}

async function limitsOf(db: ActionRoutes['db'], { visit, region }: PlanVisit) {
  const [people, employees] = await Promise.all([planPeople(db, region), employeeNames(db, region.department.id)]);
  return { people, employees, today: isoDay(visit.now, region.department.zone) };
}
