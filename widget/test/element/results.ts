import { fixture } from '@open-wc/testing';
import type { HeartResults } from '../../src/heart-results.ts';
import type { Log, Reply } from '../runner/collector.ts';
import { find, text, until } from './survey.ts';

// Imported for its side effect, not only for its types: without a definition, a test would pass on an empty element.
import '../../src/define-results.ts';

/** The scripted collector of one test, with the results of Child Welfare Services and of any other department. */
export class Publisher {
  readonly url = `${location.origin}/collector/${crypto.randomUUID()}`;

  /** Replies this to every request, or the results again. */
  async reply(resultsReply: Reply | null): Promise<this> {
    return this.#script({ resultsReply });
  }

  async setOffline(offline: boolean): Promise<this> {
    return this.#script({ offline });
  }

  async withhold(...hidden: string[]): Promise<this> {
    return this.#script({ hidden });
  }

  async hold(): Promise<this> {
    return this.#script({ holdsResults: true });
  }

  /** Waits until results were requested this often, then answers the held requests, in order, and all later ones. */
  async release(times = 1): Promise<this> {
    await this.asked(times);
    return this.#script({ holdsResults: false, release: true });
  }

  /** Waits until results were requested this often. @returns the addresses. */
  async asked(times: number): Promise<string[]> {
    await until(async () => (await this.#requests()).length >= times, `${times} requests for results`);
    return this.#requests();
  }

  async #requests(): Promise<string[]> {
    const response = await fetch(`${this.url}/script`);
    return ((await response.json()) as Log).results;
  }

  async #script(setting: object): Promise<this> {
    await fetch(`${this.url}/script`, { method: 'POST', body: JSON.stringify(setting) });
    return this;
  }
}

/** The tag as a webmaster writes it. */
export function tag(endpoint: string, attributes = 'department="cws"'): string {
  return `<heart-results endpoint="${endpoint}" ${attributes}><a href="/results/cws">Our results</a></heart-results>`;
}

export interface Shown {
  publisher: Publisher;
  element: HeartResults;
  root: ShadowRoot;
}

/** Puts that markup into the page; its first `<heart-results>` is the one to test. */
export async function placed(markup: string, publisher = new Publisher()): Promise<Shown> {
  const outer = await fixture<HTMLElement>(`<main lang="en">${markup}</main>`);
  const element = outer.querySelector<HeartResults>('heart-results')!;
  await until(() => element.hasUpdated, 'the element');
  return { publisher, element, root: element.shadowRoot! };
}

/** Puts the tag into the page and waits for its results. */
export async function show(attributes?: string, publisher = new Publisher()): Promise<Shown> {
  const shown = await placed(tag(publisher.url, attributes), publisher);
  await hasResults(shown.root);
  return shown;
}

/** Waits for results, in that language. */
export function hasResults(root: ShadowRoot, lang = 'en'): Promise<void> {
  return until(() => root.querySelector<HTMLElement>('.frame')?.lang === lang, `results in ${lang}`);
}

/** Waits until the element has given up. */
export function isSettled(element: HeartResults): Promise<void> {
  return until(() => element.hasAttribute('settled'), 'settled');
}

export const sentence = (root: ShadowRoot): string => text(find(root, '.sentence'));
export const fallback = (element: HeartResults): HTMLElement => find(element, 'a');

/** The cells of the table, row by row. */
export function cells(root: ShadowRoot): string[][] {
  return [...root.querySelectorAll('tr')].map((row) => [...row.querySelectorAll('th, td')].map(text));
}
