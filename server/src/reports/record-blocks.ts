import type { Block, Cell } from './document.ts';
import type { QuarterReport, VersionMade } from './quarter-report.ts';
import type { Figure, ReportTexts } from './texts.ts';

/** Which versions of the quarter there are, and why. */
export function restatementSection(report: QuarterReport, texts: ReportTexts): Block[] {
  const blocks = report.edition === 'inside' ? madeInside(report, texts) : noticesOutside(report, texts);
  return [
    { kind: 'heading', text: texts.restatements },
    ...(blocks.length === 0 ? [{ kind: 'paragraph', text: texts.notRestated } as const] : blocks),
  ];
}

function madeInside({ versions, department }: QuarterReport, texts: ReportTexts): Block[] {
  if (versions.length < 2) return [];
  const row = (made: VersionMade, index: number): Cell[] => {
    const before = versions[index - 1];
    const changed = before === undefined ? '' : texts.regionsChanged(changesBetween(before, made));
    const reason = made.reason ?? (before === undefined ? texts.closing : '');
    return [
      String(made.version),
      texts.day(made.closedAt, department.zone),
      made.class === null ? '–' : texts.classes[made.class],
      {
        text: reason,
        ...(made.reason === null ? {} : { language: 'en' as const }),
        ...(changed === '' ? {} : { note: changed }),
      },
      before === undefined ? '–' : figureCell(before.figure, texts),
      figureCell(made.figure, texts),
    ];
  };
  return [
    {
      kind: 'table',
      caption: texts.restatementsCaption,
      columns: [
        { head: texts.version, align: 'end', width: 0.7 },
        { head: texts.date, align: 'start', width: 1.4 },
        { head: texts.class, align: 'start', width: 1.2 },
        { head: texts.reason, align: 'start', width: 2.6 },
        { head: texts.before, align: 'end', width: 1 },
        { head: texts.after, align: 'end', width: 1 },
      ],
      rows: versions.map(row),
    },
  ];
}

function figureCell({ average, ...counts }: Figure, texts: ReportTexts): Cell {
  return { text: average, note: texts.basedOn(counts) };
}

/** The regions whose average, or what it is based on, changed. */
function changesBetween(before: VersionMade, after: VersionMade) {
  return [...after.regions].flatMap(([slug, { name, figure }]) => {
    const old = before.regions.get(slug)?.figure ?? null;
    const isSame = old?.average === figure.average && old.n === figure.n && old.responses === figure.responses;
    return isSame ? [] : [{ name, before: old, after: figure }];
  });
}

/** Outside, that there are other versions, without their figures (docs/design.md §3.10). */
function noticesOutside({ figures, department, closedAt }: QuarterReport, texts: ReportTexts): Block[] {
  const { restated = [], replaced = [], totalStatus } = figures.quarter;
  const day = (instant: number) => texts.day(instant, department.zone);
  const notices = [
    ...restated.map((one) => texts.restatedOutside(day(Date.parse(one.closedAt)), one.version)),
    ...(replaced.length === 0 ? [] : [texts.replacedOutside(day(closedAt))]),
    ...(totalStatus === undefined ? [] : [texts.totalStatusOutside[totalStatus]]),
    ...replaced.map(({ version, sha256 }) => texts.replacedVersion(version, sha256)),
  ];
  return notices.map((text) => ({ kind: 'paragraph', text }));
}

/** The rules of the numbers, for readers who check them. */
export function countingSection({ figures, department, edition }: QuarterReport, texts: ReportTexts): Block[] {
  const items = texts.countingRules({ target: figures.target, zone: department.zone, edition });
  return [
    { kind: 'heading', text: texts.counting },
    { kind: 'list', items },
  ];
}

/** Who submitted it, and how to check that nothing changed since. */
export function signatureSection(
  { submission, sha256, version, department }: QuarterReport,
  texts: ReportTexts,
): Block[] {
  const facts = [
    { name: texts.version, value: String(version) },
    ...(sha256 === undefined ? [] : [{ name: texts.figuresHash, value: sha256, isCode: true }]),
    ...(submission === undefined
      ? []
      : [
          { name: texts.submittedBy, value: submission.submittedBy },
          { name: texts.submittedOn, value: texts.day(submission.submittedAt, department.zone) },
          { name: texts.confirmedWith, value: submission.confirmedWith, language: 'en' as const },
          { name: texts.submissionHash, value: submission.sha256, isCode: true },
          { name: texts.key, value: submission.keyId, isCode: true },
        ]),
  ];
  const means = submission === undefined ? texts.notSubmitted : texts.signatureMeans;
  return [
    { kind: 'heading', text: texts.signature },
    { kind: 'paragraph', text: means },
    { kind: 'facts', facts },
  ];
}
