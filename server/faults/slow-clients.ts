import { performance } from 'node:perf_hooks';
import { aResponse, send } from '../test/collector.ts';
import { halfOpen } from '../test/raw-socket.ts';

interface SlowClients {
  /** The number of sockets that stay half-open. */
  sockets: number;
  /** The number of responses that others send during this time, and how many at once. */
  responses: number;
  atOnce: number;
}

/** How others fare while many clients never finish: the statuses they get, and the times in milliseconds. */
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
