import { currentWording } from '@heart-survey/shared/items';
import { enForm as en } from '@heart-survey/shared/languages/en';
import look from '@heart-survey/shared/look.css?inline';
import { surveyForm } from '@heart-survey/shared/survey-form';
import formLook from '@heart-survey/shared/survey-form.css?inline';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html, LitElement, unsafeCSS, type PropertyValues } from 'lit';
import { enhance, nextPerson, type EnhanceOptions } from './enhance.ts';
import { HeartErrorEvent, HeartResponseEvent } from './events.ts';
import ownLook from './heart-survey.css?inline';
import { outcomeIn } from './outcome.ts';
import type { FailureReason } from './sending.ts';

export { HeartErrorEvent, HeartResponseEvent };

/**
 * The survey in any page: `<heart-survey region="central">fallback</heart-survey>`. The children show while nothing is
 * loaded and whenever nothing can work, for want of a region or because the page forbids it.
 */
export class HeartSurvey extends LitElement {
  static override properties = {
    region: { reflect: true },
    regionName: { attribute: 'region-name', reflect: true },
    endpoint: { reflect: true },
    employee: { reflect: true },
    channel: { reflect: true },
    outcome: { state: true },
  };

  static override styles = [look, formLook, ownLook].map((css) => unsafeCSS(css));

  /** The slug of the region that is rated, as in its survey link. */
  declare region: string | null | undefined;
  /** The region's name as its customers know it; without one the form speaks of "this office". */
  declare regionName: string | null | undefined;
  /** The collector's address; the script's own origin if absent. */
  declare endpoint: string | null | undefined;
  /** The link code of the employee who may be thanked. */
  declare employee: string | null | undefined;
  /** How the respondent came here (design §2); `embed` if absent. */
  declare channel: string | null | undefined;

  /** What became of the answers; undefined while they are being given. */
  declare private outcome: 'kept' | 'thanked' | undefined;
  #refused: FailureReason | undefined;
  readonly #enhanced = new WeakSet<HTMLFormElement>();

  protected override render(): unknown {
    const { text, region, endpoint, regionName } = this.#options();
    if (region === '' || endpoint === '') return html`<slot></slot>`;
    const form = {
      text,
      region: regionName,
      notice: null,
      action: surveyLink(endpoint, region),
      hidden: this.#hidden(text.tag),
      ratings: {},
      comment: '',
      problems: [],
      privacy: null,
    };
    const { title, says } = outcomeIn(text, this.outcome);
    const content = this.outcome
      ? html`<h2 tabindex="-1">${title}</h2>`
      : html`<h2>${title}</h2>
          <p class="lead">${text.lead}</p>
          ${surveyForm(html, form)}`;
    // The live region is there from the start, since one that comes with its words is not read out.
    return html`<div class="frame" lang="${text.tag}" dir="${text.direction}">
      ${content}
      <div class="thanks" role="status">
        ${says.map((sentence) => html`<p>${fill(sentence, { region: regionName })}</p>`)}
      </div>
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues): void {
    // Another survey is another question.
    if (this.hasUpdated && (changed.has('region') || changed.has('endpoint'))) this.outcome = undefined;
  }

  protected override update(changed: PropertyValues): void {
    try {
      super.update(changed);
    } catch {
      // Under `trusted-types 'none'` no template can be made, and the browser has told the console so already.
      this.renderRoot.replaceChildren(document.createElement('slot'));
    }
  }

  protected override updated(changed: PropertyValues): void {
    const form = this.renderRoot.querySelector('form');
    if (form !== null && !this.#enhanced.has(form)) {
      this.#enhanced.add(form);
      enhance(form, () => this.#options(), this.#refused);
      this.#refused = undefined;
    }
    // Only what the respondent has just done moves the focus, not what the network does later.
    if (changed.has('outcome') && changed.get('outcome') === undefined && this.outcome) {
      this.renderRoot.querySelector('h2')?.focus();
    }
  }

  /** The attributes, narrowed. An empty region or endpoint means that nothing can work. */
  #options(): EnhanceOptions {
    return {
      text: en,
      endpoint: endpointOf(narrow(this.endpoint)),
      region: narrow(this.region),
      regionName: narrow(this.regionName) || en.thisOffice,
      // The next person at a kiosk must not find what this one typed.
      drafts: narrow(this.channel) !== 'kiosk',
      done: (receipt) => {
        this.#end('thanked');
        this.dispatchEvent(new HeartResponseEvent(receipt));
      },
      kept: () => this.#end('kept'),
      reopen: (reason) => {
        this.#refused = reason;
        this.outcome = undefined;
      },
      failed: (reason) => {
        this.dispatchEvent(new HeartErrorEvent(reason));
      },
    };
  }

  #end(outcome: 'kept' | 'thanked'): void {
    this.outcome = outcome;
    if (narrow(this.channel) === 'kiosk') setTimeout(() => (this.outcome = undefined), nextPerson);
  }

  #hidden(language: string): Record<string, string> {
    const channel = narrow(this.channel) || 'embed';
    const employee = narrow(this.employee);
    return { language, channel, wording: String(currentWording), ...(employee ? { employee } : {}) };
  }
}

/** What an attribute says; a framework may have set its property to anything. */
function narrow(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * The collector's address as it is called, without query or last slash; empty if there is none, as for a script from a
 * file. A path alone is on the page's own host, and without any address it is the script's.
 */
function endpointOf(address: string): string {
  try {
    const url = address ? new URL(address, document.baseURI) : new URL(new URL(import.meta.url).origin);
    return /^https?:$/.test(url.protocol) ? url.origin + url.pathname.replace(/\/+$/, '') : '';
  } catch {
    return '';
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heart-survey': HeartSurvey;
  }
}
