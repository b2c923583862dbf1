import { setTimeout as wait } from 'node:timers/promises';
import { aResponse, send } from '../test/collector.ts';

/** A response as its sender remembers it. */
export interface Remembered {
  response: ReturnType<typeof aResponse> & { comment: string };
  /** What it was thanked with; absent until then. */
  receipt?: { id: string; quarter: string; receivedAt: string };
}

export interface Writers extends Disposable {
  /** All that was ever sent, from before its first sending on. */
  remembered: Remembered[];
  /** Answers that no sender should ever get. */
  strange: string[];
  /** How often one was cut off, and how often asked to come again. */
  troubles: { cutOff: number; refused: number };
  /** Resolves once all that was sent is acknowledged, and nothing more is sent. */
  stop(): Promise<void>;
  /** Resolves once as many responses are acknowledged as were to be sent. */
  done: Promise<unknown>;
}

export interface Writing {
  /** Where the next attempt of this writer goes; may wait until there is somewhere to go. */
  whereTo: (writer: number) => string | Promise<string>;
  writers?: number;
  /** How many responses are sent; without it, until the writers are stopped. */
  most?: number;
  /** How many are sent in a second, all writers together; without it, as many as go. */
  perSecond?: number;
}

const regions = ['central', 'east', 'south', 'north-inland'];
const channels = ['embed', 'signature', 'page'];

/**
 * Many at once, each sending one response after the other, and each of them until it is acknowledged: whoever is cut
 * off or asked to come again sends the same once more, as the survey's form does.
 */
export function startWriters({ whereTo, writers = 16, most = Infinity, perSecond = Infinity }: Writing): Writers {
  const remembered: Remembered[] = [];
  const strange: string[] = [];
  const troubles = { cutOff: 0, refused: 0 };
  const begun = performance.now();
  const orders = { stop: false, giveUp: false };

  const write = async (writer: number) => {
    while (!orders.stop && remembered.length < most) {
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
    else strange.push(`${answer.status} ${answer.body}`);
    if (!entry.receipt) await wait(10);
  };
  const done = Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
  return {
    remembered,
    strange,
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

/** Each with a comment of its own, so that a copy under another id would be seen. */
function another(index: number): Remembered['response'] {
  const { id, ...response } = aResponse({
    ...{ rating: 1 + (index % 5), region: regions[index % regions.length] },
    ...{ channel: channels[index % channels.length], language: index % 2 === 0 ? 'en' : 'es' },
  });
  return { ...response, id, comment: `Response ${index}, ${id}` };
}

/** The answer, or nothing where the connection ended before it was there whole. */
async function sendAndRead(url: string, response: object) {
  try {
    const answer = await send({ url }, response);
    return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after')), body: await answer.text() };
  } catch {
    return undefined;
  }
}
