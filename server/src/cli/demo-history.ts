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
}

interface Temper {
  /** The region's share of all responses, relative to the others. */
  volume: number;
  /** Its average rating, before mood and chance. */
  level: number;
  /** The share of its respondents who answer in Spanish. */
  spanish: number;
}

const ordinary: Temper = { volume: 10, level: 4.45, spanish: 0.15 };
const tempers: Record<string, Temper> = {
  adoptions: { volume: 0.05, level: 4.8, spanish: 0.1 },
  ccws: { volume: 0.08, level: 4.5, spanish: 0.12 },
  central: { volume: 24, level: 4.5, spanish: 0.3 },
  east: { volume: 16, level: 4.4, spanish: 0.2 },
  'north-central': { volume: 13, level: 4.55, spanish: 0.15 },
  'north-coastal': { volume: 9, level: 4.7, spanish: 0.2 },
  'north-inland': { volume: 12, level: 4.4, spanish: 0.25 },
  south: { volume: 25, level: 4.35, spanish: 0.45 },
};

/** One region has a bad winter. Its loss by quarter, the current one first, and how each item differs from the mood. */
const dip = { region: 'east', loss: [0, 0, 0.05, 0.45, 0.75, 0.6, 0, 0] };
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
    const random = xoroshiro128plus(seedOf(`${cell.quarter.id} ${cell.region}`));
    // No two quarters are quite alike.
    const drift = (uniformFloat64(random) - 0.5) * 0.24;
    for (let n = 0; n < here; n += 1) ofQuarter.push(inventResponse(random, { ...cell, drift }, until));
    if (cells[index + 1]?.quarter === cell.quarter) continue;
    yield* ofQuarter.toSorted((one, other) => one.receivedAt - other.receivedAt);
    ofQuarter = [];
  }
}

function weightOf({ id }: Quarter, region: string): number {
  const month = Number(id.slice('2026-'.length)) - 1;
  const seasonal = [0, 1, 2].reduce((sum, later) => sum + season[(month + later) % 12]!, 0);
  return (tempers[region] ?? ordinary).volume * seasonal;
}

/** A seed in which every bit changes when one letter of the name changes. */
function seedOf(name: string): number {
  return hash('sha256', name, 'buffer').readInt32BE();
}

type Random = ReturnType<typeof xoroshiro128plus>;

function inventResponse(
  random: Random,
  { quarter, region, ago, drift }: { quarter: Quarter; region: string; ago: number; drift: number },
  until: number,
): InventedResponse {
  const chance = () => uniformFloat64(random);
  const temper = tempers[region] ?? ordinary;
  const loss = region === dip.region ? (dip.loss[ago] ?? 0) : 0;
  // A person is mostly pleased or unhappy overall, with small differences by item.
  const mood =
    temper.level + drift - loss + (chance() < 0.09 ? -2.2 : 0) + (chance() + chance() + chance() - 1.5) * 0.9;
  const ratings = inventRatings(random, mood);
  const language = chance() < temper.spanish ? 'es' : 'en';
  return {
    id: inventId(random),
    region,
    quarter: quarter.id,
    receivedAt: Math.floor(quarter.start + chance() * (Math.min(quarter.end, until) - quarter.start)),
    ratings,
    comment:
      chance() < 0.18
        ? pick(random, comments[language][mood > 4.1 ? 'happy' : mood > 3 ? 'neutral' : 'unhappy'])
        : null,
    language,
    channel: pick(random, ['signature', 'signature', 'signature', 'signature', 'embed', 'page', 'kiosk']),
    wording: currentWording,
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

function inventId(random: Random): string {
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
