import { fixture, waitUntil } from '@open-wc/testing';
import { en } from '@heart-survey/shared/languages/en';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { catalogs } from '@heart-survey/shared/languages/languages';
import type { HeartSurvey } from '../../src/heart-survey.ts';
import type { Log, Reply } from '../runner/collector.ts';

// Imported for its side effect, not only for its types: without a definition, a test would pass on an empty element.
import '../../src/define.ts';

/** The scripted collector of one test; every test has its own. */
export class Collector {
  readonly url = `${location.origin}/collector/${crypto.randomUUID()}`;

  /** Adds the next replies; after them, each response is stored. */
  async reply(...replies: Reply[]): Promise<this> {
    await this.#script({ replies });
    return this;
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.#script({ offline });
  }

  async holdTexts(): Promise<void> {
    await this.#script({ holdsTexts: true });
  }

  /** Waits until texts were requested, then answers that request and all later ones. */
  async releaseTexts(): Promise<void> {
    await until(async () => (await this.log()).languages.length > 0, 'a request for texts');
    await this.#script({ holdsTexts: false, release: true });
  }

  /** The department asks whether the words may be shown. */
  async ask(): Promise<this> {
    await this.#script({ mayShow: boxTexts });
    return this;
  }

  /** The department asks for the customer group. */
  async askGroup(): Promise<this> {
    await this.#script({ groups: groupTexts });
    return this;
  }

  async holdBox(): Promise<void> {
    await this.#script({ holdsBox: true });
  }

  /** Waits until the box was requested this often, then answers the held requests and all later ones. */
  async releaseBox(times = 1): Promise<void> {
    await until(async () => (await this.log()).boxes.length >= times, 'a request for the box');
    await this.#script({ holdsBox: false, release: true });
  }

  /** Waits until a response has arrived, then answers the held ones. */
  async release(): Promise<void> {
    await this.arrived(1);
    await this.#script({ release: true });
  }

  /** Everything that has arrived so far. */
  async log(): Promise<Log> {
    const response = await fetch(`${this.url}/script`);
    return (await response.json()) as Log;
  }

  async sent(): Promise<Log['sent']> {
    return (await this.log()).sent;
  }

  /** Waits until this many responses have arrived. */
  async arrived(count: number): Promise<Log['sent']> {
    await until(async () => (await this.sent()).length >= count, `${count} responses`);
    return this.sent();
  }

  async #script(setting: object): Promise<void> {
    await fetch(`${this.url}/script`, { method: 'POST', body: JSON.stringify(setting) });
  }
}

/** The texts of the box in two languages. */
export const boxTexts = Object.fromEntries(
  [en, catalogs['es']!].map(({ tag, mayShow, mayShowHint }) => [tag, { label: mayShow, hint: mayShowHint }]),
);

/** The question for the customer group in two languages. */
export const groupTexts = {
  en: groupsIn(en, ['Client', 'Family member', 'Partner agency']),
  es: groupsIn(catalogs['es']!, ['Cliente', 'Familiar', 'Partner agency']),
};

function groupsIn({ tag, group, noGroup }: Catalog, [client, family, partner]: [string, string, string]) {
  const options = [
    ['client', client, tag],
    ['family', family, tag],
    ['partner', partner, 'en'],
    ['', noGroup, tag],
  ];
  return { question: group, options };
}

/** Waits for a condition, long enough for a slow machine. */
export function until(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  return waitUntil(condition, `gave up waiting for ${what}`, { timeout: 20_000 });
}

/** The tag as a webmaster writes it. */
export function tag(endpoint: string, attributes = ''): string {
  return `<heart-survey endpoint="${endpoint}" region="central" region-name="Central Region" ${attributes}>
    <p>The survey is not here.</p>
  </heart-survey>`;
}

export interface Stage {
  collector: Collector;
  survey: HeartSurvey;
  root: ShadowRoot;
}

/** Puts the tag into the page and waits until it shows something. */
export async function show(attributes = '', collector = new Collector()): Promise<Stage> {
  return shown(tag(collector.url, attributes), collector);
}

/** Puts that markup into the page; its first `<heart-survey>` is the one to test. */
export async function shown(markup: string, collector = new Collector()): Promise<Stage> {
  const outer = await fixture<HTMLElement>(`<main>${markup}</main>`);
  const survey = outer.querySelector<HeartSurvey>('heart-survey')!;
  await until(() => survey.hasUpdated && survey.shadowRoot!.childElementCount > 0, 'the survey');
  return { collector, survey, root: survey.shadowRoot! };
}

/** Clears the browser's storage, so that the next test starts with nothing. */
export function forgetAll(): void {
  localStorage.clear();
  sessionStorage.clear();
}

export const button = (root: ShadowRoot): HTMLButtonElement => root.querySelector<HTMLButtonElement>('form button')!;
export const comment = (root: ShadowRoot): HTMLTextAreaElement => root.querySelector('textarea')!;
export const box = (root: ShadowRoot): HTMLInputElement | null => root.querySelector('input[type=checkbox]');
export const summary = (root: ShadowRoot): HTMLElement => find(root, '.problem');
export const title = (root: ShadowRoot): string => text(root.querySelector('h2#title'));
export const checked = (root: ShadowRoot): string[] => [...root.querySelectorAll('input:checked')].map(({ id }) => id);

/** The first element that matches; there must be one. */
export function find(root: ParentNode, selector: string): HTMLElement {
  const found = root.querySelector<HTMLElement>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

/** The text of an element, with single spaces. */
export function text(element: Element | null): string {
  return element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';
}

/** The button or link with that label. */
export function labeled(root: ParentNode, label: string): HTMLElement {
  const found = [...root.querySelectorAll<HTMLElement>('a, button')].find((one) => text(one) === label);
  if (!found) throw new Error(`There is no button or link “${label}”.`);
  return found;
}

/** Rates items as a respondent does: by the statement's word and the answer's label. */
export function rate(root: ShadowRoot, ratings: Record<string, string>): void {
  for (const [word, point] of Object.entries(ratings)) {
    const group = [...root.querySelectorAll('fieldset')].find((one) => text(one.querySelector('.word')) === word)!;
    const label = [...group.querySelectorAll('label')].find((one) => text(one) === point)!;
    label.click();
  }
}

/** Types a comment. */
export function write(root: ShadowRoot, value: string): void {
  const field = comment(root);
  field.value = value;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
}

export function press(root: ShadowRoot): void {
  button(root).click();
}

/** Waits for the heading of the thank-you or of another final message. */
export function heading(root: ShadowRoot, name: string): Promise<void> {
  return until(() => title(root) === name, `the heading “${name}”`);
}

/** Waits until the summary of problems is visible. */
export function problems(root: ShadowRoot): Promise<void> {
  return until(() => root.querySelector('.problem:not([hidden])') !== null, 'the summary of problems');
}

/** The element with the focus, inside the shadow roots. */
export function focused(): string {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element === null ? '' : `${element.localName}${element.id && `#${element.id}`}`;
}

/** Whether the element is visible. */
export function isVisible(element: Element): boolean {
  return element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
}

/** Fills the browser's storage. @returns a function that frees it again. */
export function fillStorage(): () => void {
  const { setItem } = Storage.prototype;
  Storage.prototype.setItem = () => {
    throw new DOMException('No room', 'QuotaExceededError');
  };
  return () => {
    Storage.prototype.setItem = setItem;
  };
}
