import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, monthsInWords } from '@heart-survey/shared/dates';
import { channelNames, kindNames, outcomeNames, outcomes } from '../cases/cases.ts';
import { none, outcomeKeys, regionKey, type Counts, type TrendFigures } from './figures.ts';
import type { TrendView } from './trend-view.ts';

// What the page and the PDF of a quarter say, in plain text.

/** A table with a heading for each row. Cells are figures in words. */
export interface TrendTable {
  heading: string;
  caption: string;
  heads: string[];
  rows: { label: string; cells: string[] }[];
}

const withheld = 'withheld';

/** What a figure is where small groups are withheld. */
const withheldNote = 'Figures based on 1 to 10 cases are withheld, along with any that would reveal them.';

/** That restricted cases are not counted, and what is. */
export function countedNote({ isOutside, asOf }: Pick<TrendView, 'isOutside' | 'asOf'>, zone: string): string {
  const until = isOutside ? `${dayInWords(asOf, zone)}. What happened later is not shown` : 'now';
  const small = isOutside ? ` ${withheldNote}` : '';
  return `A quarter covers the cases that came in during it, with everything that happened to them until ${until}. Restricted cases, and cases about the department’s managers, are not in any of these figures.${small}`;
}

/** The months of a quarter, and whose cases they are. */
export function titleOf({ department, quarter }: Pick<TrendView, 'department' | 'quarter'>): string {
  return `Case trends, ${monthsInWords(quarter)}: ${department?.name ?? 'all departments'}`;
}

/** The main figures in sentences. */
export function sentencesOf(view: Pick<TrendView, 'now' | 'before' | 'quarter' | 'isEnded'>): string[] {
  const { now, before, quarter, isEnded } = view;
  const months = `${isEnded ? 'In' : 'So far in'} ${monthsInWords(quarter)}`;
  if (now.cases === null)
    return [`${months}, so few cases came in that their number is withheld, or it would reveal such a number.`];
  if (now.cases === 0) return [`${months}, no cases came in.`];
  return [
    `${months}, ${many(now.cases, 'case')} came in${comparedWith(now.cases, before.cases, isEnded)}.`,
    ...promiseSentences(now),
    ...answerSentences(now),
    ...(now.secondStage === null ? [] : [secondStageSentence(now.secondStage)]),
  ];
}

