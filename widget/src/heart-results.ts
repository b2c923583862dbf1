import look from '@heart-survey/shared/look.css?inline';
import frameLook from './frame.css?inline';
import ownLook from './heart-results.css?inline';
import { html, LitElement, unsafeCSS, type PropertyValues, type TemplateResult } from 'lit';
import { adoptStyles } from './adopt-styles.ts';
import { endpointOf } from './endpoint.ts';
import { ResultsController } from './results-controller.ts';
import { resultsView } from './results-view.ts';
import { trimmed } from './trimmed.ts';

const styles = unsafeCSS(look + frameLook + ownLook);

/**
 * A department's published results in any page: `<heart-results department="cws">fallback</heart-results>`. Its attributes
 * are its state and may change at any time.
 *
 * @element heart-results
 *
 * @attr {string} department - The slug of the department, as in the address of its results. Without one, there is nothing
 *   to show.
 * @attr {string} quarter - The last quarter to show, named by its first month: `2026-07`. By default, the latest that is
 *   published.
 * @attr {string} endpoint - The collector's address. By default, the one-file bundle uses the origin that it was loaded
 *   from; a page builder's own bundle needs the attribute.
 * @attr {string} lang - The language, as a BCP 47 tag; by default, that of the surrounding page. If the collector does not
 *   offer it, its first language.
 * @attr {boolean} settled - Set by the element if it shows no results: it cannot work, or nothing is published. For the
 *   page's own style rules.
 *
 * @slot - The fallback: shown until the results are loaded, and whenever there are none because nothing is published, the
 *   collector cannot be reached or the page forbids it. Use a link to the department's results.
 *
 * @csspart frame - Everything that the element shows.
 * @csspart sentence - The results in one sentence.
 * @csspart chart - The averages by quarter, with their intervals and the goal.
 * @csspart legend - What the marks in the chart mean.
 * @csspart note - A quarter that has no average, such as one whose figures are withheld.
 * @csspart toggle - What opens the table.
 * @csspart table - The table and what opens it.
 * @csspart link - The link to all results.
 *
 * @cssprop --heart-font - The typeface; by default, the page's own.
 * @cssprop --heart-ink - Text and the line of the goal.
 * @cssprop --heart-quiet - Less important text.
 * @cssprop --heart-paper - The background of the table.
 * @cssprop --heart-wash - The background behind everything.
 * @cssprop --heart-line - Borders, and the lines of the scale.
 * @cssprop --heart-accent - Links, and the averages in the chart.
 * @cssprop --heart-warn - Averages below the goal.
 * @cssprop --heart-halo - The halo around the focused element.
 * @cssprop --heart-radius - The radius of the corners.
 */
export class HeartResults extends LitElement {
  static override properties = {
    department: { reflect: true },
    quarter: { reflect: true },
    endpoint: { reflect: true },
  };
  static override styles = styles;

  declare department: string | null | undefined;
  declare quarter: string | null | undefined;
  declare endpoint: string | null | undefined;

  /**
   * Created immediately: an element that moves before its first update gets its sheet from the document that created it.
   * @internal
   */
  override readonly renderRoot = this.createRenderRoot();
  readonly #published = new ResultsController(this);

  /** `lang` is the browser's own property, which Lit does not observe. */
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  override attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    super.attributeChangedCallback(name, before, now);
    if (name === 'lang' && this.hasUpdated) this.#published.update();
  }

  adoptedCallback(): void {
    adoptStyles(this, styles);
  }

  protected override willUpdate(): void {
    const endpoint = endpointOf(trimmed(this.endpoint));
    const department = trimmed(this.department);
    this.#published.show({
      address: endpoint && department && `${endpoint}/widget/v1/results/${encodeURIComponent(department)}.json`,
      quarter: trimmed(this.quarter),
    });
  }

  protected override update(changed: PropertyValues<this>): void {
    let isSettled = this.#published.isOver;
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
    const { results } = this.#published;
    return results ? resultsView(results) : html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'heart-results': HeartResults;
  }
}
