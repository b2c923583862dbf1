import { setTimeout as wait } from 'node:timers/promises';
import { aResponse, send } from '../test/collector.ts';

/** A response as its sender remembers it. */
export interface Remembered {
  response: ReturnType<typeof aResponse> & { comment: string };
  /** The receipt; missing until the response is acknowledged. */
  receipt?: { id: string; quarter: string; receivedAt: string };
}

export interface Writers extends Disposable {
  /** Everything that was sent, recorded before it is first sent. */
  remembered: Remembered[];
  /** Answers that no sender should ever get. */
  unexpected: string[];
  /** How often a request was cut off, and how often a sender was asked to try again. */
  troubles: { cutOff: number; refused: number };
  /** Stops sending, and resolves once everything sent is acknowledged. */
  stop(): Promise<void>;
  /** Resolves once all `maxResponses` responses are acknowledged. */
  done: Promise<unknown>;
}

export interface Writing {
  /** The address for this writer's next attempt; may wait until there is one. */
  whereTo: (writer: number) => string | Promise<string>;
  writers?: number;
  /** How many responses are sent; by default, until the writers are stopped. */
  maxResponses?: number;
  /** How many all writers together send per second; by default, as many as possible. */
  perSecond?: number;
}

const regions = ['central', 'east', 'south', 'north-inland'];
const channels = ['embed', 'signature', 'page'];

/**
 * Many writers at once. Each sends one response after the other, and repeats each until it is acknowledged: a writer
 * that is cut off or asked to try again sends the same response again, as the survey form does.
 */
export function startWriters({
  whereTo,
  writers = 16,
  maxResponses = Infinity,
  perSecond = Infinity,
}: Writing): Writers {
  const remembered: Remembered[] = [];
  const unexpected: string[] = [];
  const troubles = { cutOff: 0, refused: 0 };
  const begun = performance.now();
  const orders = { stop: false, giveUp: false };

  const write = async (writer: number) => {
    while (!orders.stop && remembered.length < maxResponses) {
      const entry: Remembered = { response: another(remembered.length) };
      remembered.push(entry);
      const early = begun + (remembered.length * 1000) / perSecond - performance.now();
      if (early > 0) await wait(early);
      while (!entry.receipt && !orders.giveUp) await attempt(entry, await whereTo(writer));
    }
  };
  const attempt = async (entry: Remembered, url: string) => {
    const answer = await sendAndRead(url, entry.response);
    if (answer === undefined) troubles.cutOff += 1;
    else if (answer.status === 200 || answer.status === 201) entry.receipt = JSON.parse(answer.body);
    else if (answer.status === 503 && answer.retryAfter > 0) troubles.refused += 1;
    else unexpected.push(`${answer.status} ${answer.body}`);
    if (!entry.receipt) await wait(10);
  };
  const done = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return {
    remembered,
    unexpected,
    troubles,
    done,
    stop: async () => {
      orders.stop = true;
      await done;
    },
    [Symbol.dispose]: () => {
      orders.stop = true;
      orders.giveUp = true;
    },
  };
}

/** Each with its own comment, so that a copy under another id would be noticed. */
function another(index: number): Remembered['response'] {
  const { id, ...response } = aResponse({
    ...{ rating: 1 + (index % 5), region: regions[index % regions.length] },
    ...{ channel: channels[index % channels.length], language: index % 2 === 0 ? 'en' : 'es' },
  });
  return { ...response, id, comment: `Response ${index}, ${id}` };
}

/** The answer; undefined if the connection ended before all of it arrived. */
async function sendAndRead(url: string, response: object) {
  try {
    const answer = await send({ url }, response);
    return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after')), body: await answer.text() };
  } catch {
    return undefined;
  }
}
