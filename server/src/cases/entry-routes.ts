import { canInPart, canSomewhere } from '../access/access.ts';
import type { Console, Visit } from '../console/console.ts';
import type { Form } from '../http/form.ts';
import type { FieldError } from '../pages/fields.ts';
import { entryPage } from './entry-page.ts';
import { filingOf, freshEntry, noSuchForm, typedEntry, type TypedEntry } from './entry.ts';
import { maxCaseForm } from './kinds.ts';
import { openCase, type OpenOptions } from './open.ts';
import { openedPage } from './opened-page.ts';
import { entryPath } from './paths.ts';
import { seenCase } from './queries.ts';
import { seerOf } from './sight.ts';

/** What entering a complaint needs. */
export interface EntryRoutes extends OpenOptions {
  /** The tags of the offered languages, the default first. */
  languages: readonly string[];
  /** The installation's address, without a slash at the end. */
  baseUrl: string;
}

/** Whoever may enter complaints, for at least one department. */
const enterers = { of: 'somewhere', action: 'case entry' } as const;

/** The page where staff enter what came by phone, at the counter, or by letter. */
export function entryRoutes(frame: Console, options: EntryRoutes): void {
  const { languages } = options;
  const show = (visit: Visit, rejected?: { typed: TypedEntry; errors: FieldError[] }) => {
    const { departments, regions } = officesFor(visit);
    const zone = departments[0]?.zone ?? 'UTC';
    const { typed, errors } = rejected ?? { typed: freshEntry(visit.now, zone, languages[0]!), errors: [] };
    return frame.page(visit, entryPage({ departments, regions, languages, typed, errors }), rejected ? 400 : 200);
  };
  frame.get(entryPath, enterers, (visit) => show(visit));
  frame.post(entryPath, enterers, (visit) => enter(frame, options, visit, show), maxCaseForm);
}

/** The departments for which the person may enter complaints, and their offices. */
function officesFor({ person, organization }: Visit) {
  const departments = organization.departments.filter(({ id }) => canInPart(person, 'case entry', id));
  const regions = organization.regions.filter(
    ({ department, retiredAt }) => retiredAt === null && canInPart(person, 'case entry', department.id),
  );
  return { departments, regions };
}

async function enter(
  frame: Console,
  options: EntryRoutes,
  visit: Visit & { form: Form },
  show: (visit: Visit, rejected: { typed: TypedEntry; errors: FieldError[] }) => Response | Promise<Response>,
): Promise<Response> {
  const { form, person, organization, now } = visit;
  const typed = typedEntry(form);
  const given = { ...officesFor(visit), languages: options.languages, personId: person.id, now };
  const filing = filingOf(typed, given);
  if ('errors' in filing) return show(visit, { typed, errors: filing.errors });
  const opened = await openCase(options, filing, now);
  if (opened === undefined) return show(visit, { typed, errors: [noSuchForm] });
  const department = organization.departments.find(({ id }) => id === filing.departmentId)!;
  const isSeen =
    canSomewhere(person, 'cases') &&
    (await seenCase(options.db, seerOf(person, organization), opened.reference)) !== undefined;
  return frame.page(
    visit,
    openedPage({ opened, department, isPrinted: filing.printed !== null, isSeen, baseUrl: options.baseUrl }),
  );
}
