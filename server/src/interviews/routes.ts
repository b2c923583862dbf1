import { randomUUID } from 'node:crypto';
import { dayFrom, isoDay } from '@heart-survey/shared/dates';
import type { SurveyResponse } from '@heart-survey/shared/response';
import { commitChange } from '../audit/audit.ts';
import { copiesErased } from '../cases/cases.ts';
import { departmentLinks, departmentsFor, regionsFor } from '../console/console.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Statement } from '../database/statement.ts';
import type { Form } from '../http/form.ts';
import { askedGroups, findBySlug, hasEnded, type Department, type Region } from '../org/org.ts';
import { usedForm, type FieldError } from '../pages/fields.ts';
import { quotesErased } from '../recognition/recognition.ts';
import { eraseInterview, type Saved } from '../responses/responses.ts';
import type { Languages } from '../survey/survey.ts';
import { answersIn, noAnswers, responseFrom, type Answers } from './entry.ts';
import { interviewsPath } from './paths.ts';
import { hasEntered, interviewEntered, interviewsToday } from './queries.ts';
import { removalPage } from './removal-page.ts';
import { scriptPage } from './script-page.ts';
import { startPage } from './start-page.ts';

export interface InterviewRoutes {
  db: Database;
  store: (response: SurveyResponse, interview: { receivedAt: number; also: Statement[] }) => Promise<Saved | 'ended'>;
  languages: Languages;
}

const hour = 60 * 60 * 1000;
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
  frame.get(`${path}/:response/removal`, interviews, (visit) => askToRemove({ frame, options, visit }));
  frame.post(`${path}/:response/removal`, interviews, (visit) => removeInterview({ frame, options, visit }));
}

/** The regions that the person may ask about now. */
function regionsOf({ person, organization, department, now }: InterviewVisit['visit']): Region[] {
  return regionsFor(person, 'interviews', organization, department).filter((region) => !hasEnded(region, now));
}

/** The day in the department's zone: its start and the start of the next one, in milliseconds since the epoch. */
function today({ department, now }: InterviewVisit['visit']): { start: number; end: number } {
  const { zone } = department;
  const start = dayFrom(isoDay(now, zone))!.startIn(zone);
  // No day has more than 25 hours, and none is shorter than 23.
  return { start, end: dayFrom(isoDay(start + 30 * hour, zone))!.startIn(zone) };
}

const interviewerOf = ({ person, department }: InterviewVisit['visit']) => ({
  personId: person.id,
  departmentId: department.id,
});

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
  const { c, person, organization, department, now } = visit;
  const regions = regionsOf(visit);
  const { region: slug, lang, answers, id = randomUUID(), errors = [], status } = shown ?? asked(at);
  // Nobody should enter answers for a region that they did not choose.
  const region = regions.length === 1 && slug === undefined ? regions[0] : findBySlug(regions, slug);
  const links = departmentLinks(departmentsFor(person, 'interviews', organization), department, interviewsPath);
  const text = options.languages.choose(c, lang);
  const given = { department, regions, languages: options.languages, text };
  const code = status ?? (errors.length > 0 ? 400 : 200);
  if (!region) {
    const more = { unsaved: answers && { id, answers }, notice: c.req.query('notice') };
    const start = startPage({ ...given, region }, errors, more);
    return frame.page(visit, { ...start, main: [links, ...[start.main].flat()] }, code);
  }
  const page = scriptPage({
    ...given,
    region,
    groups: askedGroups(organization, department),
    answers: answers ?? noAnswers,
    id,
    errors,
    notice: c.req.query('notice'),
    today: (await interviewsToday(options.db, interviewerOf(visit), now)).filter(
      ({ response }) => response.regionId === region.id,
    ),
  });
  return frame.page(visit, { ...page, main: [links, ...[page.main].flat()] }, code);
}

/** The region and the language in the address. */
function asked({ visit }: InterviewVisit): Shown {
  return { region: visit.c.req.query('region'), lang: visit.c.req.query('lang') };
}

async function saveInterview(at: InterviewVisit & { form: Form }): Promise<Response> {
  const { options, visit, form } = at;
  const { c, department, now } = visit;
  const [answers, id, slug, lang] = [answersIn(form), form.text('id'), form.text('region'), form.text('lang')];
  const region = findBySlug(regionsOf(visit), slug);
  const typed = { region: slug, lang, answers };
  const refuse = (errors: FieldError[]) => showScript(at, { ...typed, id, errors });
  if (form.text('do') === 'change') return showScript(at, { ...typed, id });
  if (regionsOf(visit).length === 0) return refuse([{ at: '', message: 'The answers were not saved. Copy them.' }]);
  if (!region) return refuse([{ at: 'region', message: 'The answers are not saved yet. Choose a region.' }]);
  const read = responseFrom(answers, { id, region: slug, language: lang });
  if ('errors' in read) return refuse(read.errors);
  const also = interviewEntered({
    ...interviewerOf(visit),
    department: department.slug,
    id: read.response.id,
    at: now,
    day: today(visit),
  });
  const outcome = await options.store(read.response, { receivedAt: now, also });
  if (outcome === 'ended') return refuse([{ at: 'region', message: 'The survey of that region has ended.' }]);
  if (outcome === 'used') return showScript(at, { ...typed, errors: [usedForm], status: 409 });
  return c.redirect(interviewsPath(department, { region: slug, lang, notice: outcome }), 303);
}

/** The interview that the path names, if the person entered it today and nobody removed it. */
async function ownInterview({ options, visit }: InterviewVisit) {
  const id = visit.c.req.param('response');
  const own = await interviewsToday(options.db, interviewerOf(visit), visit.now);
  const response = own.find((one) => one.response.id === id)?.response;
  const region = regionsOf(visit).find((one) => one.id === response?.regionId);
  return response && region && { response, region };
}

async function askToRemove(at: InterviewVisit): Promise<Response> {
  const { frame, visit } = at;
  const found = await ownInterview(at);
  return found ? frame.page(visit, removalPage({ ...found, department: visit.department })) : frame.notFound(visit.c);
}

async function removeInterview(at: InterviewVisit): Promise<Response> {
  const { frame, options, visit } = at;
  const { db } = options;
  const { c, person, department, now } = visit;
  const id = c.req.param('response')!;
  const back = (asked: Record<string, string>) => c.redirect(interviewsPath(department, asked), 303);
  const found = await ownInterview(at);
  if (!found) {
    const isTheirs = await hasEntered(db, id, interviewerOf(visit), now);
    return isTheirs ? back({ notice: 'not-undone' }) : frame.notFound(c);
  }
  const { id: regionId, slug: region } = found.region;
  const by = { at: now, personId: person.id, departmentId: department.id };
  const isRemoved = await commitChange(
    db,
    eraseInterview(id, regionId, now),
    { ...by, action: 'interview removed', subject: region },
    ...quotesErased(id, by),
    ...copiesErased(now),
  );
  return back({ region, notice: isRemoved ? 'undone' : 'not-undone' });
}
