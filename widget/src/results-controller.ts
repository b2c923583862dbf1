import type { LitElement, ReactiveController } from 'lit';
import { fetchJson } from './fetch-json.ts';
import { areResults, type Results } from './results.ts';

/** What to show: the address of a department's results, and the quarter, if not the latest. */
export interface Source {
  address: string;
  quarter: string;
}

/**
 * Fetches the results from the host's source in the host's language. It never provides those of another source. In another
 * language, it provides the previous ones until the new ones arrive.
 */
export class ResultsController implements ReactiveController {
  results: Results | undefined;
  /** Whether there is nothing to wait for: there is no source, or its collector has provided nothing. */
  isOver = true;
  readonly #host: LitElement;
  #source: Source = { address: '', quarter: '' };
  /** The last request. Its reply counts, and no earlier one. */
  #requested = '';

  constructor(host: LitElement) {
    this.#host = host;
    host.addController(this);
  }

  /** The new parent may have another language. Before the first update, properties set early are not known yet. */
  hostConnected(): void {
    if (this.#host.hasUpdated) this.update();
  }

  /** Switches to another source, if it is another; the previous results are gone. An empty address has none. */
  show(source: Source): void {
    const { address, quarter } = this.#source;
    if (source.address === address && source.quarter === quarter) return;
    this.#source = source;
    this.results = undefined;
    this.update();
  }

  /** Fetches the results, if the source or the language has changed, or if the last request failed. */
  update(): void {
    const { address, quarter } = this.#source;
    const language = this.#host.closest<HTMLElement>('[lang]')?.lang ?? '';
    const fixed = quarter && `&quarter=${encodeURIComponent(quarter)}`;
    const requested = address && `${address}?lang=${encodeURIComponent(language)}${fixed}`;
    if (!this.#host.isConnected || (requested && requested === this.#requested)) return;
    this.#requested = requested;
    this.isOver = !requested;
    if (requested) void this.#load(requested);
  }

  async #load(requested: string): Promise<void> {
    const reply = await fetchJson<Results>(requested);
    if (requested !== this.#requested) return;
    if (areResults(reply)) this.results = reply;
    // The next change retries.
    else this.#requested = '';
    this.isOver = !this.results;
    this.#host.requestUpdate();
  }
}
