import { dayFrom } from '@heart-survey/shared/dates';
import type { CasePage, CaseRoutes } from '../cases/cases.ts';
import type { Console } from '../console/console.ts';
import { statement } from '../database/statement.ts';
import { isId } from '../http/form.ts';
import { hasWords, reasonErrors } from '../pages/reason.ts';
import { lastDay, todayAt } from './days.ts';
import { isSameCase, sameCase } from './follow.ts';
import { followRoute, type Asked, type Read } from './follow-routes.ts';
import { askFields, maxAgency, stepFields, ways } from './referral-fields.ts';
import { referralsOf, type Referral } from './referral-queries.ts';

/** Passing a need on: asking, the writer's answer, passing it on, and following up (docs/policies/dss-principles.md, section 2). */
export function referralRoutes(frame: Console, options: CaseRoutes): void {
  const { db } = options;
  followRoute(
    frame,
    options,
    'referrals',
    () => Object.values(askFields),
    async ({ form, person, now }, page) => {
      const [id, agency, need] = [form.text('id'), form.text(askFields.agency), form.text(askFields.need)];
      if (!isId(id)) return [{ at: askFields.agency, message: 'Reload the page and enter it again.' }];
      if ((await referralsOf(db, page.file.id)).some((one) => one.id === id)) return 'done before';
      const errors = [
        ...(hasWords(agency) && agency.length <= maxAgency
          ? []
          : [{ at: askFields.agency, message: `Enter the agency in ${maxAgency} characters or fewer.` }]),
        ...reasonErrors(askFields.need, need, 'what the agency would be told'),
      ];
      if (errors.length > 0) return errors;
      return {
        change: statement(
          `INSERT INTO case_referral (id, case_id, agency, need, asked_at, asked_by, permission)
          SELECT :id, :caseId, :agency, :need, :now, :by, 'asked' WHERE ${isSameCase} ON CONFLICT DO NOTHING`,
          { ...sameCase(page.file), id, agency, need, now, by: person.id },
        ),
        event: { kind: 'permission', detail: { referral: id, answer: 'asked' } },
      };
    },
  );

  const step = (path: string, fields: (fields: Fields) => Record<string, string>, read: ReadStep) =>
    followRoute(
      frame,
      options,
      `referrals/:referral/${path}`,
      (c) => Object.values(fields(stepFields(c.req.param('referral') ?? ''))),
      async (visit, page) => {
        const one = (await referralsOf(db, page.file.id)).find(({ id }) => id === visit.c.req.param('referral'));
        return one === undefined ? 'nothing there' : read(visit, page, one, stepFields(one.id));
      },
    );
  step('permission', ({ permission }) => permission, readPermission);
  step('passing', ({ passing }) => passing, readPassing);
  step('follow-up', ({ followUp }) => followUp, readFollowUp);
}

type Fields = ReturnType<typeof stepFields>;
type ReadStep = (visit: Parameters<Read>[0], page: CasePage, one: Referral, fields: Fields) => Asked;

const readPermission: ReadStep = ({ form, person, now }, { file }, one, { permission: at }) => {
  const answer = (['given', 'refused'] as const).find((value) => value === form.text(at.answer));
  const way = ways.find((value) => value === form.text(at.way));
  if (answer !== undefined && one.permission === answer) return one.permissionWay === way ? 'done before' : 'overtaken';
  // It may be taken back, but not after the agency knows, and not be given after it was refused: then ask again.
  const isOpen = one.permission === 'asked' || (one.permission === 'given' && one.passedAt === null);
  if (!isOpen) return 'overtaken';
  const errors = [
    ...(answer === undefined ? [{ at: at.answer, message: 'Choose whether the writer gave permission.' }] : []),
    ...(way === undefined ? [{ at: at.way, message: 'Choose how they said so.' }] : []),
  ];
  if (answer === undefined || way === undefined) return errors;
  return {
    change: statement(
      `UPDATE case_referral SET permission = :answer, permission_way = :way, permission_at = :now, permission_by = :by
        WHERE id = :id AND case_id = :caseId AND permission = :before AND passed_at IS NULL AND ${isSameCase}`,
      { ...sameCase(file), id: one.id, answer, way, now, by: person.id, before: one.permission },
    ),
    event: { kind: 'permission', detail: { referral: one.id, answer } },
  };
};

const readPassing: ReadStep = ({ form, person, now }, page, one, { passing: at }) => {
  const followUpOn = form.text(at.followUpOn);
  if (one.passedAt !== null) return one.followUpOn === followUpOn ? 'done before' : 'overtaken';
  if (one.permission !== 'given') return 'overtaken';
  if (dayFrom(followUpOn) === undefined || followUpOn <= todayAt(page) || followUpOn > lastDay(page)) {
    return [{ at: at.followUpOn, message: 'Enter a date after today, at most two years ahead.' }];
  }
  return {
    change: statement(
      `UPDATE case_referral SET passed_at = :now, passed_by = :by, follow_up_on = :followUpOn
        WHERE id = :id AND case_id = :caseId AND permission = 'given' AND passed_at IS NULL AND ${isSameCase}`,
      { ...sameCase(page.file), id: one.id, followUpOn, now, by: person.id },
    ),
    event: { kind: 'passed on', detail: { referral: one.id, followUpOn } },
  };
};

const readFollowUp: ReadStep = ({ form, person, now }, { file }, one, { followUp: at }) => {
  const outcome = form.text(at.outcome);
  if (one.followedUpAt !== null) return one.outcome === outcome ? 'done before' : 'overtaken';
  if (one.passedAt === null) return 'overtaken';
  const errors = reasonErrors(at.outcome, outcome, 'what came of it');
  if (errors.length > 0) return errors;
  return {
    change: statement(
      `UPDATE case_referral SET followed_up_at = :now, followed_up_by = :by, outcome = :outcome
        WHERE id = :id AND case_id = :caseId AND passed_at IS NOT NULL AND followed_up_at IS NULL AND ${isSameCase}`,
      { ...sameCase(file), id: one.id, outcome, now, by: person.id },
    ),
    event: { kind: 'followed up', detail: { referral: one.id } },
  };
};
