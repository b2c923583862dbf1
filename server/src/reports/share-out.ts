import { grouped } from '@heart-survey/shared/counts';
import { isoDay } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { masked } from '@heart-survey/shared/mask';
import type { OutsideItem } from '@heart-survey/shared/outside';
import type { Quarter } from '@heart-survey/shared/quarters';
import { statusOf } from '@heart-survey/shared/scores';
import type { Department, Region } from '../org/org.ts';
import type { ReportDocument } from './document.ts';
import { summary } from './figure-blocks.ts';
import { hundredthsOf, type QuarterReport } from './quarter-report.ts';
import { quoteOf } from './quote-block.ts';
import type { ReportTexts } from './texts.ts';

/** A comment that may be shown to a team or put on a wall, with what is personal masked. */
export interface ShareableComment {
  id: string;
  shown: string;
  language: string | null;
  overall: number | null;
  region: Pick<Region, 'name'>;
}

/** Reads those comments. @param regions the slugs of the regions whose figures may leave the department. */
export type ShareableOf = (
  department: Department,
  quarter: Quarter,
  regions: ReadonlySet<string>,
) => Promise<ShareableComment[]>;

/** How many comments fit on the page. */
export const maxQuotes = 3;
const maxActions = 4;
/** In UTF-16 units. */
const maxAction = 140;

/**
 * One page for the wall or to read to the team: the results, what customers said, and what we do. It can be read by anyone
 * who walks by, so it has only the figures and plans that may leave the department, and no names.
 */
export function shareOutDocument(
  report: QuarterReport,
  quotes: ShareableComment[],
  texts: ReportTexts,
): ReportDocument {
  const { department, quarter, closedAt, figures, plans } = report;
  const { total, target } = figures;
  const [lead] = summary(report, texts);
  const actions = plans
    .filter(({ stage }) => stage === 'agreed' || stage === 'completed')
    .flatMap((plan) => plan.actions.filter(({ state }) => state !== 'dropped').map((action) => ({ plan, action })))
    .slice(0, maxActions);
  return {
    template: 'share-out',
    title: texts.shareOutTitle(department.name),
    subtitle: texts.months(quarter),
    language: texts.language,
    date: isoDay(closedAt, department.zone),
    footer: texts.shareOutFooter,
    page: texts.page,
    pageOf: texts.pageOf,
    blocks: [
      ...(lead === undefined ? [] : [lead]),
      ...(total.status === 'suppressed' || total.n === 0
        ? []
        : [
            { kind: 'heading', text: texts.shareOutItems } as const,
            {
              kind: 'bars',
              target: Number(target),
              targetText: `${texts.target} ${target}`,
              bars: items.map((item) => barOf(item, total.items[item], hundredthsOf(target), texts)),
            } as const,
          ]),
      ...(quotes.length === 0 ? [] : [{ kind: 'heading', text: texts.shareOutQuotes } as const]),
      ...quotes.map(({ shown, language, region }) =>
        quoteOf(shown.replaceAll(masked, texts.maskedWord), language, region.name),
      ),
      { kind: 'heading', text: texts.shareOutActions },
      actions.length === 0
        ? { kind: 'paragraph', text: texts.shareOutNoActions }
        : {
            kind: 'list',
            items: actions.map(
              ({ plan, action }) =>
                `${plan.regionName}: ${shortened(action.text)} (${texts.states[action.state].toLowerCase()})`,
            ),
          },
    ],
    attachments: [],
  };
}

/** The first words of a long text. */
function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= maxAction ? line : `${line.slice(0, maxAction).replace(/\s\S*$/, '')} …`;
}

function barOf(item: Item, { sum, n, mean }: OutsideItem, target: number, texts: ReportTexts) {
  const label = texts.statement(item);
  if (sum === null || n === null) return { label, value: null, shown: texts.withheld, note: '', isBelow: false };
  if (n === 0) return { label, value: null, shown: texts.noRatings, note: '', isBelow: false };
  const isBelow = statusOf(sum, n, target) === 'below';
  const note = `n ${grouped(n)}${isBelow ? `, ${texts.status.below}` : ''}`;
  return { label, value: sum / n, shown: mean ?? '–', note, isBelow };
}
