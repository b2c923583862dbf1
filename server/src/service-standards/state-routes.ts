import { randomUUID } from 'node:crypto';
import { grouped } from '@heart-survey/shared/counts';
import { hundredthsIn } from '@heart-survey/shared/standards';
import type { Quarter } from '@heart-survey/shared/quarters';
import { can } from '../access/access.ts';
import { commitChange } from '../audit/audit.ts';
import { departmentsFor, type Console, type Visit } from '../console/console.ts';
import { quartersUpTo } from '../figures/figures.ts';
import { countIn, isId, type Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import { incompleteForm, usedForm, type FieldError } from '../pages/fields.ts';
import { noteErrors } from '../pages/reason.ts';
import { isInForce } from './in-force.ts';
import { listPage } from './list-page.ts';
import { notePath, standardPath, standardsPath } from './paths.ts';
import { changeNote, insertValue, isStored } from './queries.ts';
import { standardsLabel } from './setup-pages.ts';
import { notePage, standardPage, type TypedValue } from './standard-page.ts';
import { readStates, type StandardReaders, type StandardStates } from './states.ts';

type DepartmentVisit = Visit & { department: Department };

/** How many quarters the list and the page of a standard show. */
const listed = 5;
const shown = 12;
/** The largest number that a figure can be based on. */
const maxCount = 1_000_000;

/** Whether standards were met, and the figures that are entered by hand. */
export function stateRoutes(frame: Console, readers: StandardReaders): void {
  const rule = { of: 'department', action: 'standards' } as const;
  const list = standardsPath({ slug: ':department' });
  const one = standardPath({ slug: ':department' }, ':standard');
  frame.navItem({
    group: 'Results',
    label: standardsLabel,
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'standards', organization);
      return first && standardsPath(first);
    },
  });
  frame.get(list, rule, async (visit) => {
    const { department, person, organization, now } = visit;
    const quarters = latestQuarters(department, now, listed);
    return frame.page(
      visit,
      listPage({
        department,
        departments: departmentsFor(person, 'standards', organization),
        quarters,
        standards: await readStates(readers, visit, department, quarters),
        maySetUp: can(person, 'standards setup', { departmentId: department.id }),
        now,
      }),
    );
  });
  frame.get(one, rule, async (visit) => {
    const found = await find(visit);
    return found ? show(visit, found) : frame.notFound(visit.c);
  });
  frame.post(`${one}/values`, { of: 'department', action: 'standard values' }, async (visit) => {
    const found = await find(visit);
    return found?.standard.measure === 'entered' ? enter(visit, found) : frame.notFound(visit.c);
  });

  const note = notePath({ slug: ':department' }, ':standard', ':value');
  const entering = { of: 'department', action: 'standard values' } as const;
  frame.get(note, entering, async (visit) => {
    const found = await findValue(visit);
    return found ? showNote(visit, found, found.value.note ?? '') : frame.notFound(visit.c);
  });
  frame.post(note, entering, async (visit) => {
    const found = await findValue(visit);
    return found ? correctNote(visit, found) : frame.notFound(visit.c);
  });

  /** The value that the path names. */
  async function findValue(visit: DepartmentVisit) {
    const found = await find(visit);
    const value = found?.values.find(({ id }) => id === visit.c.req.param('value'));
    return found && value && { standard: found.standard, value };
  }

  type Valued = NonNullable<Awaited<ReturnType<typeof findValue>>>;

  function showNote(visit: DepartmentVisit, found: Valued, text: string, errors: FieldError[] = []) {
    const page = notePage({ ...found, department: visit.department, note: text, errors });
    return frame.page(visit, page, errors.length > 0 ? 400 : 200);
  }

  async function correctNote(visit: DepartmentVisit & { form: Form }, { standard, value }: Valued) {
    const { department, person, now, form } = visit;
    const [text, seen] = [form.text('note'), form.text('seen')];
    const errors = noteErrors('note', text);
    if (errors.length > 0) return showNote(visit, { standard, value }, text, errors);
    const entry = { personId: person.id, action: 'standard note corrected', subject: value.quarter };
    const isSaved =
      text === (value.note ?? '') ||
      (await commitChange(readers.db, changeNote(value.id, seen || null, text || null), {
        ...entry,
        at: now,
        departmentId: department.id,
        detail: { id: standard.id },
      }));
    if (!isSaved) return showNote(visit, { standard, value }, text, [changed]);
    return visit.c.redirect(`${standardPath(department, standard.id)}?notice=noted`, 303);
  }

  /** The standard that the path names, if it was in force in one of the quarters that are shown. */
  async function find(visit: DepartmentVisit): Promise<StandardStates | undefined> {
    const { department, c, now } = visit;
    const all = await readStates(readers, visit, department, latestQuarters(department, now, shown));
    return all.find(({ standard }) => String(standard.id) === c.req.param('standard'));
  }

  function show(
    visit: DepartmentVisit,
    found: StandardStates,
    rejected: { typed?: TypedValue; errors: FieldError[]; status?: 409 } = { errors: [] },
  ) {
    const { department, person, now, c } = visit;
    const quarters = latestQuarters(department, now, shown);
    const mayEnter =
      found.standard.measure === 'entered' && can(person, 'standard values', { departmentId: department.id });
    const open = openQuarters(found, quarters, now);
    const { typed = { id: randomUUID(), quarter: nextIn(found, open)?.id ?? '', value: '', basedOn: '', note: '' } } =
      rejected;
    const form = mayEnter && open.length > 0 ? { typed, quarters: open } : undefined;
    // Only the department itself reads what was entered when, by whom, and with which note.
    const values = can(person, 'results', { departmentId: department.id }) ? found.values : [];
    const page = standardPage({
      ...found,
      values,
      department,
      quarters,
      now,
      form,
      errors: rejected.errors,
      notice: c.req.query('notice'),
    });
    return frame.page(visit, page, rejected.status ?? (rejected.errors.length > 0 ? 400 : 200));
  }

  async function enter(visit: DepartmentVisit & { form: Form }, found: StandardStates) {
    const { department, person, now, form } = visit;
    const typed = {
      id: form.text('id'),
      quarter: form.text('quarter'),
      value: form.text('value'),
      basedOn: form.text('basedOn'),
      note: form.text('note'),
    };
    const value = hundredthsIn(typed.value);
    const basedOn = countIn(typed.basedOn, maxCount);
    const quarters = openQuarters(found, latestQuarters(department, now, shown), now);
    const errors = [
      ...(quarters.some(({ id }) => id === typed.quarter) ? [] : [{ at: 'quarter', message: 'Choose a quarter.' }]),
      ...(value === undefined
        ? [{ at: 'value', message: 'Enter a number with at most two decimals, such as 4.5.' }]
        : []),
      ...(basedOn === undefined
        ? [{ at: 'basedOn', message: `Enter a whole number from 1 to ${grouped(maxCount)}, or leave it blank.` }]
        : []),
      ...noteErrors('note', typed.note),
      ...(isId(typed.id) ? [] : [incompleteForm]),
    ];
    if (errors.length > 0) return show(visit, found, { typed, errors });
    const row = {
      id: typed.id,
      standardId: found.standard.id,
      departmentId: department.id,
      quarter: typed.quarter,
      value: value!,
      basedOn: basedOn!,
      note: typed.note === '' ? null : typed.note,
      at: now,
      personId: person.id,
    };
    const isEntered = await commitChange(readers.db, insertValue(row, found.standard), {
      at: now,
      personId: person.id,
      action: 'standard value entered',
      subject: typed.quarter,
      departmentId: department.id,
      detail: { id: found.standard.id },
    });
    if (!isEntered && !(await isStored(readers.db, row))) {
      const latest = (await find(visit)) ?? found;
      const error = latest.standard.endedAt === found.standard.endedAt ? usedForm : ended;
      return show(visit, latest, { typed: { ...typed, id: randomUUID() }, errors: [error], status: 409 });
    }
    return visit.c.redirect(`${standardPath(department, found.standard.id)}?notice=entered`, 303);
  }
}

const changed: FieldError = {
  at: 'note',
  message: 'Someone else changed the note in the meantime. Check yours, then save it.',
};

const ended: FieldError = {
  at: 'quarter',
  message: 'Someone changed or ended this standard in the meantime, so nothing was saved. Check the list of standards.',
};

/** The current quarter and those before it, latest first. */
function latestQuarters(department: Department, now: number, count: number): Quarter[] {
  return quartersUpTo(department, department.calendar.at(now), count).toReversed();
}

/** The quarters for which a value can be entered. */
function openQuarters({ standard }: StandardStates, quarters: readonly Quarter[], now: number): Quarter[] {
  return quarters.filter((quarter) => isInForce(standard, quarter, now));
}

/** The oldest quarter without a value, or the latest one. */
function nextIn({ values }: StandardStates, quarters: readonly Quarter[]): Quarter | undefined {
  return quarters.findLast(({ id }) => !values.some(({ quarter }) => quarter === id)) ?? quarters[0];
}
