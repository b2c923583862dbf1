import { hash } from 'node:crypto';
import { currentWording, items, type Item, type Rating, type Ratings } from '@heart-survey/shared/items';
import type { Quarter } from '@heart-survey/shared/quarters';
import type { Channel } from '@heart-survey/shared/response';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** One made-up response and when it was sent. */
export interface InventedResponse {
  id: string;
  region: string;
  quarter: string;
  receivedAt: number;
  ratings: Ratings;
  comment: string | null;
  language: string;
  channel: Channel;
  wording: number;
  /** 1 if the writer said that their words may be shown to others; null without a comment. */
  mayShow: number | null;
}

interface Temper {
  /** The region's share of all responses, relative to the others. */
  volume: number;
  /**
   * How pleased its respondents are, by quarter, the current one first, before chance. 4.21 gives an average of 4.00:
   * some people are always unhappy.
   */
  levels: number[];
  /** The share of its respondents who answer in Spanish. */
  spanish: number;
}

const ordinary: Temper = { volume: 10, levels: [4.45], spanish: 0.15 };
/** Five quarters ago, six regions missed the target. What happened then shows every verdict on an action plan. */
const tempers: Record<string, Temper> = {
  adoptions: { volume: 0.03, levels: [4.8, 4.8, 4.8, 4.8, 4.7, 3.5, 4.8, 4.8], spanish: 0.1 },
  ccws: { volume: 0.08, levels: [4.5], spanish: 0.12 },
  central: { volume: 22, levels: [4.6, 4.5, 4.3, 4.3, 4.27, 4.08, 4.38, 4.5], spanish: 0.3 },
  east: { volume: 16, levels: [4.8, 4.75, 4.7, 4.65, 4.3, 3.85, 4.42, 4.5], spanish: 0.2 },
  'north-central': { volume: 14, levels: [4.32, 4.3, 4.1, 4.1, 4.28, 4.09, 4.26, 4.4], spanish: 0.15 },
  'north-coastal': { volume: 13, levels: [4.05, 4.3, 4.1, 4.31, 4.28, 4.09, 4.32, 4.45], spanish: 0.2 },
  'north-inland': { volume: 11, levels: [4.55, 4.6, 4.5], spanish: 0.25 },
  south: { volume: 24, levels: [4.3, 4.05, 3.8, 3.82, 4.27, 4.08, 4.32, 4.45], spanish: 0.45 },
  clinics: { volume: 12, levels: [4.6, 4.6, 4.55, 3.8, 4.3, 4.4], spanish: 0.35 },
  'nurse-visits': { volume: 6, levels: [4.7], spanish: 0.3 },
  'senior-centers': { volume: 14, levels: [4.6, 4.55, 4.5, 4.4], spanish: 0.2 },
};

/** Where a region stays on its first or last level, no two quarters are quite alike. */
const maxDrift = 0.05;

/** How each item differs from the mood. */
const itemOffsets: Record<Item, number> = {
  helpfulness: 0.05,
  expertise: 0.1,
  attentiveness: 0,
  respect: 0.15,
  timeliness: -0.3,
  overall: 0,
};

/** Fewer people come in summer and over the holidays. By month, January first. */
const season = [1.1, 1.05, 1.1, 1, 1, 0.85, 0.75, 0.85, 1.05, 1.1, 0.95, 0.7];

const comments = {
  en: {
    happy: [
      'Thank you. I was treated like a person, not a case.',
      'Quick and kind. The worker called me back the same day.',
      'The front desk was very patient with me and my kids.',
      'They explained every step. I knew what would happen next.',
    ],
    neutral: [
      'It was fine.',
      'The office was hard to find.',
      'Parking is a problem.',
      'Please open earlier in the morning.',
    ],
    unhappy: [
      'I waited three weeks for a call back.',
      'Nobody could tell me who has my papers.',
      'I had to tell my story four times to four people.',
      'The phone line cut me off twice.',
    ],
  },
  es: {
    happy: [
      'Muchas gracias, me trataron con mucho respeto.',
      'Me ayudaron rápido y en mi idioma.',
      'La señora de la recepción fue muy amable con mis hijos.',
    ],
    neutral: ['Estuvo bien.', 'La oficina es difícil de encontrar.', 'Ojalá abrieran más temprano.'],
    unhappy: [
      'Esperé tres semanas por una llamada.',
      'Nadie hablaba español ese día.',
      'Tuve que repetir todo varias veces.',
    ],
  },
};

/** The share of all responses that falls into the current quarter, however far along it is. */
const current = 1 / 15;

/**
 * A made-up but plausible history. Past quarters are the same each time. Responses of the current quarter fall between
 * its start and `until`, in milliseconds since the epoch.
 * @param quarters in order, the current one last.
 * @returns exactly `total` responses in order of time, as real ones are stored: lists depend on that order.
 */
