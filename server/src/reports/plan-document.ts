import { grouped } from '@heart-survey/shared/counts';
import { isoDay } from '@heart-survey/shared/dates';
import { items, type Item } from '@heart-survey/shared/items';
import { masked } from '@heart-survey/shared/mask';
import { inHundredths, statusOf, type Scores } from '@heart-survey/shared/scores';
import type { PlanProgress } from '../figures/figures.ts';
import type { Region } from '../org/org.ts';
import type { Block, ReportDocument } from './document.ts';
import { verdictBlocks } from './plan-blocks.ts';
import { quoteOf } from './quote-block.ts';
import type { ReportTexts, VerdictFacts } from './texts.ts';

/** An action plan with everything that its page shows to people of the department, but its notes. */
export interface PlanReport {
  region: Region;
  quarter: string;
  stage: PlanProgress['stage'];
  /** When it was opened, or the quarter closed, in milliseconds since the epoch: the day of the document. */
  from: number;
  scores: Scores;
  /** In hundredths. */
  target: number;
  dueOn: string | null;
  agreedAt: number | null;
  owner: string | null;
  monitor: string | null;
  continues: string | null;
  causeClass: PlanProgress['causeClass'];
  cause: string | null;
  /** Comments as the reader may see them; hidden ones are left out. */
  quotes: { shown: string; language: string | null; overall: number | null }[];
  figure: PlanProgress['figure'];
  goal: number | null;
  actions: (PlanProgress['actions'][number] & { owner: string | null; outcome: string | null })[];
  /** Oldest first; the last one is current. Empty until the plan was agreed. */
  verdicts: VerdictFacts[];
}

/** A single action plan, for people of the department. */
export function planDocument(plan: PlanReport, texts: ReportTexts): ReportDocument {
  const { region, quarter, from } = plan;
  const { department } = region;
  return {
    template: 'report',
    title: texts.planTitle(region.name),
    subtitle: `${department.name} · ${texts.months({ id: quarter })}`,
    language: texts.language,
    date: isoDay(from, department.zone),
    footer: `${region.name} · ${texts.planInside}`,
    page: texts.page,
    pageOf: texts.pageOf,
    blocks: [
      ...figures(plan, texts),
      ...below(plan, texts),
      ...written(plan, texts),
      ...actions(plan, texts),
      ...verdictBlocks(plan.verdicts, texts),
      ...(texts.draft === undefined ? [] : [{ kind: 'paragraph', text: texts.draft, isQuiet: true } as const]),
    ],
    attachments: [],
  };
}

function figures(plan: PlanReport, texts: ReportTexts): Block[] {
  const { scores, target, stage, dueOn, agreedAt, continues, owner, monitor, region } = plan;
  const { average, n, responses, status } = scores;
  const { name, department } = region;
  const figure = { average: average ?? '–', n, responses };
  const { met, below, metSoFar, belowSoFar } = texts.lead;
  // A plan to watch has a quarter that is still open.
  const [whenMet, whenBelow] = stage === 'watch' ? [metSoFar, belowSoFar] : [met, below];
  const lead = status === 'below' ? whenBelow : whenMet;
  const months = texts.months({ id: plan.quarter });
  return [
    {
      kind: 'lead',
      text: n === 0 ? texts.lead.none(name, months) : lead(name, inHundredths(target), months, figure),
      isBelow: status === 'below',
    },
    {
      kind: 'paragraph',
      text: texts.stageIs(stage, {
        dueOn: dueOn && texts.isoDay(dueOn),
        continues: continues && texts.shortMonths({ id: continues }),
      }),
    },
    {
      kind: 'facts',
      facts: [
        ...(agreedAt === null ? [] : [{ name: texts.approved, value: texts.day(agreedAt, department.zone) }]),
        { name: texts.owner, value: owner ?? texts.nobody },
        { name: texts.monitor, value: monitor ?? texts.nobody },
      ],
    },
  ];
}

/** The statements below target, with their means. */
function below({ scores, target }: PlanReport, texts: ReportTexts): Block[] {
  const low = items.filter((item) => statusOf(scores.items[item].sum, scores.items[item].n, target) === 'below');
  if (low.length === 0) return [];
  const row = (item: Item) => {
    const { mean, n } = scores.items[item];
    return [{ text: texts.item(item), note: texts.statement(item) }, mean ?? '–', grouped(n)];
  };
  return [
    { kind: 'heading', text: texts.itemsBelow },
    {
      kind: 'table',
      caption: texts.responsesAre(scores.responses),
      columns: [
        { head: texts.itemHead, align: 'start', width: 4 },
        { head: texts.mean, align: 'end', width: 1 },
        { head: 'n', align: 'end', width: 1 },
      ],
      rows: low.map(row),
    },
  ];
}

function written({ causeClass, cause, quotes, figure, goal, region }: PlanReport, texts: ReportTexts): Block[] {
  const measure = figure && texts.measureIs(figure, goal === null ? null : inHundredths(goal));
  return [
    { kind: 'heading', text: texts.cause },
    ...(causeClass === null ? [] : [{ kind: 'paragraph', text: texts.causes[causeClass] } as const]),
    cause === null ? { kind: 'paragraph', text: texts.notWritten } : { kind: 'paragraph', text: cause, language: 'en' },
    ...quotes.map(({ shown, language, overall }) =>
      quoteOf(
        shown.replaceAll(masked, texts.maskedWord),
        language,
        overall === null ? region.name : `${region.name} · ${texts.overallRating(overall)}`,
      ),
    ),
    ...(measure === null ? [] : [{ kind: 'paragraph', text: measure } as const]),
  ];
}

function actions({ actions: all }: PlanReport, texts: ReportTexts): Block[] {
  if (all.length === 0) return [];
  return [
    { kind: 'heading', text: texts.actions },
    {
      kind: 'table',
      caption: texts.actionsCaption,
      columns: [
        { head: texts.action, align: 'start', width: 3.4 },
        { head: texts.owner, align: 'start', width: 1.5 },
        { head: texts.due, align: 'start', width: 1.5 },
        { head: texts.state, align: 'start', width: 1 },
      ],
      rows: all.map(({ text, outcome, owner, dueOn, state }) => [
        { text, ...(outcome === null ? {} : { note: outcome }) },
        owner ?? '–',
        texts.isoDay(dueOn),
        texts.states[state],
      ]),
    },
  ];
}
