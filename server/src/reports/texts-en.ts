import { grouped } from '@heart-survey/shared/counts';
import { dayInWords, isoDayInWords, monthsInWords, spanInWords } from '@heart-survey/shared/dates';
import { enForm } from '@heart-survey/shared/languages/en';
import { planWords } from '../figures/figures.ts';
import { causeWords, responsesInWords, stateWords } from '../results/results.ts';
import type { Figure, ReportTexts } from './texts.ts';

const ratingsInWords = (ratings: number) => `${grouped(ratings)} ${ratings === 1 ? 'rating' : 'ratings'}`;
const based = ({ average, n, responses }: Figure) =>
  `${average} (${ratingsInWords(n)} from ${responsesInWords(responses)})`;
const basedOn = ({ n, responses }: Pick<Figure, 'n' | 'responses'>) =>
  `n ${grouped(n)}, ${responsesInWords(responses)}`;
const withCounts = (figure: Figure | null) => (figure === null ? '–' : `${figure.average} (${basedOn(figure)})`);
const itemName = (item: 'average' | keyof typeof enForm.items) =>
  item === 'average' ? 'the average of all six statements' : enForm.items[item].word;

/** The English texts. */
export const en: ReportTexts = {
  language: 'en',
  draft: undefined,
  page: 'Page',
  pageOf: 'of',
  item: (item) => enForm.items[item].word,
  statement: (item) => enForm.items[item].statement,
  months: monthsInWords,
  shortMonths: (quarter) => spanInWords([quarter]),
  day: dayInWords,
  isoDay: isoDayInWords,

  reportTitle: (name, months) => `${name}, ${months}`,
  closedOn: ({ label }, day, version) =>
    `${label.replace(/ \(.*/, '')} · ${version === 1 ? 'closed' : `version ${version}, restated`} on ${day}`,
  editions: {
    inside: 'For use inside the department: it shows small groups',
    outside: 'For readers outside the department: small groups are withheld',
  },
  lead: {
    met: (name, target, months, figure) => `${name} met its target of ${target} for ${months}: ${based(figure)}.`,
    below: (name, target, months, figure) => `${name} missed its target of ${target} for ${months}: ${based(figure)}.`,
    metSoFar: (name, target, months, figure) =>
      `So far, ${name} meets its target of ${target} for ${months}: ${based(figure)}.`,
    belowSoFar: (name, target, months, figure) =>
      `So far, ${name} is below its target of ${target} for ${months}: ${based(figure)}.`,
    none: (name, months) => `${name} received no ratings from ${months}.`,
    withheld: (name, months) => `The figures of ${name} for ${months} are withheld to protect small groups.`,
  },
  noDataReason: 'Reason given in the submission',
  withheld: 'withheld',

  average: 'Average',
  target: 'Target',
  responses: 'Responses',
  agree: 'Agree or strongly agree',
  change: 'Change from the previous quarter',
  n: 'Ratings (n)',
  result: 'Result',
  intervalHead: '95% interval',
  version: 'Version',
  intervalIs: (interval) =>
    interval ? `95% confidence interval ${interval.low} to ${interval.high}` : 'interval cannot be estimated',
  ratingsAre: (ratings, skipped, excluded) =>
    `${ratingsInWords(ratings)}, ${grouped(skipped)} skipped${excluded === 0 ? '' : `, ${responsesInWords(excluded)} excluded`}`,
  responsesAre: responsesInWords,
  ratingsOf: (some, all) => `${grouped(some)} of ${ratingsInWords(all)}`,
  changeIs: {
    clear: 'clear change',
    'not clear': 'no clear change',
    unknown: 'not enough responses to compare',
  },
  noEarlier: 'no earlier quarter to compare',
  below: 'below',
  status: { met: 'met', below: 'below target', none: 'no ratings' },

  trend: 'Trend by quarter',
  trendAlt: (name, first, last) =>
    `Averages of ${name} by quarter, from ${first.average} in ${first.months} to ${last.average} in ${last.months}. The table below has the same figures.`,
  trendCaption:
    'All regions together. The dashed line in the chart is the target, and the bars are the 95% confidence intervals.',
  quarter: 'Quarter',
  notClosed: 'not closed',
  noRatings: 'no ratings',

  items: 'The six statements',
  itemsCaption: 'All regions together. Columns 1 to 5 show how many people gave each rating; 5 is “Strongly agree”.',
  itemHead: 'Statement',
  mean: 'Mean',

  regions: 'Regions and programs',
  regionsCaption: (target) => `The target is ${target}. A red triangle means below target.`,
  regionItems: 'Statements by region',
  regionItemsCaption:
    'The mean of each statement, with the number of ratings below it. A red triangle means below target.',
  region: 'Region',
  allRegions: 'All regions',
  plan: 'Action plan',

  plans: 'Action plans',
  noPlans: 'No region has an action plan for this quarter.',
  noPlansShown: 'No region whose figures are shown has an action plan for this quarter.',
  planFor: (region, months) => `${region}, ${months}`,
  stageIs: (stage, { dueOn, continues }) =>
    [
      `Stage: ${planWords[stage]}.`,
      stage === 'required' && dueOn !== null ? `Due on ${dueOn}.` : '',
      continues === null ? '' : `Continues the plan for ${continues}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  stages: planWords,
  causes: causeWords,
  causeIs: (cause) => `Cause: ${cause}`,
  measureIs: (figure, goal) =>
    goal === null ? `Measure: ${itemName(figure)}.` : `Goal: ${goal} for ${itemName(figure)}.`,
  action: 'Action',
  actionsCaption: 'What the region is doing about it.',
  due: 'Due',
  state: 'Status',
  states: stateWords,
  verdictIs: ({ english }) => `Did it help? ${english}`,
  verdictFrom: (quarters) =>
    `Computed from ${quarters.map(({ id, version }) => `${spanInWords([{ id }])} (version ${version})`).join(', ')}.`,
  verdictReplaced: ({ english }) => `Earlier verdict, replaced after a restatement: ${english}`,
  verdictWithheld: 'Withheld: the region’s figures are withheld in one of the quarters behind the verdict.',

  restatements: 'Restatements',
  notRestated: 'This quarter was not restated.',
  restatementsCaption: 'Each version of this quarter, with the average before and after it.',
  reason: 'Reason',
  class: 'Type',
  date: 'Date',
  before: 'Before',
  after: 'After',
  classes: { 'late paper': 'Late paper forms', error: 'Error', exclusion: 'Exclusion', erasure: 'Erasure' },
  closing: 'Quarter closed',
  basedOn,
  regionsChanged: (changes) =>
    changes.map(({ name, before, after }) => `${name}: ${withCounts(before)} to ${withCounts(after)}`).join('; '),
  restatedOutside: (day, version) =>
    `Restated on ${day} (version ${version}). Its figures are withheld until at least 11 responses in a region have changed.`,
  replacedOutside: (day) =>
    `Restated on ${day}. This changes whether the target was met. Anyone who kept the earlier version can work out the difference in a region whose status changed. Any other region that changed by 1 to 10 people is withheld, and the total with it.`,
  totalStatusOutside: {
    met: 'All regions together meet the target. Their figures are withheld.',
    below: 'All regions together are below target. Their figures are withheld.',
  },
  replacedVersion: (version, sha256) => `Replaces version ${version}, SHA-256 ${sha256}.`,

  counting: 'How this was counted',
  countingRules: ({ target, zone, edition }) => [
    'People rate six statements from 1 (strongly disagree) to 5 (strongly agree), and may skip any of them. Skipped statements do not count.',
    'The average is the sum of all ratings divided by their number (n), over all six statements. The average of the department comes from all of its ratings. It is not an average of the regions’ averages.',
    'Averages are truncated to two decimal places, not rounded: 3.996 is shown as 3.99.',
    `Whether the target of ${target} was met is decided with whole numbers, before anything is truncated.`,
    'The 95% confidence interval is computed over people, not ratings. It does not decide whether an action plan is needed.',
    `A response counts in the quarter in which it was received (time zone ${zone}), and a paper form in the quarter of the date written on it.`,
    'A verdict on an action plan is computed from the first two quarters that began after the plan was approved. No one chooses it.',
    ...(edition === 'outside'
      ? [
          'Groups of 1 to 10 people are withheld, and so is everything from which such a group could be worked out. The number of people who gave each rating is shown for 30 ratings or more.',
        ]
      : []),
  ],

  signature: 'Signature and hash',
  notSubmitted: 'This version has not been submitted to the executive office.',
  submittedBy: 'Submitted by',
  submittedOn: 'Submitted on',
  confirmedWith: 'Identity confirmed with',
  submissionHash: 'SHA-256 of the submission',
  key: 'Signing key',
  figuresHash: 'SHA-256 of the figures',
  signatureMeans:
    'The signed submission is attached to this file. The signature proves that it has not changed since it was signed. It does not prove that the figures are right or that the operator was honest. To check it, run “heart verify-submission”.',
  attachedCsv: 'The averages of the quarter',
  attachedSubmission: 'The signed submission',

  planTitle: (region) => `Action plan for ${region}`,
  planInside: 'For use inside the department',
  approved: 'Approved',
  owner: 'Owner',
  monitor: 'Monitor',
  nobody: 'not chosen yet',
  itemsBelow: 'Statements below target',
  cause: 'Cause',
  notWritten: 'Not written yet.',
  overallRating: (rating) => `overall rating ${rating}`,
  actions: 'Actions',

  shareOutTitle: (name) => `${name}: what customers told us`,
  shareOutFooter:
    'Averages run from 1 (strongly disagree) to 5 (strongly agree) and are truncated to two decimal places. n is the number of ratings. Small groups are left out.',
  shareOutItems: 'How customers rated us',
  shareOutQuotes: 'What customers said',
  shareOutActions: 'What we are doing',
  shareOutNoActions: 'No region whose figures are shown has an approved action plan for this quarter.',
  maskedWord: '[hidden]',

  agencyTitle: 'All departments',
  agencySub: 'Each department’s latest closed quarter. Groups of fewer than 11 responses are withheld.',
  agencyLead: (met, shown) =>
    shown === 1
      ? `The only department whose figures are shown ${met === 1 ? 'met' : 'missed'} its target in its latest closed quarter.`
      : `${met} of the ${shown} departments whose figures are shown met their target in their latest closed quarter.`,
  agencyNone: 'No department has a closed quarter with figures that can be shown.',
  departments: 'Departments',
  department: 'Department',
  agencyCaption: 'Averages are truncated to two decimal places, not rounded. n is the number of ratings.',
  plansNeeded: ({ needed, done, isWhole }) =>
    `${needed === 0 ? 'none needed' : `${needed} needed, ${done} completed`}${isWhole ? '' : ' in the regions shown; others are withheld'}`,
  notYet: (names) => `No closed quarter yet: ${names}.`,
};
