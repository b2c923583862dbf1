import look from '@heart-survey/shared/look.css?inline';
import choiceLook from '@heart-survey/shared/language-choice.css?inline';
import formLook from '@heart-survey/shared/survey-form.css?inline';
import frameLook from './frame.css?inline';
import ownLook from './heart-survey.css?inline';
import { enForm } from '@heart-survey/shared/languages/en';
import { html, LitElement, nothing, render, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { adoptStyles } from './adopt-styles.ts';
import { isFilled } from './answers.ts';
import { endpointOf } from './endpoint.ts';
import type { Ending } from './ending.ts';
import { enhance } from './enhance.ts';
import type { Enhanced } from './enhance-options.ts';
import { HeartErrorEvent, HeartResponseEvent } from './events.ts';
import { LanguageController } from './language-controller.ts';
import type { FailureReason } from './outcome.ts';
import { nextPerson } from './presence.ts';
import type { Problems } from './problems.ts';
import { surveyLink } from '@heart-survey/shared/survey-link';
import { surveyView, type Origin, type SurveyView } from './survey-view.ts';
import { trimmed } from './trimmed.ts';

export { HeartErrorEvent, HeartResponseEvent };
export type { FailureReason };

const styles = unsafeCSS(look + choiceLook + formLook + frameLook + ownLook);

/**
 * The survey in any page: `<heart-survey region="central">fallback</heart-survey>`. Its attributes are its state and may
 * change at any time.
 *
 * @element heart-survey
 *
 * @attr {string} region - The slug of the rated region, as in its survey link. Without one there is no form.
 * @attr {string} region-name - The region's name as its customers know it; by default, "this office".
 * @attr {string} endpoint - The collector's address. By default, the one-file bundle uses the origin that it was loaded
 *   from; a page builder's own bundle needs the attribute.
 * @attr {string} employee - The link code of the employee who may be thanked.
 * @attr {string} group - The code of the customer group that the page is for. The form selects it if it asks for the group.
 * @attr {string} campaign - The code of a campaign.
 * @attr {"embed" | "page" | "signature" | "kiosk"} channel - How the respondent got here; `embed` by default. A `kiosk`
 *   keeps nothing from one person for the next.
 * @attr {"inline" | "dialog"} display - Whether the form is in the page or behind a button that opens a dialog.
 * @attr {string} lang - The language, as a BCP 47 tag; by default, that of the surrounding page. English if the collector
 *   does not offer it.
 * @attr {string} languages - The languages to choose from, as tags separated by spaces; by default, there is no choice.
 * @attr {boolean} settled - Set by the element while it shows no form: after the thank-you, or if it cannot work. For
 *   the page's own style rules.
 *
 * @fires {HeartResponseEvent} heart-response - The collector has stored a response.
 * @fires {HeartErrorEvent} heart-error - A response could not be sent. The respondent has seen a message and lost nothing.
 *
 * @slot - The fallback: shown until the element is loaded, and whenever it cannot work because there is no region or the
 *   page forbids it. Use a link to the region's survey page.
 *
 * @csspart frame - Everything that the element shows.
 * @csspart opener - The button that opens the dialog.
 * @csspart dialog - The dialog.
 * @csspart close - The button that closes it.
 * @csspart languages - The language links.
 * @csspart title - The heading.
 * @csspart statement - The card of each statement, of the question for the customer group, and of the comment.
 * @csspart word - The HEART word above a statement.
 * @csspart point - One of the five answers to a statement, or one of the customer groups.
 * @csspart comment - The comment field.
 * @csspart send - The Send button.
 * @csspart problem - The summary of problems to fix.
 * @csspart about - The text below the form.
 *
 * @cssprop --heart-font - The typeface; by default, the page's own.
 * @cssprop --heart-ink - Text.
 * @cssprop --heart-quiet - Less important text.
 * @cssprop --heart-paper - The background of a card.
 * @cssprop --heart-wash - The background behind the cards.
 * @cssprop --heart-line - Borders.
 * @cssprop --heart-accent - Buttons, links and chosen answers.
 * @cssprop --heart-on-accent - Text on the accent.
 * @cssprop --heart-chosen - The background of a chosen answer.
 * @cssprop --heart-word - The HEART words.
 * @cssprop --heart-warn - Problems.
 * @cssprop --heart-halo - The halo around the focused element.
 * @cssprop --heart-radius - The radius of the corners.
 */
export class HeartSurvey extends LitElement {
  static override properties = {
    region: { reflect: true },
    regionName: { attribute: 'region-name', reflect: true },
    endpoint: { reflect: true },
    employee: { reflect: true },
    group: { reflect: true },
    campaign: { reflect: true },
    channel: { reflect: true },
    display: { reflect: true },
    languages: { reflect: true },
    ending: { state: true },
  };
  static override styles = styles;

  declare region: string | null | undefined;
  declare regionName: string | null | undefined;
  declare endpoint: string | null | undefined;
  declare employee: string | null | undefined;
  declare group: string | null | undefined;
  declare campaign: string | null | undefined;
  declare channel: string | null | undefined;
  declare display: string | null | undefined;
  declare languages: string | null | undefined;
  /** How the survey ended; undefined while it is being answered. */
  declare private ending: Ending | undefined;

  /**
   * Created immediately: an element that moves before its first update gets its sheet from the document that created it.
   * @internal
   */
  override readonly renderRoot = this.createRenderRoot();
  readonly #language = new LanguageController(
    this,
    () => this.#endpoint,
    () => this.#survey,
  );
  /** Problems that a new form shows at first. */
  #problems: Problems | undefined;
  /** Identifies the current survey: the address of what its region adds to the form. Empty if the element cannot work. */
  #survey = '';
  #form: HTMLFormElement | null = null;
  #enhanced: Enhanced | undefined;
  #shownTexts: unknown;
  #shownMore: unknown;
  /** At a kiosk, the `lang` that the tag had before someone chose another language. */
  #ownLang: string | undefined;
  /** The focus moves only right after the respondent's own action, not when a result arrives later. */
  #focusTitle = false;

  /** `lang` is the browser's own property, which Lit does not observe. */
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang' && this.hasUpdated) this.#language.update();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // After a move, an open dialog would be shown inside the page instead of above it.
    this.#dialog?.close();
  }

  adoptedCallback(): void {
    adoptStyles(this, styles);
  }

  protected override willUpdate(): void {
    const region = trimmed(this.region);
    const survey = region && this.#endpoint && surveyLink(`${this.#endpoint}/widget/v1`, region);
    if (survey === this.#survey) return;
    this.#survey = survey;
    this.#language.update();
    // A different survey has not been answered yet and needs a new form.
    this.ending = undefined;
    this.#language.more = undefined;
    render(nothing, this.renderRoot, this.renderOptions);
  }

  protected override update(changed: PropertyValues<this>): void {
    let isSettled = this.#survey === '' || this.ending !== undefined;
    try {
      super.update(changed);
    } catch {
      // With `trusted-types 'none'`, no template can be created. The browser has already logged that.
      isSettled = true;
      this.renderRoot.replaceChildren(document.createElement('slot'));
    }
    this.toggleAttribute('settled', isSettled);
  }

  protected override render(): TemplateResult {
    return this.#survey === '' || !this.#language.texts ? html`<slot></slot>` : surveyView(this.#view());
  }

  protected override updated(): void {
    if (this.#focusTitle) this.renderRoot.querySelector('h2')?.focus();
    this.#focusTitle = false;
    this.#enhanceForm();
    const { texts, more } = this.#language;
    if (this.#shownTexts !== texts) this.#enhanced?.translate();
    if (more && !this.#shownMore) this.#enhanced?.refill();
    this.#shownTexts = texts;
    this.#shownMore = more;
  }

  #enhanceForm(): void {
    const form = this.renderRoot.querySelector('form');
    // A form that was replaced by the thank-you is still waiting for its result.
    if (form === this.#form || this.ending) return;
    this.#enhanced?.leave();
    this.#form = form;
    this.#enhanced = form ? enhance(form, () => this.#view(), this.#problems) : undefined;
    this.#problems = undefined;
    // A draft may have a check for the box, or a group.
    if (form && isFilled(form)) this.#language.use();
  }

  #view(): SurveyView {
    const isKiosk = trimmed(this.channel) === 'kiosk';
    const origin: Origin = { channel: trimmed(this.channel) || 'embed' };
    for (const name of ['employee', 'group', 'campaign'] as const) {
      const code = trimmed(this[name]);
      if (code) origin[name] = code;
    }
    const text = this.#language.texts ?? enForm;
    return {
      text,
      more: this.#language.more,
      endpoint: this.#endpoint,
      region: trimmed(this.region),
      regionName: trimmed(this.regionName) || text.thisOffice,
      origin,
      // Browsers without dialogs show the form in the page.
      isDialog: trimmed(this.display) === 'dialog' && 'HTMLDialogElement' in globalThis,
      languages: trimmed(this.languages).split(/\s+/),
      ending: this.ending,
      openDialog: () => this.#openDialog(),
      closeDialog: () => this.#dialog?.close(),
      chooseLanguage: (tag) => {
        if (isKiosk) this.#ownLang ??= this.lang;
        this.lang = tag;
      },
      // The next person at a kiosk must not see what this one typed.
      drafts: !isKiosk,
      ended: (ending, byPress) => {
        this.#end(ending, byPress);
        if (isKiosk) setTimeout(() => this.#end(undefined), nextPerson);
      },
      abandoned: () => this.#end(undefined),
      reopen: (problems) => {
        this.#problems = problems;
        this.#end(undefined);
      },
      stored: (receipt) => void this.dispatchEvent(new HeartResponseEvent(receipt)),
      failed: (reason) => void this.dispatchEvent(new HeartErrorEvent(reason)),
    };
  }

  #end(ending: Ending | undefined, byPress = false): void {
    this.ending = ending;
    this.#focusTitle = byPress;
    if (ending) return;
    // At a kiosk, the next person gets the language in which it was opened.
    if (this.#ownLang) this.lang = this.#ownLang;
    else if (this.#ownLang === '') this.removeAttribute('lang');
    this.#ownLang = undefined;
  }

  #openDialog(): void {
    const dialog = this.#dialog!;
    dialog.showModal();
    // If the page hides the tag, an invisible dialog would block the whole page.
    const watch = new ResizeObserver(() => {
      if (dialog.open && dialog.getClientRects().length > 0) return;
      dialog.close();
      watch.disconnect();
    });
    watch.observe(dialog);
  }

  get #dialog(): HTMLDialogElement | null {
    return this.renderRoot.querySelector('dialog');
  }

  get #endpoint(): string {
    return endpointOf(trimmed(this.endpoint));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heart-survey': HeartSurvey;
  }
}
