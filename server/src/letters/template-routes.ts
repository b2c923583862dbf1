import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { letterKinds, letterTexts, type LetterKind } from '@heart-survey/shared/letters/letters';
import { isoDay } from '@heart-survey/shared/dates';
import { dayInLanguage } from '@heart-survey/shared/scripts';
import { can } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { readAgency, readPublicTexts, settingOf, type Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Languages } from '../survey/survey.ts';
import { filled, mayNotBeIn, type LetterValues } from './placeholders.ts';
import { saveTemplate } from './template-changes.ts';
import { templateListPage } from './template-list-page.ts';
import { templatePage } from './template-page.ts';
import { slugOf, type Place } from './template-places.ts';
import { ownTextOf, ownTexts } from './templates.ts';

interface TemplateOptions {
  db: Database;
  languages: Pick<Languages, 'offered'>;
}

type Visited = Visit & { department: Department };

/** The menu item for managers. */
const lettersLabel = 'Letters';

const managers: Place = {
  pathOf: ({ slug }) => `/console/departments/${slug}/letters`,
  rule: { of: 'department', action: 'cases' },
  label: lettersLabel,
};

/** Where managers keep the texts of their own department's letters, and where administrators keep those of all. */
export function templateRoutes(frame: Console, options: TemplateOptions, administrators: Place): void {
  frame.navItem({
    group: 'Work',
    label: lettersLabel,
    href: (person, { departments }) => {
      const own = departments.find(({ id }) => can(person, 'cases', { departmentId: id }));
      return own && managers.pathOf(own);
    },
  });
  for (const place of [managers, administrators]) {
    listRoute(frame, options, place);
    oneRoutes(frame, options, place);
  }
}

const languageOf = (offered: readonly Catalog[], tag: string | undefined): Catalog =>
  offered.find((one) => one.tag === tag) ?? offered[0]!;

/** The letters that a language has. The commissioner is written to in English, as staff write to each other. */
const kindsIn = ({ tag }: Catalog): LetterKind[] =>
  letterKinds.filter((kind) => kind !== 'commissioner notice' || tag === 'en');

function listRoute(frame: Console, { db, languages: { offered } }: TemplateOptions, place: Place): void {
  frame.get(place.pathOf({ slug: ':department' }), place.rule, async (visit) => {
    const { c, department, organization, person } = visit;
    const language = languageOf(offered, c.req.query('language'));
    const own = await ownTexts(db, { departmentId: department.id, language: language.tag });
    const departments = organization.departments.filter(({ id }) =>
      can(person, place.rule.action, { departmentId: id }),
    );
    const notice = c.req.query('notice');
    return frame.page(
      visit,
      templateListPage({ place, department, departments, language, offered, kinds: kindsIn(language), own, notice }),
    );
  });
}

function oneRoutes(frame: Console, { db, languages: { offered } }: TemplateOptions, place: Place): void {
  const path = `${place.pathOf({ slug: ':department' })}/:kind`;
  const named = ({ c }: Visit) => {
    const asked = c.req.query('language');
    const language = languageOf(offered, asked);
    // One that is not offered anymore names no text, and not one in another language.
    if (asked !== undefined && asked !== language.tag) return undefined;
    const kind = kindsIn(language).find((one) => slugOf(one) === c.req.param('kind'));
    return kind && { language, kind, standard: letterTexts(language).letters[kind] };
  };
  type Named = NonNullable<ReturnType<typeof named>>;
  const show = async (visit: Visited, one: Named, shown: Shown = {}) => {
    const { department } = visit;
    const { language, kind, standard } = one;
    const own = await ownTextOf(db, { departmentId: department.id, language: language.tag, kind });
    const text = shown.text ?? own?.text ?? standard;
    const preview = filled(text, await examples(db, visit, language));
    const before = shown.before ?? String(own?.updatedAt ?? '');
    const { errors = [], isPreview = false } = shown;
    const page = templatePage({
      place,
      department,
      language,
      kind,
      standard,
      text,
      preview,
      before,
      errors,
      isPreview,
      isOwn: own !== undefined,
      saved: shown.status === 409 ? (own?.text ?? standard) : undefined,
    });
    return frame.page(visit, page, shown.status ?? (errors.length > 0 ? 400 : 200));
  };
  frame.get(path, place.rule, (visit) => {
    const one = named(visit);
    return one ? show(visit, one) : frame.notFound(visit.c);
  });
  frame.post(path, place.rule, async (visit: Visited & { form: Form }) => {
    const { c, form, department, person, now } = visit;
    const one = named(visit);
    if (!one) return frame.notFound(c);
    const { language, kind, standard } = one;
    const [typed, action, before] = [settingOf(form.text('text')), form.text('action'), form.text('before')];
    const text = action === 'standard' || typed === '' ? standard : typed;
    const errors = problems(kind, text);
    if (errors.length > 0) return show(visit, one, { text, before, errors });
    if (action === 'preview') return show(visit, one, { text, before, isPreview: true });
    const current = await ownTextOf(db, { departmentId: department.id, language: language.tag, kind });
    if (text !== (current?.text ?? standard)) {
      const isFirst = await saveTemplate(db, {
        key: { department, language: language.tag, kind },
        text: text === standard ? null : text,
        by: person.id,
        at: now,
        before: /^\d+$/.test(before) ? Number(before) : '',
      });
      if (!isFirst) return show(visit, one, { text, errors: [changedByOther], status: 409 });
    }
    return c.redirect(`${place.pathOf(department)}?language=${language.tag}&notice=saved`, 303);
  });
}

/** What a form is shown again with. */
interface Shown {
  text?: string;
  before?: string;
  errors?: FieldError[];
  isPreview?: boolean;
  status?: 409;
}

/** The maximum length of such a text, in UTF-16 units. */
const maxTemplate = 10_000;

function problems(kind: LetterKind, text: string): FieldError[] {
  const wrong = (message: string) => ({ at: 'text', message });
  if (text.length > maxTemplate)
    return [wrong(`Shorten the text to ${maxTemplate.toLocaleString('en-US')} characters.`)];
  return mayNotBeIn(kind, text).map((one) => wrong(`${one} is not a placeholder of this letter. Remove it.`));
}

const changedByOther: FieldError = {
  at: '',
  message:
    'Someone else changed this text after you opened the page. Yours is in the form, and theirs below it. Check both, and save again.',
};

/** What a preview has in place of the placeholders. */
async function examples(db: Database, { department, now }: Visited, language: Catalog): Promise<LetterValues> {
  const [{ agency }, { ombudsman }] = await Promise.all([readAgency(db), readPublicTexts(db, language.tag)]);
  const day = (at: number) => dayInLanguage(isoDay(at, department.zone), language.tag);
  return {
    name: 'Dr. Rosa Díaz',
    received: day(now),
    reference: '7KQ4-X2MD',
    agency: agency ?? department.name,
    department: department.name,
    office: department.name,
    ombudsman: ombudsman ?? letterTexts(language).ombudsman,
    date: day(now + twoWeeks),
  };
}

const twoWeeks = 14 * 24 * 60 * 60 * 1000;
