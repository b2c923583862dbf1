import { performance } from 'node:perf_hooks';
import { aResponse, send } from '../test/collector.ts';
import { halfOpen } from '../test/raw-socket.ts';

interface SlowClients {
  /** Half-open sockets that stay so. */
  sockets: number;
  /** Responses that others send meanwhile, so many at a time. */
  responses: number;
  atOnce: number;
}

/** How others fare while so many clients never come to an end: what they were answered, and in how many milliseconds. */
export async function othersBesideSlowClients(url: string, { sockets, responses, atOnce }: SlowClients) {
  await using slow = await halfOpen(url, sockets);
  const statuses: number[] = [];
  const times: number[] = [];
  let left = responses;
  const one = async () => {
    while (left > 0) {
      left -= 1;
      const start = performance.now();
      const answer = await send({ url }, aResponse());
      await answer.arrayBuffer();
      times.push(performance.now() - start);
      statuses.push(answer.status);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]!);
  return { statuses, p50: at(0.5), p99: at(0.99), stillOpen: slow.stillOpen() };
}
