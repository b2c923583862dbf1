import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { audit, type AuditEntry } from '../audit/audit.ts';
import { can, canInPart, canSomewhere, type Action, type Person, type WhoIs } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { cacheForever, pack, serveAsset } from '../http/asset.ts';
import { limitBody } from '../http/body.ts';
import { readForm, type Form } from '../http/form.ts';
import type { AddressCheck } from '../http/wrong-address.ts';
import { findBySlug, type Department, type Organization, type Region } from '../org/org.ts';
import { menuFor, type NavItem } from './menu.ts';
import { wrongAddressNotice } from './wrong-address-page.ts';
import { errorPage } from './error-pages.ts';
import { homePage, layout, type Today, type TodayItem, type PageContent } from './pages.ts';
import { staffStyle } from './style.ts';

export { departmentsFor, departmentLinks, noRegionsNote } from './departments.ts';
export { wrongAddressNotice, wrongAddressPage } from './wrong-address-page.ts';
export { startedQuarter } from './started-quarter.ts';
export { busyPage, errorPage, tooManyAttemptsPage } from './error-pages.ts';
export { grantLabel, signedOutPage, type PageContent, type Today, type TodayItem } from './pages.ts';

// The frame of the staff pages: who may open them, what data they receive, and the layout around them.
// Each handler has its rule as a property, so that a test can check every route.
// A page that a person has no access to is answered with 404, exactly like a page that does not exist.

/**
 * Who may open a route: everyone who is signed in, people who may do the action somewhere (the page must then show no more
 * than that), or people who may do the action to what the path names. `department`
 * and `region` require the right to all of it. `part` requires the right to the department or at least one of its
 * regions, and the page must then show no more than that. A path names them as `:department` and `:region`, by slug.
 */
export type Rule =
  | { of: 'everyone' }
  | { of: 'installation' | 'somewhere'; action: Action }
  | { of: 'department' | 'part' | 'region'; action: Action };

