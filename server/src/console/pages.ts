import { html } from 'hono/html';
import { en } from '@heart-survey/shared/languages/en';
import { roleNames, type Grant, type Person } from '../access/access.ts';
import { page, type Markup } from '../pages/page.ts';
import type { MenuGroup } from './menu.ts';
import { staffStyle } from './style.ts';
import type { Organization } from '../org/org.ts';

/** Something that the person needs to do. */
export interface TodayItem {
  message: Markup | string;
  /** The page where they do it. */
  href: string;
  /** The text of the link. */
  link: string;
  /** Whether it is overdue or serious. */
  isUrgent?: boolean;
}

/** A feature's part of the home page. */
export interface Today {
  items: TodayItem[];
  /** Key figures, shown below everything that needs the person's attention. */
  figures: Markup[];
}

/** The content of a console page. */
export interface PageContent {
  /** The page's only h1. Names the period or the thing that the page is about. */
  title: string;
  /** Below the title: whose it is, until when it is open, and links to related pages. */
  sub?: Markup | string | undefined;
  main: Markup | (Markup | '')[];
  /** The label of the menu item that the page belongs to. */
  current?: string;
  /** Whether a form was rejected. The window title then starts with “Error”. */
  hasProblem?: boolean;
}

interface Layout {
  person: Person;
  menu: MenuGroup[];
  shown: PageContent;
}

/** A page for people who are signed in. */
export function layout({ person, menu, shown: { title, sub, main, current, hasProblem } }: Layout): Markup {
  const bar = html`<a class="skip" href="#main">Skip to content</a>
    <header class="console-bar">
      <div>
        <a class="home" href="/console">HEART</a>
        <div class="who">
          <a href="/console/account">${person.name}</a>
          <form method="post" action="/console/sign-out"><button>Sign out</button></form>
        </div>
        <nav aria-label="Console">
          <ul>
            ${menu.map((group) => menuGroup(group, current))}
          </ul>
        </nav>
      </div>
    </header>`;
  return page({
    text: en,
    title: windowTitle(title, hasProblem),
    bar,
    main: html`<h1>${title}</h1>
      ${sub ? html`<p class="sub">${sub}</p>` : ''} ${main}`,
    style: staffStyle(),
  });
}

/** A group with only one item is shown without its name. */
function menuGroup({ group, items }: MenuGroup, current: string | undefined): Markup {
  const links = items.map(
    ({ label, href }) =>
      html`<li><a href="${href}" aria-current="${label === current ? 'page' : 'false'}">${label}</a></li>`,
  );
  if (items.length === 1) return html`${links}`;
  const id = `menu-${group.toLowerCase()}`;
  return html`<li class="group">
    <span id="${id}">${group}</span>
    <ul aria-labelledby="${id}">
      ${links}
    </ul>
  </li>`;
}

function windowTitle(title: string, hasProblem = false): string {
  return `${hasProblem ? 'Error: ' : ''}${title} – HEART`;
}

/**
 * A page for people who are not signed in.
 * @param continueTo the address that the browser opens next, without a click.
 */
export function signedOutPage(title: string, main: Markup, hasProblem = false, continueTo?: string): Markup {
  return page({
    continueTo,
    text: en,
    title: windowTitle(title, hasProblem),
    bar: html`<header class="console-bar">
      <div><span class="home">HEART</span></div>
    </header>`,
    main: html`<div class="signed-out">
      <h1>${title}</h1>
      ${main}
    </div>`,
    style: staffStyle(),
  });
}

/** A role with its department, region or desk, such as `Junior Ambassador, Central Region`. */
export function grantLabel(
  { role, departmentId, regionId, deskId }: Grant,
  { departments, regions, desks }: Organization,
): string {
  const [of, id] =
    deskId === null ? (regionId === null ? [departments, departmentId] : [regions, regionId]) : [desks, deskId];
  return [roleNames[role], of.find((one) => one.id === id)?.name].filter(Boolean).join(', ');
}

/** What the person needs to do today, and then their key figures. */
export function homePage(person: Person, { items, figures }: Today, organization: Organization): PageContent {
  const roles = person.grants.map((grant) => grantLabel(grant, organization));
  const item = ({ message, href, link, isUrgent }: TodayItem) =>
    html`<li class="${isUrgent ? 'call' : 'need'}">
      <p>${message}</p>
      <a href="${href}">${link}</a>
    </li>`;
  return {
    title: 'Today',
    sub: roles.length === 0 ? 'You do not have a role yet.' : roles.join(' · '),
    main: html`${
      items.length === 0
        ? html`<p class="empty">
            ${roles.length === 0 ? 'Ask an administrator for a role. Until then, there is nothing to show here.' : 'Nothing needs your attention today.'}
          </p>`
        : html`<ul class="needs">
            ${items.map(item)}
          </ul>`
    }${figures}`,
  };
}
