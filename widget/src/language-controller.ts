import type { FormTexts } from '@heart-survey/shared/languages/catalog';
import { enForm } from '@heart-survey/shared/languages/en';
import type { LitElement, ReactiveController } from 'lit';
import { fetchTexts, languageOf } from './form-texts.ts';

/**
 * Provides the texts in the host's language. English is part of the script. Other languages are fetched, and the form does
 * not change until the texts arrive.
 */
export class LanguageController implements ReactiveController {
  /** Undefined until the first language is ready. */
  texts: FormTexts | undefined;
  readonly #host: LitElement;
  readonly #endpoint: () => string;
  /** The last requested language and collector. */
  #requested = '';

  constructor(host: LitElement, endpoint: () => string) {
    this.#host = host;
    this.#endpoint = endpoint;
    host.addController(this);
  }

  /** The new parent may have another language. Before the first update, properties set early are not known yet. */
  hostConnected(): void {
    if (this.#host.hasUpdated) this.update();
  }

  /** Switches to the host's current language, if it has changed. */
  update(): void {
    const endpoint = this.#endpoint();
    const tag = languageOf(this.#host);
    const requested = `${tag} ${endpoint}`;
    if (!endpoint || !this.#host.isConnected || requested === this.#requested) return;
    this.#requested = requested;
    if (tag === enForm.tag) this.#use(enForm);
    else void this.#load(tag, endpoint, requested);
  }

  async #load(tag: string, endpoint: string, requested: string): Promise<void> {
    const texts = await fetchTexts(tag, endpoint);
    if (requested !== this.#requested) return;
    if (!texts) {
      // Choosing the same language again retries.
      this.#requested = '';
      this.#host.renderRoot.querySelector('.status')?.replaceChildren((this.texts ?? enForm).offline);
    }
    this.#use(texts ?? this.texts ?? enForm);
  }

  #use(texts: FormTexts): void {
    this.texts = texts;
    this.#host.requestUpdate();
  }
}
