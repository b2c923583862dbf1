import type { FormTexts } from '@heart-survey/shared/languages/catalog';
import { enForm } from '@heart-survey/shared/languages/en';
import type { RegionTexts } from '@heart-survey/shared/survey-form';
import type { LitElement, ReactiveController } from 'lit';
import { fetchJson } from './fetch-json.ts';
import { languageOf, textsAddress } from './form-texts.ts';

/**
 * Provides the texts in the host's language. English is part of the script. Other languages are fetched, and the form does
 * not change until the texts arrive. The texts of the box and the question that only some departments have are fetched once
 * someone turns to the form, so that a page that only shows it requests nothing for them.
 */
export class LanguageController implements ReactiveController {
  /** Undefined until the first language is ready. */
  texts: FormTexts | undefined;
  /** Undefined or null without a box and a question. */
  more: RegionTexts | null | undefined;
  /** Someone has turned to the form, which needs its box and its question now. */
  declare use: () => void;
  readonly #host: LitElement;
  readonly #endpoint: () => string;
  readonly #survey: () => string;
  readonly #used = new Promise<void>((resolve) => (this.use = resolve));
  /** The last requested language and survey. */
  #requested = '';
  /** Whether someone has begun to write. A box that appeared now could be pressed by mistake. */
  #isBegun = false;

  /** @param survey the address of what the region adds to the form; empty if the element cannot work. */
  constructor(host: LitElement, endpoint: () => string, survey: () => string) {
    this.#host = host;
    this.#endpoint = endpoint;
    this.#survey = survey;
    host.addController(this);
    const { renderRoot } = host;
    renderRoot.addEventListener('focusin', this.use);
    renderRoot.addEventListener('input', ({ target }) => {
      this.use();
      this.#isBegun ||= (target as Element).id === 'comment';
    });
  }

  /** The new parent may have another language. Before the first update, properties set early are not known yet. */
  hostConnected(): void {
    if (this.#host.hasUpdated) this.update();
  }

  /** Switches to the host's current language and survey, if they have changed. */
  update(): void {
    const survey = this.#survey();
    const tag = languageOf(this.#host);
    const requested = `${survey}?form=2&lang=${tag}`;
    if (!survey || !this.#host.isConnected || requested === this.#requested) return;
    this.#requested = requested;
    this.#isBegun = false;
    void this.#load(tag, requested);
  }

  async #load(tag: string, requested: string): Promise<void> {
    const known = [enForm, this.texts].find((texts) => texts?.tag === tag);
    const texts = known ?? (await fetchJson<FormTexts>(textsAddress(this.#endpoint(), tag)));
    if (requested !== this.#requested) return;
    if (!texts) {
      // Choosing the same language again retries.
      this.#requested = '';
      this.#host.renderRoot.querySelector('.status')?.replaceChildren((this.texts ?? enForm).offline);
    }
    this.texts = texts ?? this.texts ?? enForm;
    this.#host.requestUpdate();
    await this.#used;
    if (requested !== this.#requested) return;
    const more = await fetchJson<RegionTexts | null>(requested);
    if (requested !== this.#requested || (this.#isBegun && !this.more)) return;
    this.more = more;
    this.#host.requestUpdate();
  }
}