export function* inventHistory(quarters: Quarter[], regions: string[], total: number, until: number) {
  const past = Math.round(total * (1 - current));
  yield* inventQuarters(quarters.slice(0, -1), regions, past, until, 1);
  yield* inventQuarters(quarters.slice(-1), regions, total - past, until, 0);
}

function* inventQuarters(quarters: Quarter[], regions: string[], total: number, until: number, latest: number) {
  const cells = quarters.flatMap((quarter, index) =>
    regions.map((region) => ({
      quarter,
      region,
      ago: quarters.length - 1 - index + latest,
      weight: weightOf(quarter, region),
    })),
  );
  const whole = cells.reduce((sum, { weight }) => sum + weight, 0);
  let reached = 0;
  let given = 0;
  let ofQuarter: InventedResponse[] = [];
  for (const [index, cell] of cells.entries()) {
    reached += cell.weight;
    // Rounding the running sum instead of each share makes the shares add up.
    const here = Math.round((reached / whole) * total) - given;
    given += here;
    const random = randomFor(`${cell.quarter.id} ${cell.region}`);
    const level = levelOf(random, cell);
    for (let n = 0; n < here; n += 1) ofQuarter.push(inventResponse(random, { ...cell, level }, until));
    if (cells[index + 1]?.quarter === cell.quarter) continue;
    yield* ofQuarter.toSorted((one, other) => one.receivedAt - other.receivedAt);
    ofQuarter = [];
  }
}

function levelOf(random: Random, { region, ago }: { region: string; ago: number }): number {
  const { levels } = tempers[region] ?? ordinary;
  const drift = (uniformFloat64(random) - 0.5) * 2 * maxDrift;
  return levels[ago] ?? levels.at(-1)! + drift;
}

function weightOf({ id }: Quarter, region: string): number {
  const month = Number(id.slice('2026-'.length)) - 1;
  const seasonal = [0, 1, 2].reduce((sum, later) => sum + season[(month + later) % 12]!, 0);
  return (tempers[region] ?? ordinary).volume * seasonal;
}

/** A generator of chance that gives the same each time for the same name. */
export function randomFor(name: string): Random {
  // One other letter in the name changes every bit of the seed.
  return xoroshiro128plus(hash('sha256', name, 'buffer').readInt32BE());
}

/** A generator of chance. */
export type Random = ReturnType<typeof xoroshiro128plus>;

function inventResponse(
  random: Random,
  { quarter, region, level }: { quarter: Quarter; region: string; level: number },
  until: number,
): InventedResponse {
  const chance = () => uniformFloat64(random);
  const temper = tempers[region] ?? ordinary;
  // A person is mostly pleased or unhappy overall, with small differences by item.
  const mood = level + (chance() < 0.09 ? -2.2 : 0) + (chance() + chance() + chance() - 1.5) * 0.9;
  const ratings = inventRatings(random, mood);
  const language = chance() < temper.spanish ? 'es' : 'en';
  const id = inventId(random);
  const receivedAt = Math.floor(quarter.start + chance() * (Math.min(quarter.end, until) - quarter.start));
  const comment =
    chance() < 0.18 ? pick(random, comments[language][mood > 4.1 ? 'happy' : mood > 3 ? 'neutral' : 'unhappy']) : null;
  const channel: Channel = pick(random, ['signature', 'signature', 'signature', 'signature', 'embed', 'page', 'kiosk']);
  return {
    id,
    region,
    quarter: quarter.id,
    receivedAt,
    ratings,
    comment,
    language,
    // Some of those who could have used the page were called.
    channel: channel === 'page' && id < '4' ? 'phone' : channel,
    wording: currentWording,
    // Half of the writers agree.
    mayShow: comment === null ? null : Number(id < '8'),
  };
}

function inventRatings(random: Random, mood: number): Ratings {
  const ratings: Ratings = {};
  for (const item of items) {
    const rating = Math.round(mood + itemOffsets[item] + (uniformFloat64(random) - 0.5) * 1.2);
    // Everyone rates at least one item; one item in sixteen is skipped.
    if (item === 'overall' || uniformFloat64(random) < 15 / 16)
      ratings[item] = Math.min(5, Math.max(1, rating)) as Rating;
  }
  return ratings;
}

/** A UUID. */
export function inventId(random: Random): string {
  const hex = Array.from({ length: 4 }, () => uniformInt(random, 0, 0xff_ff_ff_ff).toString(16).padStart(8, '0')).join(
    '',
  );
  const variant = (8 + (Number.parseInt(hex[16]!, 16) % 4)).toString(16);
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20)].join(
    '-',
  );
}

function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[uniformInt(random, 0, choices.length - 1)]!;
}
