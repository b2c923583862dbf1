import { currentWording } from '@heart-survey/shared/items';
import type { FormTexts } from '@heart-survey/shared/languages/catalogue';
import { enForm } from '@heart-survey/shared/languages/en';
import { surveyForm } from '@heart-survey/shared/survey-form';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { html, render } from 'lit/html.js';
import { textsOf, type Ending } from './ending.ts';
import { enhance, nextPerson, type Amiss, type Enhanced, type EnhanceOptions } from './enhance.ts';
import { HeartErrorEvent, HeartResponseEvent } from './events.ts';
import { dress } from './look.ts';
import type { FailureReason } from './outcome.ts';
import { languageOf, names, textsIn } from './speaking.ts';

export { HeartErrorEvent, HeartResponseEvent };
export type { FailureReason };

/** Where there is no document, as on a server that renders pages, importing the class does nothing. */
const Base: typeof HTMLElement = globalThis.HTMLElement ?? Object;

/** What the form needs to be shown, beside what its behaviour needs. */
type Options = EnhanceOptions & { text: FormTexts };

/** Each attribute and the property that stands for it. */
const attributes = {
  region: 'region',
  'region-name': 'regionName',
  endpoint: 'endpoint',
  employee: 'employee',
  channel: 'channel',
  display: 'display',
  languages: 'languages',
} as const;

/**
 * The survey in any page: `<heart-survey region="central">fallback</heart-survey>`. Its attributes are its state, and
 * may change at any time.
 *
 * @element heart-survey
 *
 * @attr {string} region - The slug of the region that is rated, as in its survey link. Without one nothing can be asked.
 * @attr {string} region-name - The region's name as its customers know it; without one the form speaks of "this office".
 * @attr {string} endpoint - The collector's address. The one-file bundle takes the origin that it was loaded from, if
 *   absent; in a page builder's own bundle the attribute is needed.
 * @attr {string} employee - The link code of the employee who may be thanked.
 * @attr {"embed" | "page" | "signature" | "kiosk"} channel - How the respondent came here; `embed` if absent. A `kiosk`
 *   keeps nothing of one person for the next.
 * @attr {"inline" | "dialog"} display - Whether the form stands in the page, or behind a button that opens a dialog.
 * @attr {string} lang - The language, as a BCP 47 tag; if absent, that of the page around it. Where the collector does not
 *   offer it, English.
 * @attr {string} languages - The languages to choose from, as tags with spaces between; if absent, there is no choice.
 * @attr {boolean} settled - Set by the element itself while it asks nothing, since it has said thank you or cannot work;
 *   for the page's own rules.
 *
 * @fires {HeartResponseEvent} heart-response - The collector has stored a response.
 * @fires {HeartErrorEvent} heart-error - A response could not be sent; the respondent knows and has lost nothing.
 *
 * @slot - The fallback: shown while nothing is loaded, and whenever nothing can work, for want of a region or because the
 *   page forbids it. A link to the region's survey page is a good one.
 *
 * @csspart frame - All that the element shows.
 * @csspart opener - The button that opens the dialog.
 * @csspart dialog - The dialog.
 * @csspart close - The button that closes it.
 * @csspart languages - The choice of a language.
 * @csspart title - The heading.
 * @csspart statement - The card of each statement and of the comment.
 * @csspart word - The HEART word above a statement.
 * @csspart point - One of the five answers to a statement.
 * @csspart comment - The field for the comment.
 * @csspart send - The button that sends.
 * @csspart problem - The summary of what is to be mended.
 * @csspart about - What is said below the form.
 *
 * @cssprop --heart-font - The typeface; the page's own if absent.
 * @cssprop --heart-ink - Text.
 * @cssprop --heart-quiet - Text of less weight.
 * @cssprop --heart-paper - The ground of a card.
 * @cssprop --heart-wash - The ground below the cards.
 * @cssprop --heart-line - Borders.
 * @cssprop --heart-accent - What can be pressed, or is chosen.
 * @cssprop --heart-on-accent - Text on the accent.
 * @cssprop --heart-chosen - The ground of a chosen answer.
 * @cssprop --heart-word - The HEART words.
 * @cssprop --heart-warn - Problems.
 * @cssprop --heart-halo - The halo of what has the focus.
 * @cssprop --heart-radius - How round the corners are.
 */
export class HeartSurvey extends Base {
  static readonly observedAttributes: readonly string[] = [...Object.keys(attributes), 'lang'];

  declare region: string | null;
  declare regionName: string | null;
  declare endpoint: string | null;
  declare employee: string | null;
  declare channel: string | null;
  declare display: string | null;
  declare languages: string | null;

