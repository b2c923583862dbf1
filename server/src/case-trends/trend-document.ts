import { isoDay } from '@heart-survey/shared/dates';
import { textsFor, type ReportDocument } from '../reports/reports.ts';
import { countedNote, sentencesOf, tablesOf, titleOf, type TrendTable } from './content.ts';
import type { PlacedView } from './place.ts';
import type { Review } from './review-queries.ts';
import { decisionInWords, isChanged, signedInWords } from './review-section.ts';
import type { TrendView } from './trend-view.ts';

type Block = ReportDocument['blocks'][number];

/** A quarter's trends with its reviews, as a report in English. */
export function trendDocument({ view, zone }: Pick<PlacedView, 'view' | 'zone'>, reviews: Review[]): ReportDocument {
  const texts = textsFor('en');
  const [lead, ...more] = sentencesOf(view);
  const [latest] = reviews;
  return {
    template: 'report',
    title: titleOf(view),
    subtitle: view.quarter.label,
    language: 'en',
    date: latest ? isoDay(latest.signedAt, zone) : null,
    footer: view.isOutside ? 'Small groups are withheld' : 'For people of the department only',
    page: texts.page,
    pageOf: texts.pageOf,
    blocks: [
      { kind: 'lead', text: lead!, isBelow: false },
      ...more.map((text): Block => ({ kind: 'paragraph', text })),
      { kind: 'paragraph', text: countedNote(view, zone), isQuiet: true },
      ...tablesOf(view).flatMap(tableBlocks),
      ...improvementBlocks(view),
      ...reviews.flatMap((review, index) => reviewBlocks(review, zone, index === 0 && isChanged(view, review))),
    ],
    attachments: [],
  };
}

function tableBlocks({ heading, caption, heads, rows }: TrendTable): Block[] {
  const [first, ...figures] = heads;
  return [
    { kind: 'heading', text: heading },
    {
      kind: 'table',
      caption,
      columns: [
        { head: first!, align: 'start', width: 3 },
        ...figures.map((head) => ({ head, align: 'end' as const, width: 1 })),
      ],
      rows: rows.map(({ label, cells }) => [label, ...cells]),
      isSmall: heads.length > 4,
    },
  ];
}

function improvementBlocks({ improvements }: TrendView): Block[] {
  if (improvements.length === 0) return [];
  return [
    { kind: 'heading', text: 'What was improved' },
    {
      kind: 'list',
      items: improvements.map(
        ({ reference, what, text }) => `${text} (${what === 'change' ? 'should change' : 'done'}, case ${reference})`,
      ),
    },
  ];
}

function reviewBlocks(review: Review, zone: string, hasChanged: boolean): Block[] {
  const { conclusions, decisions, sha256, version } = review;
  return [
    { kind: 'heading', text: version === 1 ? 'Management review' : `Management review, version ${version}` },
    { kind: 'paragraph', text: signedInWords(review, zone) },
    { kind: 'paragraph', text: conclusions },
    ...(hasChanged
      ? [{ kind: 'paragraph', text: 'The figures above have changed since they were signed.' } as const]
      : []),
    ...(decisions.length === 0
      ? []
      : [
          { kind: 'heading', text: 'Decisions', level: 2 } as const,
          { kind: 'list', items: decisions.map((one) => `${one.text} ${decisionInWords(one)}`) } as const,
        ]),
    { kind: 'facts', facts: [{ name: 'SHA-256 of the signed figures', value: sha256, isCode: true }] },
  ];
}
