import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import { audit, type AuditEntry } from '../audit/audit.ts';
import { can, canInPart, type Action, type Person, type WhoIs } from '../access/access.ts';
import type { Database } from '../database/database.ts';
import { forGood, pack, serveAsset } from '../http/asset.ts';
import { limitBody } from '../http/body.ts';
import { readForm, type Form } from '../http/form.ts';
import type { NameCheck } from '../http/other-name.ts';
import type { Department, Directory, Region } from '../org/org.ts';
import { menuFor, type NavItem } from './menu.ts';
import { otherNameNotice } from './other-name-page.ts';
import { homePage, layout, refusedPage, type Today, type TodayItem, type Shown } from './pages.ts';
import { staffStyle } from './style.ts';

export { departmentsFor, departmentViews, noRegionYet } from './departments.ts';
export { otherNameNotice, otherNamePage } from './other-name-page.ts';
export {
  crowdedPage,
  signedOutPage,
  grantInWords,
  refusedPage,
  waitPage,
  type Today,
  type TodayItem,
  type Shown,
} from './pages.ts';

// The frame that the staff's pages stand in: who may enter which, what they are handed, and what stands around them.
// Each handler bears its rule, so that a test can walk through all of them.
// A page exists for a person or it does not: what somebody may not see is 404, like what is not there.

/**
 * Who may open a route: everyone who is signed in, or whoever may do the action to what the path names. `department` and
 * `region` ask for all of it; `part` for the department or at least one of its regions, and the page then shows no more
 * than that. A path names its department as `:department` and its region as `:region`, both by slug.
 */
export type Rule =
  | { of: 'everyone' }
  | { of: 'installation'; action: Action }
  | { of: 'department' | 'part' | 'region'; action: Action };

/** What a page is handed. */
export interface Visit {
  c: Context;
  person: Person;
  sessionId: string;
  /** Departments and regions as they are now. */
  directory: Directory;
  /** Milliseconds since the epoch. */
  now: number;
}

/** What the path names, after the rule. */
type Place<R extends Rule> = R['of'] extends 'region'
  ? { department: Department; region: Region }
  : R['of'] extends 'department' | 'part'
    ? { department: Department }
    : unknown;

type Answer = Response | Promise<Response>;
type Show<R extends Rule> = (visit: Visit & Place<R>) => Answer;
type Take<R extends Rule> = (visit: Visit & Place<R> & { form: Form }) => Answer;

export interface ConsoleOptions {
  db: Database;
  directory: () => Promise<Directory>;
  clock: () => number;
  whoIs: WhoIs;
  names: NameCheck;
}

export interface Console {
  routes: Hono;
  get<const R extends Rule>(path: string, rule: R, show: Show<R>): void;
  /** Takes a form of the console's own; bodies over `maxBody` bytes (64 KiB unless told) are refused. */
  post<const R extends Rule>(path: string, rule: R, take: Take<R>, maxBody?: number): void;
  /** Adds an item to the navigation, in the order of the calls. */
  navItem(item: NavItem): void;
  /** Adds to the home page: what needs the person, alone or with key figures. */
  today(part: (visit: Visit) => Promise<TodayItem[] | Today>): void;
  /** A page in its frame. */
  page(visit: Visit, shown: Shown, status?: 200 | 400 | 409 | 422): Response | Promise<Response>;
  /** As if nothing were there: for a child of a path that is not that path's, and for what a person may not see. */
  notFound(c: Context): Answer;
  /** Writes to the audit what is about to be done by the visitor; who asks for the headers alone does nothing. */
  audit(visit: Visit, entry: Omit<AuditEntry, 'personId'>): Promise<void>;
}

export function createConsole({ db, directory, clock, whoIs, names }: ConsoleOptions): Console {
  const routes = new Hono();
  routes.get(staffStyle.path, serveAsset({ file: pack(staffStyle.body), type: 'text/css', cache: forGood }));
  const navItems: NavItem[] = [];
  const todays: ((visit: Visit) => Promise<TodayItem[] | Today>)[] = [];

  const enter = async <R extends Rule>(c: Context, rule: R): Promise<(Visit & Place<R>) | Response> => {
    const visitor = await whoIs(c.req.raw.headers);
    c.header('Cache-Control', 'no-store');
    if (!visitor) return c.req.method === 'GET' ? toSignIn(c) : c.html(refusedPage('signed out'), 401);
    const now = directory();
    const found = placeOf(rule, c, await now);
    if (!found || !mayEnter(visitor.person, rule, found)) return c.notFound();
    const visit: Visit = { c, ...visitor, directory: await now, now: clock() };
    return { ...visit, ...found } as Visit & Place<R>;
  };

  const limits = new Map<number, ReturnType<typeof limitBody>>();
  const limitOf = (maxBody: number) => {
    const known = limits.get(maxBody) ?? limitBody((c) => c.html(refusedPage('too large'), 413), maxBody);
    limits.set(maxBody, known);
    return known;
  };

  const frame: Console = {
    routes,
    get(path, rule, show) {
      const handle = async (c: Context) => {
        const visit = await enter(c, rule);
        return visit instanceof Response ? visit : show(visit);
      };
      routes.get(path, Object.assign(handle, { rule }));
    },
    post(path, rule, take, maxBody = 64 * 1024) {
      const handle = async (c: Context) => {
        const visit = await enter(c, rule);
        if (visit instanceof Response) return visit;
        const form = await readForm(c);
        return form ? take({ ...visit, form }) : c.html(refusedPage('no form'), 415);
      };
      routes.post(path, limitOf(maxBody), Object.assign(handle, { rule }));
    },
    navItem: (item) => void navItems.push(item),
    today: (part) => void todays.push(part),
    page({ c, person, directory }, shown, status = 200) {
      return c.html(layout({ person, menu: menuFor(navItems, person, directory), shown }), status);
    },
    notFound: (c) => c.notFound(),
    audit: async ({ c, person, now }, entry) => {
      if (c.req.method !== 'HEAD') await audit(db, { personId: person.id, ...entry }, now);
    },
  };

  frame.get('/console', { of: 'everyone' }, async (visit) => {
    const parts = await Promise.all(todays.map((today) => today(visit)));
    const home = homePage(visit.person, joined(parts), visit.directory);
    return frame.page(visit, { ...home, main: html`${otherNameNotice(names.opened(visit.c))}${home.main}` });
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

/** What the path names, or undefined where there is no such thing. */
function placeOf(
  { of }: Rule,
  c: Context,
  { departments, regions }: Directory,
): { department?: Department; region?: Region } | undefined {
  if (of === 'everyone' || of === 'installation') return {};
  const department = departments.find(({ slug }) => slug === c.req.param('department'));
  if (!department) return undefined;
  if (of !== 'region') return { department };
  const region = regions.find(
    (region) => region.department.id === department.id && region.slug === c.req.param('region'),
  );
  return region && { department, region };
}

function mayEnter(
  person: Person,
  rule: Rule,
  { department, region }: { department?: Department; region?: Region },
): boolean {
  if (rule.of === 'everyone') return true;
  if (rule.of === 'part') return canInPart(person, rule.action, department!.id);
  return can(person, rule.action, { departmentId: department?.id, regionId: region?.id });
}

/** The regions of the department that the person may do that to, in their order. */
export function regionsFor(person: Person, action: Action, { regions }: Directory, department: Department): Region[] {
  return regions.filter(
    (region) =>
      region.department.id === department.id &&
      can(person, action, { departmentId: department.id, regionId: region.id }),
  );
}
