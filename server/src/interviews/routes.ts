import { randomUUID } from 'node:crypto';
import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { commitChange, type AuditEntry } from '../audit/audit.ts';
import { copiesErased } from '../cases/cases.ts';
import { departmentLinks, departmentsFor, regionsFor } from '../console/console.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { askedGroups, findBySlug, hasEnded, type Department, type Region } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { quotesErased } from '../recognition/recognition.ts';
import { eraseInterview, type Saved } from '../responses/responses.ts';
import type { Languages } from '../survey/survey.ts';
import { answersIn, noAnswers, responseFrom, type Answers } from './entry.ts';
import { interviewsPath } from './paths.ts';
import { entered, hasEntered, interviewsSince } from './queries.ts';
import { scriptPage } from './script-page.ts';
import { startPage } from './start-page.ts';

export interface InterviewRoutes {
  db: Database;
  store: (response: SurveyResponse, interview: { receivedAt: number; entry: AuditEntry }) => Promise<Saved | 'ended'>;
  languages: Languages;
}

const path = interviewsPath({ slug: ':department' });
const interviews = { of: 'part', action: 'interviews' } as const;

interface InterviewVisit {
  frame: Console;
  options: InterviewRoutes;
  visit: Visit & { department: Department };
}

/** The page where staff interview customers on the telephone, using only the keyboard. */
export function interviewRoutes(frame: Console, options: InterviewRoutes): void {
  frame.navItem({
    group: 'Work',
    label: 'Telephone interviews',
    href: (person, organization) => {
      const [first] = departmentsFor(person, 'interviews', organization);
      return first && interviewsPath(first);
    },
  });
  frame.get(path, interviews, (visit) => showScript({ frame, options, visit }));
  frame.post(path, interviews, ({ form, ...visit }) => saveInterview({ frame, options, visit, form }));
  frame.post(`${path}/:response/undoing`, interviews, (visit) => removeInterview({ frame, options, visit }));
}

/** The regions that the person may ask about now. */
function regionsOf({ person, organization, department, now }: InterviewVisit['visit']): Region[] {
  return regionsFor(person, 'interviews', organization, department).filter((region) => !hasEnded(region, now));
}

/** The start of the day in the department's zone, in milliseconds since the epoch. */
function startOfToday({ department, now }: InterviewVisit['visit']): number {
  return dayFrom(isoDay(now, department.zone))!.startIn(department.zone);
}

interface Shown {
  region: string | undefined;
  lang: string | undefined;
  answers?: Answers;
  id?: string;
  errors?: FieldError[];
  status?: 200 | 400 | 409;
}

async function showScript(at: InterviewVisit, shown?: Shown): Promise<Response> {
  const { frame, options, visit } = at;
  const { c, person, organization, department } = visit;
  const regions = regionsOf(visit);
  const { region: slug, lang, answers, id = randomUUID(), errors = [], status } = shown ?? asked(at);
  // Nobody should enter answers for a region that they did not choose.
  const region = regions.length === 1 && slug === undefined ? regions[0] : findBySlug(regions, slug);
  const links = departmentLinks(departmentsFor(person, 'interviews', organization), department, interviewsPath);
  const text = options.languages.choose(c, lang);
  const given = { department, regions, languages: options.languages, text };
  const code = status ?? (errors.length > 0 ? 400 : 200);
  if (!region) {
    const start = startPage({ ...given, region }, errors, answers && { id, answers });
    return frame.page(visit, { ...start, main: [links, ...start.main] }, code);
  }
  const page = scriptPage({
    ...given,
    region,
    groups: askedGroups(organization, department),
    answers: answers ?? noAnswers,
    id,
    errors,
    notice: c.req.query('notice'),
    today: await interviewsSince(options.db, {
      personId: person.id,
      regionId: region.id,
      since: startOfToday(visit),
    }),
  });
  return frame.page(visit, { ...page, main: [links, ...[page.main].flat()] }, code);
}

/** The region and the language in the address. */
function asked({ visit }: InterviewVisit): Shown {
  return { region: visit.c.req.query('region'), lang: visit.c.req.query('lang') };
}

const used: FieldError = {
  at: '',
  message: 'This page was used before, and nothing was saved now. Check the answers, then save them.',
};

async function saveInterview(at: InterviewVisit & { form: Form }): Promise<Response> {
  const { options, visit, form } = at;
  const { c, person, department, now } = visit;
  const [answers, id, slug, lang] = [answersIn(form), form.text('id'), form.text('region'), form.text('lang')];
  const region = findBySlug(regionsOf(visit), slug);
  const typed = { region: slug, lang, answers };
  const refuse = (errors: FieldError[]) => showScript(at, { ...typed, id, errors });
  if (!region) return refuse([{ at: 'region', message: 'The answers are not saved yet. Choose a region.' }]);
  const read = responseFrom(answers, { id, region: slug, language: lang });
  if ('errors' in read) return refuse(read.errors);
  const entry = {
    personId: person.id,
    action: entered,
    subject: read.response.id,
    departmentId: department.id,
    detail: { region: slug },
  };
  const outcome = await options.store(read.response, { receivedAt: now, entry });
  if (outcome === 'ended') return refuse([{ at: 'region', message: 'The survey of that region has ended.' }]);
  if (outcome === 'used') return showScript(at, { ...typed, errors: [used], status: 409 });
  return c.redirect(interviewsPath(department, { region: slug, lang, notice: outcome }), 303);
}

async function removeInterview(at: InterviewVisit): Promise<Response> {
  const { frame, options, visit } = at;
  const { db } = options;
  const { c, person, department, now } = visit;
  const id = c.req.param('response')!;
  const mine = { personId: person.id, since: startOfToday(visit) };
  if (!(await hasEntered(db, id, department.id, mine))) return frame.notFound(c);
  const back = (notice: string, region?: string) =>
    c.redirect(interviewsPath(department, { ...(region === undefined ? {} : { region }), notice }), 303);
  for (const region of regionsOf(visit)) {
    const own = await interviewsSince(db, { ...mine, regionId: region.id });
    if (!own.some(({ response }) => response.id === id)) continue;
    const by = { at: now, personId: person.id, departmentId: department.id };
    const entry = { ...by, action: 'interview removed', subject: id };
    const erased = eraseInterview(id, region.id, now);
    const isRemoved = await commitChange(db, erased, entry, ...quotesErased(id, by), ...copiesErased(now));
    return back(isRemoved ? 'undone' : 'not-undone', region.slug);
  }
  return back('not-undone');
}