/** The data that every page receives. */
export interface Visit {
  c: Context;
  person: Person;
  sessionId: string;
  /** The current departments and regions. */
  organization: Organization;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What the path names, depending on the rule. */
type Named<R extends Rule> = R['of'] extends 'region'
  ? { department: Department; region: Region }
  : R['of'] extends 'department' | 'part'
    ? { department: Department }
    : unknown;

type Answer = Response | Promise<Response>;
type Show<R extends Rule> = (visit: Visit & Named<R>) => Answer;
type Handle<R extends Rule> = (visit: Visit & Named<R> & { form: Form }) => Answer;

export interface ConsoleOptions {
  db: Database;
  organization: () => Promise<Organization>;
  clock: () => number;
  whoIs: WhoIs;
  addressCheck: AddressCheck;
}

export interface Console {
  routes: Hono;
  get<const R extends Rule>(path: string, rule: R, show: Show<R>): void;
  /** Handles a form from the console's own pages. Bodies over `maxBody` bytes (default 64 KiB) are rejected. */
  post<const R extends Rule>(path: string, rule: R, handleForm: Handle<R>, maxBody?: number): void;
  /** Adds an item to the menu, in the order of the calls. */
  navItem(item: NavItem): void;
  /** Adds a section to the home page: what needs the person's attention, by itself or with key figures. */
  today(part: (visit: Visit) => Promise<TodayItem[] | Today>): void;
  /** A page in the layout of the console. */
  page(visit: Visit, shown: PageContent, status?: 200 | 400 | 409 | 422): Response | Promise<Response>;
  /** 404, for something that does not belong to what the path names, or that the person has no access to. */
  notFound(c: Context): Answer;
  /** Records in the audit log what the visitor is about to do. A HEAD request does nothing, so it records nothing. */
  audit(visit: Visit, entry: Omit<AuditEntry, 'personId'>): Promise<void>;
}

export function createConsole({ db, organization, clock, whoIs, addressCheck }: ConsoleOptions): Console {
  const routes = new Hono();
  const { path, body } = staffStyle();
  routes.get(path, serveAsset({ file: pack(body), type: 'text/css', cache: cacheForever }));
  const navItems: NavItem[] = [];
  const todayParts: ((visit: Visit) => Promise<TodayItem[] | Today>)[] = [];

  const authorize = async <R extends Rule>(c: Context, rule: R): Promise<(Visit & Named<R>) | Response> => {
    const { headers } = c.req.raw;
    const [visitor, current] = await Promise.all([whoIs(headers), headers.has('cookie') ? organization() : undefined]);
    c.header('Cache-Control', 'no-store');
    if (!visitor || !current) return c.req.method === 'GET' ? toSignIn(c) : c.html(errorPage('signed out'), 401);
    const named = namedIn(rule, c, current);
    if (!named || !mayOpen(visitor.person, rule, named)) return c.notFound();
    const visit: Visit = { c, ...visitor, organization: current, now: clock() };
    return { ...visit, ...named } as Visit & Named<R>;
  };

  const limits = new Map<number, ReturnType<typeof limitBody>>();
  const limitOf = (maxBody: number) => {
    const known = limits.get(maxBody) ?? limitBody((c) => c.html(errorPage('too large'), 413), maxBody);
    limits.set(maxBody, known);
    return known;
  };

  const frame: Console = {
    routes,
    get(path, rule, show) {
      const handle = async (c: Context) => {
        const visit = await authorize(c, rule);
        return visit instanceof Response ? visit : show(visit);
      };
      routes.get(path, Object.assign(handle, { rule }));
    },
    post(path, rule, handleForm, maxBody = 64 * 1024) {
      const handle = async (c: Context) => {
        const visit = await authorize(c, rule);
        if (visit instanceof Response) return visit;
        const form = await readForm(c);
        return form ? handleForm({ ...visit, form }) : c.html(errorPage('no form'), 415);
      };
      routes.post(path, limitOf(maxBody), Object.assign(handle, { rule }));
    },
    navItem: (item) => void navItems.push(item),
    today: (part) => void todayParts.push(part),
    page({ c, person, organization }, shown, status = 200) {
      return c.html(layout({ person, menu: menuFor(navItems, person, organization), shown }), status);
    },
    notFound: (c) => c.notFound(),
    audit: async ({ c, person, now }, entry) => {
      if (c.req.method !== 'HEAD') await audit(db, { personId: person.id, ...entry }, now);
    },
  };

  frame.get('/console', { of: 'everyone' }, async (visit) => {
    const parts = await Promise.all(todayParts.map((today) => today(visit)));
    const home = homePage(visit.person, joined(parts), visit.organization);
    return frame.page(visit, { ...home, main: html`${wrongAddressNotice(addressCheck.opened(visit.c))}${home.main}` });
  });
  return frame;
}

function joined(parts: (TodayItem[] | Today)[]): Today {
  const all = parts.map((part) => (Array.isArray(part) ? { items: part, figures: [] } : part));
  return { items: all.flatMap(({ items }) => items), figures: all.flatMap(({ figures }) => figures) };
}

function toSignIn(c: Context): Response {
  const { pathname, search } = new URL(c.req.url);
  return c.redirect(`/console/sign-in?next=${encodeURIComponent(pathname + search)}`, 303);
}

/** The department and region in the path; undefined if they do not exist. */
function namedIn(
  { of }: Rule,
  c: Context,
  { departments, regions }: Organization,
): { department?: Department; region?: Region } | undefined {
  if (of === 'everyone' || of === 'installation' || of === 'somewhere') return {};
  if (of !== 'region') {
    const department = findBySlug(departments, c.req.param('department'));
    return department && { department };
  }
  const region = findBySlug(regions, c.req.param('region'));
  // A path may leave out the department, but it cannot name another one.
  const named = c.req.param('department') ?? region?.department.slug;
  return region && region.department.slug === named ? { department: region.department, region } : undefined;
}

function mayOpen(
  person: Person,
  rule: Rule,
  { department, region }: { department?: Department; region?: Region },
): boolean {
  if (rule.of === 'everyone') return true;
  if (rule.of === 'somewhere') return canSomewhere(person, rule.action);
  if (rule.of === 'part') return canInPart(person, rule.action, department!.id);
  return can(person, rule.action, { departmentId: department?.id, regionId: region?.id });
}

/** The department's regions for which the person may do the action. */
export function regionsFor(
  person: Person,
  action: Action,
  { regions }: Organization,
  department: Department,
): Region[] {
  return regions.filter(
    (region) =>
      region.department.id === department.id &&
      can(person, action, { departmentId: department.id, regionId: region.id }),
  );
}