const many = (count: number, one: string) => `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;

function comparedWith(now: number, before: number | null, isEnded: boolean): string {
  if (before === null || !isEnded) return '';
  if (now === before) return ', as many as in the previous quarter';
  return `, ${grouped(Math.abs(now - before))} ${now > before ? 'more' : 'fewer'} than in the previous quarter`;
}

function promiseSentences({ promises }: TrendFigures): string[] {
  if (promises === null) return [];
  const { kept, broken, running } = promises;
  const over = kept + broken;
  const first =
    over === 0
      ? []
      : [
          `${grouped(kept)} of ${many(over, 'promise')} ${kept === 1 ? 'was' : 'were'} kept${broken === 0 ? '' : `, and ${grouped(broken)} ${broken === 1 ? 'was' : 'were'} broken`}.`,
        ];
  return running ? [...first, `${many(running, 'promise')} ${running === 1 ? 'is' : 'are'} still running.`] : first;
}

function answerSentences({ answers }: TrendFigures): string[] {
  if (answers === null || answers.median === null) return [];
  return [
    `Half of the answered cases had their first answer ${within(answers.median)}, and nine in ten ${within(answers.ninetieth!)}.`,
  ];
}

function secondStageSentence(secondStage: number): string {
  if (secondStage === 0) return 'No writer said that they were not satisfied with the answer.';
  return secondStage === 1
    ? 'In 1 case, the writer was not satisfied with the answer.'
    : `In ${grouped(secondStage)} cases, the writer was not satisfied with the answer.`;
}

/** A figure in a cell. */
const shown = (figure: number | null | undefined): string => (figure == null ? withheld : grouped(figure));

const twoQuarters = ['This quarter', 'Previous quarter'];

/** All tables of a quarter, in order. */
export function tablesOf(view: TrendView): TrendTable[] {
  if (view.now.cases === null && view.department !== null) return [];
  const { desks } = view.organization;
  const name = (id: string) => desks.find((desk) => desk.id === Number(id))?.name ?? 'Another desk';
  return [
    ...(view.department === null ? [departmentsTable(view)] : []),
    promisesTable(view),
    answersTable(view),
    countsTable(
      'By kind',
      'Cases by kind.',
      'Kind',
      Object.keys(kindNames),
      (key) => kindNames[key as keyof typeof kindNames],
      view,
      'kinds',
    ),
    ...(view.department === null
      ? []
      : [
          countsTable(
            'By desk',
            'Cases by the desk that has them now.',
            'Desk',
            keysOf(view, 'desks'),
            name,
            view,
            'desks',
          ),
        ]),
    countsTable(
      'By channel',
      'Cases by how they came in.',
      'Channel',
      Object.keys(channelNames),
      (key) => channelNames[key as keyof typeof channelNames],
      view,
      'channels',
    ),
    countsTable('Outcomes', 'Cases by what was found.', 'Outcome', outcomeKeys, outcomeName, view, 'outcomes'),
    ...(view.department === null ? [] : [regionsTable(view)]),
  ].filter(({ rows }) => rows.length > 0);
}

type CountsName = 'kinds' | 'desks' | 'channels' | 'outcomes';

function keysOf({ now, before }: TrendView, table: CountsName): string[] {
  return [...new Set([...Object.keys(now[table]), ...Object.keys(before[table])])].toSorted(
    (one, other) => Number(one) - Number(other),
  );
}

function countsTable(
  heading: string,
  caption: string,
  head: string,
  keys: readonly string[],
  nameOf: (key: string) => string,
  { now, before, department }: TrendView,
  table: CountsName,
): TrendTable {
  const [own, earlier]: Counts[] = [now[table], before[table]];
  const more = department === null ? ' Only what the departments’ own tables show is added up.' : '';
  return {
    heading,
    caption: `${caption}${more}`,
    heads: [head, ...twoQuarters],
    rows: keys
      .filter((key) => own![key] !== undefined || earlier![key] !== undefined)
      .map((key) => ({ label: nameOf(key), cells: [countIn(now, own![key]), countIn(before, earlier![key])] })),
  };
}

/** A key that a table does not have stands for no cases, except where all of it is withheld. */
function countIn({ cases }: TrendFigures, count: number | null | undefined): string {
  return count === undefined && cases !== null ? '0' : shown(count);
}

function outcomeName(key: string): string {
  const outcome = outcomes.find((one) => one === key);
  return outcome === undefined ? 'No outcome yet' : outcomeNames[outcome];
}

function promisesTable({ now, before, isOutside }: TrendView): TrendTable {
  const row = (label: string, of: (promises: NonNullable<TrendFigures['promises']>) => number | null) => ({
    label,
    cells: [now, before].map(({ promises }) => shown(promises && of(promises))),
  });
  const rows = [row('Kept', ({ kept }) => kept), row('Broken', ({ broken }) => broken)];
  const others = [
    row('Still running or paused', ({ running }) => running),
    row('Ended when the case was closed without an answer', ({ dropped }) => dropped),
    row('All', (all) => all.kept + all.broken + (all.running ?? 0) + (all.dropped ?? 0)),
  ];
  return {
    heading: 'Promises',
    caption: 'Each promised date counts once. One that was missed counts as broken, even if a later date was kept.',
    heads: ['Promises', ...twoQuarters],
    rows: isOutside ? rows : [...rows, ...others],
  };
}

function answersTable({ now, before, isOutside }: TrendView): TrendTable {
  const row = (label: string, of: (figures: TrendFigures) => number | null | undefined) => ({
    label,
    cells: [of(now), of(before)].map((figure) => shown(figure)),
  });
  const days = (label: string, of: 'median' | 'ninetieth') => ({
    label,
    cells: [now, before].map(({ answers }) =>
      answers !== null && answers.cases === 0 ? '–' : shown(answers && answers[of]),
    ),
  });
  return {
    heading: 'Answers',
    caption:
      'Days are calendar days, from the day on which a case came in to the day of its first answer; the 90th percentile is the nearest rank.',
    heads: ['Cases', ...twoQuarters],
    rows: [
      row('Came in', ({ cases }) => cases),
      row('Answered', ({ answers }) => answers?.cases),
      days('Days to the first answer, median', 'median'),
      days('Days to the first answer, 90th percentile', 'ninetieth'),
      row('Second stage: the writer was not satisfied', ({ secondStage }) => secondStage),
      row('Handed over to another desk', ({ handedOver }) => handedOver),
      ...(isOutside ? [] : [row('Hand-overs', ({ handOvers }) => handOvers)]),
      row('Something was improved because of it', ({ improved }) => improved),
    ],
  };
}

/** Cases beside the survey's figures of the same region. */
function regionsTable({ now, before, survey, organization, department }: TrendView): TrendTable {
  const own = organization.regions.filter((region) => region.department.id === department!.id);
  const keys = [...own.map(({ id }) => regionKey(id)), none].filter(
    (key) => now.regions[key] !== undefined || before.regions[key] !== undefined,
  );
  const surveyed = new Map((survey?.regions ?? []).map((one) => [one.region, one]));
  return {
    heading: 'By office, beside the survey',
    caption: survey
      ? 'Cases by office, with the average of the survey’s closed quarter and n, the number of ratings behind it. A case and a rating are different things: neither explains the other.'
      : 'Cases by office. The survey’s quarter is not closed yet, so there is no average.',
    heads: ['Office', ...twoQuarters, 'Survey average', 'n'],
    rows: keys.map((key) => {
      const region = own.find(({ id }) => regionKey(id) === key);
      const scores = region && surveyed.get(region.slug);
      const average =
        scores === undefined
          ? ['–', '–']
          : scores.status === 'suppressed'
            ? [withheld, withheld]
            : [scores.average ?? '–', grouped(scores.n)];
      return {
        label: region?.name ?? 'Office not known',
        cells: [countIn(now, now.regions[key]), countIn(before, before.regions[key]), ...average],
      };
    }),
  };
}

/** Each department's main figures. */
function departmentsTable({ departments, now }: TrendView): TrendTable {
  const row = (label: string, { cases, promises, answers, secondStage }: TrendFigures, before: string) => ({
    label,
    cells: [
      shown(cases),
      before,
      promises === null ? withheld : `${grouped(promises.kept)} of ${grouped(promises.kept + promises.broken)}`,
      answers !== null && answers.cases === 0 ? '–' : shown(answers?.median),
      shown(secondStage),
    ],
  });
  return {
    heading: 'Departments',
    caption:
      'Cases that came in, promises that were kept, the median of the calendar days to the first answer, and cases whose writer was not satisfied.',
    heads: ['Department', 'Cases', 'Previous quarter', 'Promises kept', 'Median days', 'Second stage'],
    rows: [
      ...departments.map((one) => row(one.department.name, one.now, shown(one.before.cases))),
      row('All departments', now, '–'),
    ],
  };
}

const within = (days: number) =>
  days === 0 ? 'on the day on which they came in' : `within ${many(days, 'calendar day')}`;
