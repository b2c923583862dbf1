import { inHundredths } from '@heart-survey/shared/scores';
import type { Block } from './document.ts';
import type { QuarterReport, ReportPlan } from './quarter-report.ts';
import type { ReportTexts, VerdictFacts } from './texts.ts';

/** The quarter's action plans, each with what is done about it and whether it helped. */
export function planSections({ edition, plans }: QuarterReport, texts: ReportTexts): Block[] {
  const none = edition === 'inside' ? texts.noPlans : texts.noPlansShown;
  return [
    { kind: 'heading', text: texts.plans },
    ...(plans.length === 0
      ? [{ kind: 'paragraph', text: none } as const]
      : plans.flatMap((plan) => planBlocks(plan, texts))),
  ];
}

function planBlocks(plan: ReportPlan, texts: ReportTexts): Block[] {
  const { regionName, quarter, stage, dueOn, continues, causeClass, cause, figure, goal, verdicts } = plan;
  const facts = [
    texts.stageIs(stage, {
      dueOn: dueOn && texts.isoDay(dueOn),
      continues: continues && texts.shortMonths({ id: continues }),
    }),
    ...(causeClass === null ? [] : [`${texts.causeIs(texts.causes[causeClass].toLowerCase())}.`]),
    ...(figure === null ? [] : [texts.measureIs(figure, goal === null ? null : inHundredths(goal))]),
  ];
  return [
    { kind: 'heading', text: texts.planFor(regionName, texts.shortMonths({ id: quarter })), level: 2 },
    { kind: 'paragraph', text: facts.join(' ') },
    ...(cause === null ? [] : [{ kind: 'paragraph', text: cause, language: 'en' } as const]),
    ...actionTable(plan, texts),
    ...verdictBlocks(verdicts, texts),
  ];
}

/** Each verdict with the versions that it was computed from. @param verdicts oldest first; the last one is current. */
export function verdictBlocks(verdicts: readonly VerdictFacts[], texts: ReportTexts): Block[] {
  return verdicts.map((facts, index) => {
    if (facts.closed === null) return { kind: 'paragraph', text: texts.verdictWithheld };
    const isCurrent = index === verdicts.length - 1;
    const sentence = isCurrent ? texts.verdictIs(facts) : texts.verdictReplaced(facts);
    const quarters = facts.closed === 0 || facts.sides === null ? [] : quartersBehind(facts.sides);
    return {
      kind: 'paragraph',
      text: quarters.length === 0 ? sentence : `${sentence} ${texts.verdictFrom(quarters)}`,
      isQuiet: !isCurrent,
    };
  });
}

const quartersBehind = ({ before, after }: NonNullable<VerdictFacts['sides']>) => [
  ...before.quarters,
  ...after.quarters,
];

/** What the region does, without the names of people. */
function actionTable({ actions }: Pick<ReportPlan, 'actions'>, texts: ReportTexts): Block[] {
  if (actions.length === 0) return [];
  return [
    {
      kind: 'table',
      caption: texts.actionsCaption,
      columns: [
        { head: texts.action, align: 'start', width: 4 },
        { head: texts.due, align: 'start', width: 1.5 },
        { head: texts.state, align: 'start', width: 1 },
      ],
      rows: actions.map(({ text, dueOn, state }) => [
        { text, language: 'en' },
        texts.isoDay(dueOn),
        texts.states[state],
      ]),
    },
  ];
}