  readonly #root: ShadowRoot;
  /** How it ended; undefined while the answers are being given. */
  #ending: Ending | undefined;
  #amiss: Amiss | undefined;
  /** The language that was asked for last, and what the form says in the one that came. */
  #language = '';
  #text: FormTexts | undefined;
  /** The survey that is asked: its endpoint and region. */
  #survey = '';
  #form: HTMLFormElement | null = null;
  #enhanced: Enhanced | undefined;
  #willShow = false;
  /** Only what the respondent has just done moves the focus, not what the network does later. */
  #focusTitle = false;

  constructor() {
    super();
    this.#root = this.attachShadow({ mode: 'open' });
    dress(this.#root);
  }

  connectedCallback(): void {
    // What was set before the element was defined.
    for (const name of Object.values(attributes)) {
      if (Object.getOwnPropertyDescriptor(this, name) === undefined) continue;
      const value = this[name];
      Reflect.deleteProperty(this, name);
      this[name] = value;
    }
    this.#show();
  }

  disconnectedCallback(): void {
    // A dialog that is put elsewhere would stand open in the page, and not above it.
    this.#dialog?.close();
    this.#focusTitle = false;
  }

  adoptedCallback(): void {
    dress(this.#root);
  }

  attributeChangedCallback(): void {
    this.#show();
  }

  /** Shows what is the case, once for all that has changed by the end of the task. */
  #show(): void {
    if (this.#willShow) return;
    this.#willShow = true;
    queueMicrotask(() => {
      this.#willShow = false;
      if (!this.isConnected) return;
      const speaks = this.#speak();
      this.#showNow();
      if (speaks) this.#enhanced?.speak();
    });
  }

  /**
   * Takes up the language that is wanted. English travels with the script; what the form says in another is fetched, and
   * until that is there the form stays as it is.
   * @returns whether another language is spoken from now on.
   */
  #speak(): boolean {
    const { endpoint } = this.#options();
    const tag = languageOf(this);
    const wanted = `${tag} ${endpoint}`;
    if (wanted === this.#language || !endpoint) return false;
    this.#language = wanted;
    if (tag === enForm.tag) {
      const speaks = this.#text !== undefined;
      this.#text = enForm;
      return speaks;
    }
    void this.#learn(tag, endpoint, wanted);
    return false;
  }

  async #learn(tag: string, endpoint: string, wanted: string): Promise<void> {
    const text = await textsIn(tag, endpoint);
    if (wanted !== this.#language) return;
    if (!text) {
      // What could not be had is asked for again.
      this.#language = '';
      this.#form?.querySelector('.status')?.replaceChildren((this.#text ?? enForm).offline);
    }
    this.#text = text ?? this.#text ?? enForm;
    if (!this.isConnected) return;
    this.#showNow();
    this.#enhanced?.speak();
  }

  #showNow(): void {
    const options = this.#options();
    const survey = options.region && options.endpoint && `${options.endpoint} ${options.region}`;
    try {
      if (survey !== this.#survey) {
        // Another survey is another question, and its form another form.
        this.#ending = undefined;
        render('', this.#root);
      }
      this.#survey = survey;
      render(survey === '' || !this.#text ? html`<slot></slot>` : this.#placed(options), this.#root);
      this.toggleAttribute('settled', survey === '' || this.#ending !== undefined);
    } catch {
      this.toggleAttribute('settled', true);
      // Under `trusted-types 'none'` no template can be made, and the browser has told the console so already.
      this.#root.replaceChildren(document.createElement('slot'));
    }
    if (this.#focusTitle) this.#root.querySelector('h2')?.focus();
    this.#focusTitle = false;
    const form = this.#root.querySelector('form');
    // A form that has made way for the promise to send it still waits for what becomes of it.
    if (form === this.#form || this.#ending) return;
    this.#enhanced?.leave();
    this.#form = form;
    this.#enhanced = form ? enhance(form, () => this.#options(), this.#amiss) : undefined;
    this.#amiss = undefined;
  }

  #placed(options: Options): unknown {
    const { text } = options;
    if (!this.#isDialog()) return this.#framed(options);
    return html`<div class="frame opener" part="frame" lang="${text.tag}" dir="${text.direction}">
        <button class="button" part="opener" type="button" aria-haspopup="dialog" @click=${() => this.#open()}>
          ${text.title}
        </button>
        <p class="outcome" role="status">${this.#ending ? textsOf(this.#ending, text).title : ''}</p>
      </div>
      <dialog part="dialog" aria-labelledby="title">${this.#framed(options)}</dialog>`;
  }

  #framed(options: Options): unknown {
    const { text, regionName } = options;
    const { title, says } = this.#ending ? textsOf(this.#ending, text) : { title: text.title, says: [] };
    const isDialog = this.#isDialog();
    const heading = html`<h2 id="title" part="title" tabindex="-1" ?autofocus=${isDialog}>${title}</h2>`;
    // The live region is there from the start, since one that comes with its words is not read out.
    return html`<div class="frame" part="frame" lang="${text.tag}" dir="${text.direction}">
      ${isDialog ? this.#bar(heading, text.close) : heading}
      ${this.#ending ? '' : [this.#choice(options), this.#asking(options)]}
      <div class="thanks" role="status">
        ${says.map((sentence) => html`<p>${fill(sentence, { region: regionName })}</p>`)}
      </div>
    </div>`;
  }

  #bar(heading: unknown, close: string): unknown {
    return html`<div class="bar">
      ${heading}
      <button class="button close" part="close" type="button" @click=${() => this.#dialog?.close()}>${close}</button>
    </div>`;
  }

  /** A link to each language, in its own name; it changes the words and leaves all that was answered. */
  #choice({ text, endpoint, region }: Options): unknown {
    const tags = narrow(this.languages)
      .split(/\s+/)
      .filter((tag) => names[tag]);
    if (tags.length < 2) return '';
    const link = (tag: string): unknown =>
      html`<li>
        <a
          href="${surveyLink(endpoint, region, { language: tag, ...this.#origin() })}"
          lang="${tag}"
          aria-current="${tag === text.tag}"
          @click=${(event: Event) => {
            event.preventDefault();
            this.lang = tag;
          }}
          >${names[tag]}</a
        >
      </li>`;
    return html`<nav part="languages" aria-label="${text.languages}">
      <ul>
        ${tags.map(link)}
      </ul>
    </nav>`;
  }

  #asking({ text, endpoint, region, regionName, drafts }: Options): unknown {
    const form = {
      text,
      region: regionName,
      notice: null,
      action: surveyLink(endpoint, region),
      hidden: this.#hidden(text.tag),
      // A kiosk must not be led away.
      privacy: drafts ? `${endpoint}/privacy?lang=${text.tag}` : null,
    };
    return html`<p class="lead">${text.lead}</p>
      ${surveyForm(html, form)}`;
  }

  #open(): void {
    const dialog = this.#dialog;
    dialog?.showModal();
    // A page that hides the tag meanwhile would else be shut off by a dialog that nobody sees.
    const watch = new ResizeObserver(() => {
      if (dialog?.open && dialog.getClientRects().length > 0) return;
      dialog?.close();
      watch.disconnect();
    });
    if (dialog) watch.observe(dialog);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.#root.querySelector('dialog');
  }

  /** Phones that know no dialog show the form in the page. */
  #isDialog(): boolean {
    return narrow(this.display) === 'dialog' && 'HTMLDialogElement' in globalThis;
  }

