import { commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { statement, type Statement } from '../database/statement.ts';
import type { Department, Organization } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { rulesPath } from './desk-paths.ts';
import { currentPromises } from './promises.ts';
import { usualPack, type PromiseRule, type RulePack } from './rule-packs.ts';
import { exampleOf } from './rules-example.ts';
import { packOf, readRuleFields } from './rules-form.ts';
import { rulesPage, type SurveyChoice } from './rules-page.ts';
import { chooseSurvey, surveyRegionOf } from './survey-after.ts';

const rule = { of: 'department', action: 'case setup' } as const;

type Visited = Visit & { department: Department };

interface Rejected {
  pack: RulePack;
  typed: (name: string) => string;
  errors: FieldError[];
}

/** The page where administrators set what a department promises. Cases that are here keep the rules that they have. */
export function rulesRoutes(frame: Console, { db }: { db: Database }): void {
  const path = rulesPath({ slug: ':department' });
  const show = async (visit: Visited, rejected?: Partial<Rejected>, status: 200 | 400 | 409 = 200) => {
    const { c, department, organization, person, now } = visit;
    const current = await currentPromises(db, department);
    const chosen = rejected?.pack ?? packOf(c.req.query('pack'));
    const isCurrent = chosen === undefined;
    const rules = isCurrent ? current.rules : chosen.rules;
    const page = rulesPage({
      department,
      departments: departmentsFor(person, 'case setup', organization),
      pack: chosen ?? packOf(current.pack) ?? usualPack,
      rules,
      isCurrent,
      before: current.rulesId,
      typed: rejected?.typed,
      survey: surveyChoice(organization, department, await surveyRegionOf(db, department.id)),
      example: exampleOf(rules, current.calendars.at(-1)!, now),
      errors: rejected?.errors ?? [],
      notice: rejected ? undefined : c.req.query('notice'),
    });
    return frame.page(visit, page, status);
  };
  frame.get(path, rule, (visit) => show(visit));

  frame.post(path, rule, async (visit) => {
    const { c, form, department, person, now } = visit;
    const typed = (name: string) => form.text(name);
    const pack = packOf(typed('pack')) ?? usualPack;
    const read = readRuleFields(pack, typed);
    if ('errors' in read) return show(visit, { pack, typed, errors: read.errors }, 400);
    const current = await currentPromises(db, department);
    const { rules } = read;
    if (pack.id !== current.pack || JSON.stringify(rules) !== JSON.stringify(current.rules)) {
      const added = addRules(
        { departmentId: department.id, pack: pack.id, rules, at: now, by: person.id },
        typed('before'),
      );
      const isFirst = await commitChange(db, added, {
        at: now,
        personId: person.id,
        action: 'case rules changed',
        subject: department.slug,
        departmentId: department.id,
        detail: { pack: [current.pack, pack.id], ...changesIn(current.rules, rules) },
      });
      if (!isFirst) return show(visit, { pack, typed, errors: [changedByOther] }, 409);
    }
    return c.redirect(`${rulesPath(department)}?notice=saved`, 303);
  });

  frame.post(`${path}/survey`, rule, async (visit) => {
    const { c, form, department, organization, person, now } = visit;
    const regionIn = (name: string) => organization.regions.find(({ id }) => String(id) === form.text(name));
    const [was, wanted] = [regionIn('was'), regionIn('survey')];
    const isThere = wanted?.department.id === department.id && (wanted.retiredAt === null || wanted.id === was?.id);
    if (form.text('survey') !== '' && !isThere) {
      return show(visit, { errors: [{ at: 'survey', message: 'Choose the survey from the list.' }] }, 400);
    }
    if (wanted?.id !== was?.id) {
      const isFirst = await commitChange(db, chooseSurvey(department.id, was?.id ?? null, wanted?.id ?? null), {
        at: now,
        personId: person.id,
        action: 'case survey changed',
        subject: department.slug,
        departmentId: department.id,
        detail: { region: [was?.slug ?? null, wanted?.slug ?? null] },
      });
      if (!isFirst) return show(visit, { errors: [surveyChangedByOther] }, 409);
    }
    return c.redirect(`${rulesPath(department)}?notice=survey`, 303);
  });
}

/** The regions to choose from: those of the department that are not retired, and the one that is chosen. */
function surveyChoice({ regions }: Organization, { id }: Department, regionId: number | null): SurveyChoice {
  const own = regions.filter(({ department, retiredAt, ...region }) => {
    return department.id === id && (retiredAt === null || region.id === regionId);
  });
  return { regions: own, regionId };
}

const surveyChangedByOther = {
  at: 'survey',
  message: 'Someone else chose another survey after you opened this page. Check it and save again.',
};

const changedByOther = {
  at: '',
  message: 'Someone else changed the rules after you opened this page. Check them and save again.',
};

interface NewRules {
  departmentId: number;
  pack: string;
  rules: readonly PromiseRule[];
  at: number;
  by: string;
}

/** A new version, unless someone else made one. @param before the version that the form was made for; empty for none. */
function addRules({ departmentId, pack, rules, at, by }: NewRules, before: string): Statement {
  return statement(
    `INSERT INTO case_rules (department_id, pack, rules, since, made_by) SELECT :departmentId, :pack, :rules, :at, :by
      WHERE coalesce((SELECT max(id) FROM case_rules WHERE department_id = :departmentId), '') = :before`,
    { departmentId, pack, rules: JSON.stringify(rules), at, by, before: /^\d+$/.test(before) ? Number(before) : '' },
  );
}

/** The rules that are new or differ, as they were and as they are, for the audit log. */
function changesIn(before: readonly PromiseRule[], after: readonly PromiseRule[]): Record<string, unknown> {
  const inWords = (rule: PromiseRule | undefined) => (rule === undefined ? null : Object.values(rule.clock).join(', '));
  const ids = new Set([...before, ...after].map(({ id }) => id));
  const changes = [...ids].map((id) => {
    const [old, current] = [before, after].map((rules) => inWords(rules.find((one) => one.id === id)));
    return [id, [old, current]] as const;
  });
  return Object.fromEntries(changes.filter(([, [old, current]]) => old !== current));
}
