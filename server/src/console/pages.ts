import { html } from 'hono/html';
import { en } from '@heart-survey/shared/languages/en';
import { roleNames, type Grant, type Person } from '../access/access.ts';
import { page, type Markup } from '../pages/page.ts';
import type { MenuGroup } from './menu.ts';
import { staffStyle } from './style.ts';
import type { Directory } from '../org/org.ts';

/** Something that waits for the person. */
export interface TodayItem {
  /** What it is, and what happens next. */
  message: Markup | string;
  /** Where it is done. */
  href: string;
  /** What the link says. */
  link: string;
  /** Whether it is late or bad, rather than only there to do. */
  isUrgent?: boolean;
}

/** A feature's part of the home page. */
export interface Today {
  items: TodayItem[];
  /** Key figures, shown below everything that needs the person. */
  figures: Markup[];
}

/** What a page of the console is made of. */
export interface Shown {
  /** Says the time or the thing that it speaks of; the page's one heading. */
  title: string;
  /** Below the title: whose it is, how long it is open, where else to look. */
  sub?: Markup | string | undefined;
  main: Markup | (Markup | '')[];
  /** The label of the navigation's entry that the page belongs to. */
  current?: string;
  /** Whether a form on it was not taken: the window's title says so first. */
  hasProblem?: boolean;
}

interface Layout {
  person: Person;
  menu: MenuGroup[];
  shown: Shown;
}

/** A page for somebody who is signed in. */
export function layout({ person, menu, shown: { title, sub, main, current, hasProblem } }: Layout): Markup {
  const bar = html`<a class="skip" href="#main">Skip to content</a>
    <header class="console-bar">
      <div>
        <a class="home" href="/console">HEART</a>
        <nav aria-label="Console">
          <ul>
            ${menu.map((group) => menuGroup(group, current))}
          </ul>
        </nav>
        <div class="who">
          <a href="/console/account">${person.name}</a>
          <form method="post" action="/console/sign-out"><button>Sign out</button></form>
        </div>
      </div>
    </header>`;
  return page({
    text: en,
    title: windowTitle(title, hasProblem),
    bar,
    main: html`<h1>${title}</h1>
      ${sub ? html`<p class="sub">${sub}</p>` : ''} ${main}`,
    style: staffStyle,
  });
}

/** A group of one item needs no name of its own. */
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
 * A page before anybody has signed in.
 * @param continueTo where the browser goes on to by itself.
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
    style: staffStyle,
  });
}

const refusals = {
  'signed out': {
    title: 'You are signed out',
    message: 'Nothing was changed. Sign in and do it once more.',
  },
  'too large': { title: 'That was too much at once', message: 'What was sent is larger than this page takes.' },
  nothing: {
    title: 'There is nothing here for you',
    message: 'The address may be wrong, or it is of something that you may not see.',
  },
  broken: {
    title: 'That did not work',
    message: 'Something is out of order on our side. Try again in a minute; nothing was half done.',
  },
  unavailable: {
    title: 'The database is not available',
    message:
      'Try again in a few seconds. If you were saving something, check whether it was saved before you send it again.',
  },
  'still busy': {
    title: 'Your other files are still being made',
    message: 'Only a few can be made for you at the same time. Try again in a minute.',
  },
  'no form': { title: 'That did not come from a form of this page', message: 'Nothing was changed.' },
  'other page': {
    title: 'That did not come from this page',
    message: 'Another page asked your browser to do this, or your browser is too old to tell. Nothing was changed.',
  },
};

export function refusedPage(why: keyof typeof refusals): Markup {
  const { title, message } = refusals[why];
  return signedOutPage(
    title,
    html`<p>${message}</p>
      <p><a href="/console">To the console</a></p>`,
  );
}

/** A role and where it is for, such as `Junior Ambassador, Central Region`. */
export function grantInWords(
  { role, departmentId, regionId }: Grant,
  { departments, regions }: Pick<Directory, 'departments' | 'regions'>,
): string {
  const scope =
    regionId === null ? departments.find(({ id }) => id === departmentId) : regions.find(({ id }) => id === regionId);
  return [roleNames[role], scope?.name].filter(Boolean).join(', ');
}

/** Says how long to wait where something was tried too often. @param wait in seconds. */
export function waitPage(wait: number): Markup {
  const minutes = Math.ceil(wait / 60);
  return signedOutPage(
    'Please wait a little',
    html`<p>This was tried too often. You can try again in ${minutes === 1 ? 'one minute' : `${minutes} minutes`}.</p>
      <p>Nothing was changed. Whoever is signed in stays signed in.</p>
      <p><a href="/console/sign-in">To the sign-in page</a></p>`,
  );
}

/** Says that many sign in at this moment. */
export function crowdedPage(): Markup {
  return signedOutPage(
    'Too many people are at this door',
    html`<p>So many passwords came in at once that yours was not looked at. Try again in a few seconds.</p>
      <p>Nothing was changed. Whoever is signed in stays signed in.</p>
      <p><a href="/console/sign-in">To the sign-in page</a></p>`,
  );
}

/** What waits for the person today, and then their key figures. */
export function homePage(person: Person, { items, figures }: Today, { departments, regions }: Directory): Shown {
  const roles = person.grants.map((grant) => grantInWords(grant, { departments, regions }));
  const item = ({ message, href, link, isUrgent }: TodayItem) =>
    html`<li class="${isUrgent ? 'call' : 'need'}">
      <p>${message}</p>
      <a href="${href}">${link}</a>
    </li>`;
  return {
    title: 'Today',
    sub: roles.length === 0 ? 'You have no role yet.' : roles.join(' · '),
    main: html`${
      items.length === 0
        ? html`<p class="empty">
            ${roles.length === 0 ? 'An administrator gives you a role; until then there is nothing to see here.' : 'Nothing needs you today.'}
          </p>`
        : html`<ul class="needs">
            ${items.map(item)}
          </ul>`
    }${figures}`,
  };
}