  /** The attributes, narrowed. An empty region or endpoint means that nothing can work. */
  #options(): Options {
    const isKiosk = narrow(this.channel) === 'kiosk';
    const text = this.#text ?? enForm;
    return {
      text,
      endpoint: endpointOf(narrow(this.endpoint)),
      region: narrow(this.region),
      regionName: narrow(this.regionName) || text.thisOffice,
      // The next person at a kiosk must not find what this one typed.
      drafts: !isKiosk,
      ended: (ending, byPress) => {
        this.#end(ending, byPress);
        if (isKiosk) setTimeout(() => this.#end(undefined), nextPerson);
      },
      reopen: (amiss) => {
        this.#amiss = amiss;
        this.#end(undefined);
      },
      stored: (receipt) => void this.dispatchEvent(new HeartResponseEvent(receipt)),
      failed: (reason) => void this.dispatchEvent(new HeartErrorEvent(reason)),
    };
  }

  #end(ending: Ending | undefined, byPress = false): void {
    this.#ending = ending;
    this.#focusTitle = byPress && this.isConnected;
    this.#show();
  }

  #hidden(language: string): Record<string, string> {
    return { language, wording: String(currentWording), ...this.#origin() };
  }

  /** How the respondent came here. */
  #origin(): { channel: string; employee?: string } {
    const channel = narrow(this.channel) || 'embed';
    const employee = narrow(this.employee);
    return { channel, ...(employee ? { employee } : {}) };
  }
}

// Each property is its attribute.
for (const [attribute, name] of Object.entries(attributes)) {
  Object.defineProperty(HeartSurvey.prototype, name, {
    enumerable: true,
    configurable: true,
    get(this: HeartSurvey) {
      return this.getAttribute(attribute);
    },
    set(this: HeartSurvey, value: string | null | undefined) {
      if (value === null || value === undefined) this.removeAttribute(attribute);
      else this.setAttribute(attribute, value);
    },
  });
}

function narrow(value: string | null): string {
  return value?.trim() ?? '';
}

/**
 * The collector's address as it is called, without query or last slash; empty if there is none, as for a script from a
 * file. A path alone is on the page's own host, and without any address it is the script's, which in a page builder's
 * bundle would be anybody's.
 */
function endpointOf(address: string): string {
  try {
    const own = import.meta.env.MODE === 'package' ? '' : new URL(import.meta.url).origin;
    const url = address ? new URL(address, document.baseURI) : new URL(own);
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
