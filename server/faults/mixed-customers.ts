import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { eachItem, type Item } from '@heart-survey/shared/items';
import { expect } from 'vitest';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import type { Chance } from './chance.ts';
import type { Ledger } from './mixed-ledger.ts';

/** A response as it was sent. */
interface Sent {
  id: string;
  region: string;
  ratings: Record<Item, number | undefined>;
  [hint: string]: unknown;
}

/** Where customers send responses, and what those who work with them need to know. */
export interface Customers {
  url: string;
  chance: Chance;
  ledger: Ledger;
  /** Some of the responses that were stored and can be sent again. */
  recent: Sent[];
  /** Ids of responses that were erased, or are being erased: no one learns anymore what they said. */
  erased: Set<string>;
  /** Ids of stored responses that are flagged. */
  flagged: string[];
  /** Campaigns that are running. */
  campaigns: { code: string; region: string }[];
}

const regions = ['central', 'east', 'south', 'north-inland', 'north-coastal', 'north-central', 'ccws', 'adoptions'];
const grouped = ['in-home-care', 'senior-centers'];
const groups = ['client', 'family-member', 'partner-agency', 'advocate', 'nobody', undefined];
const languages = ['en', 'es', 'tlh', undefined];
const channels = ['signature', 'embed', 'page', 'kiosk', undefined];
const maxRemembered = 5000;

const isOnce = (chance: Chance, outOf: number) => uniformInt(chance, 1, outOf) === 1;
/** One of them, each as likely as the others. */
export const oneOf = <T>(chance: Chance, all: readonly T[]): T => all[uniformInt(chance, 0, all.length - 1)]!;

function another({ chance, campaigns }: Customers): Sent {
  const ratings = eachItem(() => (isOnce(chance, 10) ? undefined : uniformInt(chance, 1, 5)));
  const campaign = isOnce(chance, 10) && campaigns.length > 0 ? oneOf(chance, campaigns) : undefined;
  const isGrouped = campaign === undefined && isOnce(chance, 5);
  return {
    id: randomUUID(),
    region: campaign?.region ?? oneOf(chance, isGrouped ? grouped : regions),
    ratings: { ...ratings, overall: uniformInt(chance, 1, 5) },
    ...(isOnce(chance, 6) ? { comment: `They wrote ${randomUUID()}.` } : {}),
    language: oneOf(chance, languages),
    channel: oneOf(chance, channels),
    ...(isGrouped ? { group: oneOf(chance, groups) } : {}),
    ...(campaign ? { campaign: campaign.code } : {}),
  };
}

/** Sends responses until enough was done: new ones as JSON and as a form, again, and changed. */
export async function beCustomer(customers: Customers, isOver: () => boolean): Promise<void> {
  const { chance, recent } = customers;
  while (!isOver()) {
    const kind = uniformInt(chance, 1, 100);
    if (kind <= 10 && recent.length > 0) await sendAgain(customers, oneOf(chance, recent));
    else if (kind === 11 && recent.length > 0) await sendChanged(customers, oneOf(chance, recent));
    else if (kind <= 20) await sendForm(customers, another(customers));
    else await sendNew(customers, another(customers));
  }
}

async function sendNew(customers: Customers, response: Sent): Promise<void> {
  const { status, body } = await post(customers, '/api/v1/responses', JSON.stringify(response), 'application/json');
  expect(status, body).toBe(201);
  customers.ledger.note('stored', { rows: 1 });
  remember(customers, response);
}

async function sendAgain(customers: Customers, response: Sent): Promise<void> {
  const { status, body } = await post(customers, '/api/v1/responses', JSON.stringify(response), 'application/json');
  expect(status, body).toBe(200);
  customers.ledger.note('replayed');
}

async function sendChanged(customers: Customers, response: Sent): Promise<void> {
  const changed = JSON.stringify({ ...response, comment: 'Something else.' });
  const { status, body } = await post(customers, '/api/v1/responses', changed, 'application/json');
  expect(customers.erased.has(response.id) ? [200, 409, 429] : [409, 429], body).toContain(status);
  customers.ledger.note('changed, and refused');
}

/** A browser without JavaScript sends it twice. In the usual department, one in ten has the hidden field filled in and is flagged. */
async function sendForm(customers: Customers, response: Sent): Promise<void> {
  const { ratings, region, ...hints } = response;
  const isTrapped = !grouped.includes(region) && isOnce(customers.chance, 10);
  const given = Object.entries({ ...ratings, ...hints, ...(isTrapped ? { topic: 'Cheap pills' } : {}) });
  const fields = given.flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  for (const kind of ['stored by form', 'replayed by form']) {
    const body = new URLSearchParams(fields).toString();
    const answer = await post(customers, `/s/${region}`, body, 'application/x-www-form-urlencoded');
    expect(answer.status, answer.body).toBe(303);
    customers.ledger.note(kind, { rows: kind === 'stored by form' ? 1 : 0 });
  }
  if (isTrapped) customers.flagged.push(response.id);
  else remember(customers, response);
}

function remember({ recent, chance }: Customers, response: Sent): void {
  if (recent.length < maxRemembered) recent.push(response);
  else recent[uniformInt(chance, 0, maxRemembered - 1)] = response;
}

const agent = new Agent({ keepAlive: true });

/** With less work than `fetch`, which would take more of the processor than the collector does. */
async function post({ url, chance }: Customers, path: string, body: string, type: string) {
  // From many networks, like people: too many from one would all be flagged.
  const network = `10.${uniformInt(chance, 0, 255)}.${uniformInt(chance, 0, 255)}.${uniformInt(chance, 0, 255)}`;
  const headers = { 'Content-Type': type, 'X-Forwarded-For': network, 'Content-Length': Buffer.byteLength(body) };
  const sent = request(url + path, { method: 'POST', headers, agent }).end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  return { status: answer.statusCode, body: await text(answer) };
}
