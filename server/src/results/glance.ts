import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, daysLeft, monthsInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { planWords, type PlanFigures, type QuarterRecord } from '../figures/figures.ts';
import type { Department } from '../org/org.ts';
import type { Queued } from '../outbox/outbox.ts';
import type { Markup } from '../pages/page.ts';
import { noResponses, pathOf, type RegionScores } from './quarter-head.ts';
import { averageFigure, responsesInWords } from './scores-shown.ts';

type Plans = ReadonlyMap<string, PlanFigures>;

/** A department's key figures for the home page. */
export interface Glance {
  department: Department;
  /** The current quarter, and the one before it. */
  record: QuarterRecord;
  before: QuarterRecord;
  /** The action plans of these two quarters, by the region's slug. */
  plans: { record: Plans; before: Plans };
  /** When the current quarter closes automatically. */
  closesAt: number;
  /** The slugs of the regions that the reader may see. */
  visible: ReadonlySet<string>;
  /** Whether those are all regions; otherwise nothing about the whole department is shown. */
  isWhole: boolean;
  /** The number of emails about the department in each state. */
  emails: ReadonlyMap<Queued['state'], number>;
  now: number;
}

/** The current quarter at a glance: of the department, or of each region that the reader may see. */
export function glanceSections(glance: Glance): Markup[] {
  const { department, record, visible, isWhole } = glance;
  if (isWhole) {
    const figures = [
      averageFigure(record.total, record, ratingsBehind(record.total)),
      daysFigure(glance),
      plansFigure(glance),
      emailsFigure(glance),
    ];
    const link = html`<a href="${pathOf(department, record.quarter)}">View the quarter</a>`;
    return [section(glance, department.name, record.total.responses, figures, link)];
  }
  return record.regions
    .filter(({ region }) => visible.has(region))
    .map((scores) => {
      const { region, name } = scores;
      const figures = [
        averageFigure(scores, record, ratingsBehind(scores)),
        daysFigure(glance),
        planFigure(glance, scores),
      ];
      const link = html`<a href="${pathOf(department, record.quarter, region)}">View ${name}</a>`;
      return section(glance, name, scores.responses, figures, link);
    });
}

function section(
  { department, record }: Glance,
  name: string,
  responses: number,
  figures: Markup[],
  link: Markup,
): Markup {
  return html`<h2>${name}, ${monthsInWords(record.quarter)}</h2>
    <dl class="figures${figures.length === 3 ? ' three' : ''}">${figures}</dl>
    ${responses === 0 ? noResponses({ department, record }) : html`<p>${link}</p>`}`;
}

/** How much stands behind an average. */
function ratingsBehind({ n, responses }: Pick<RegionScores, 'n' | 'responses'>): Markup {
  return html`n ${grouped(n)} · ${responsesInWords(responses)}<br />`;
}

function daysFigure({ department, record, closesAt, now }: Glance): Markup {
  const { zone } = department;
  const left = daysLeft(record.quarter, now, zone);
  return html`<div>
    <dt>Days left in the quarter</dt>
    <dd>
      ${left}
      <small>${left === 1 ? 'this is the last day · ' : ''}closes on ${dayInWords(closesAt, zone)}</small>
    </dd>
  </div>`;
}

/** Plans are needed once a quarter has closed; until then, regions below target are on watch. */
function plansFigure({ before, plans }: Glance): Markup {
  const stages = [...plans.before.values()].map(({ stage }) => stage);
  const written = stages.filter((stage) => stage === 'agreed' || stage === 'completed').length;
  const needed = stages.filter((stage) => stage === 'required').length + written;
  const watched = [...plans.record.values()].filter(({ stage }) => stage === 'watch').length;
  const undecided = before.isClosed ? 0 : stages.filter((stage) => stage === 'watch').length;
  return html`<div>
    <dt>Action plans needed</dt>
    <dd>
      ${needed}
      <small>
        ${needed === 0 ? '' : `${written} written, `}for
        ${monthsInWords(before.quarter)}${undecided === 0 ? '' : ` (not closed yet, ${undecided} on watch)`}<br />${watched}
        on watch this quarter
      </small>
    </dd>
  </div>`;
}

function planFigure({ plans }: Glance, { region }: RegionScores): Markup {
  const now = plans.record.get(region);
  const before = plans.before.get(region);
  return html`<div>
    <dt>Action plan</dt>
    <dd>
      ${now ? planWords[now.stage] : 'None'} <small>last quarter: ${before ? planWords[before.stage] : 'none'}</small>
    </dd>
  </div>`;
}

function emailsFigure({ emails }: Glance): Markup {
  const of = (state: Queued['state'], words: string) => {
    const n = emails.get(state) ?? 0;
    return n === 0 ? '' : ` · ${grouped(n)} ${words}`;
  };
  return html`<div>
    <dt>Emails sent</dt>
    <dd>
      ${grouped(emails.get('sent') ?? 0)}
      <small>in the last 30 days${of('waiting', 'waiting')}${of('failed', 'not sent')}${of('unsure', 'unknown')}</small>
    </dd>
  </div>`;
}
