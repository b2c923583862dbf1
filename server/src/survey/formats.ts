import { feedbackTexts, surveyFormats, type SurveyFormat } from '@heart-survey/shared/feedback/feedback';
import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';

/** Reads which formats each department offers besides the form, by the department's id. Never fails. */
export type FormatsOffered = () => Promise<ReadonlyMap<number, readonly SurveyFormat[]>>;

/** The formats that a page lists. */
export interface ListedFormats {
  formats: readonly SurveyFormat[];
  /** Whether every office that the page is about offers all of them. */
  isEverywhere: boolean;
}

type Offered = Awaited<ReturnType<FormatsOffered>>;

/** The formats that a department offers, in the usual order. */
export function formatsOf(offered: Offered, departmentId: number): ListedFormats {
  return formatsOfAll(offered, [departmentId]);
}

/** Every format that at least one of the departments offers, in the usual order. */
export function formatsOfAll(offered: Offered, departmentIds: Iterable<number>): ListedFormats {
  const each = [...departmentIds].map((id) => offered.get(id) ?? []);
  const formats = surveyFormats.filter((format) => each.some((own) => own.includes(format)));
  return { formats, isEverywhere: formats.every((format) => each.every((own) => own.includes(format))) };
}

/** `You can also get our survey in these formats: Large print, Braille.` Undefined if there are none. */
export function formatsInWords(text: Catalog, { formats, isEverywhere }: ListedFormats): string | undefined {
  if (formats.length === 0) return undefined;
  const { offered, offeredBySome, names } = feedbackTexts(text).formats;
  const list = new Intl.ListFormat(text.tag, { type: 'unit', style: 'long' });
  return `${isEverywhere ? offered : offeredBySome} ${list.format(formats.map((format) => names[format]))}`;
}

/**
 * The formats that can be requested, with the link that does it (docs/policies/nc-dhhs-customer-service.md, goal 7). Nothing if there are
 * none. The link leaves a frame, because other pages may not frame the form that it leads to.
 * @param office the region that it is about, if there is one.
 */
export function formatsLine(text: Catalog, formats: ListedFormats, office?: string): Markup | '' {
  const words = formatsInWords(text, formats);
  if (words === undefined) return '';
  const query = new URLSearchParams({ kind: 'access', ...(office === undefined ? {} : { office }), lang: text.tag });
  return html`<p class="formats">
    ${words}<br />
    <a href="/feedback?${query.toString()}" target="_top">${feedbackTexts(text).formats.ask}</a>
  </p>`;
}
