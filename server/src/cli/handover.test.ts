import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { aResponse } from '../../test/collector.ts';
import { aFolder } from '../../test/folder.ts';
import { heartProcess } from '../../test/processes.ts';

const holder = fileURLToPath(new URL('../../test/socket-holder.ts', import.meta.url));

/** Collectors that take over the same listening socket one after the other. `next` ends one and waits for the next. */
async function aHeldSocket(env: Record<string, string>, turns: number) {
  const child = spawn(process.execPath, [holder, String(turns)], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'close');
  const lines = createInterface({ input: child.stdout });
  const waiting: { pattern: RegExp; found: (match: RegExpExecArray) => void }[] = [];
  lines.on('line', (line) => {
    const at = waiting.findIndex(({ pattern }) => pattern.test(line));
    if (at !== -1) {
      const [{ pattern, found }] = waiting.splice(at, 1) as [(typeof waiting)[number]];
      found(pattern.exec(line)!);
    }
  });
  const printed = (pattern: RegExp) =>
    new Promise<string>((resolve) => {
      waiting.push({ pattern, found: ([, value = '']) => resolve(value) });
    });
  const begun = () => Promise.all([printed(/^pid (\d+)$/), printed(/(is listening) on/)]);
  const [port, [first]] = await Promise.all([printed(/^port (\d+)$/), begun()]);
  let pid = Number(first);
  return {
    port: Number(port),
    next: async () => {
      const after = begun();
      process.kill(pid, 'SIGTERM');
      pid = Number((await after)[0]);
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL');
      process.kill(pid, 'SIGKILL');
      await gone;
    },
  };
}

/** Posts a response through an agent that keeps connections open, or on its own connection. */
async function post(port: number, agent: Agent | false): Promise<number> {
  const body = JSON.stringify(aResponse());
  const headers = { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
  const asking = request({ port, agent, path: '/api/v1/responses', method: 'POST', headers });
  asking.end(body);
  const [answer] = await once(asking, 'response');
  answer.resume();
  await once(answer, 'end');
  return answer.statusCode as number;
}

test('refuses no one and cuts no one off while one collector hands its socket to the next', async () => {
  await using folder = await aFolder();
  const env = { DATABASE_URL: `file:${folder.file('heart.db')}`, RATE_LIMIT: 'off' };
  const outcomes: (number | string)[] = [];
  {
    await using socket = await aHeldSocket(env, 3);
    const agent = new Agent({ keepAlive: true });
    const stopping = new AbortController();
    const writers = Array.from({ length: 16 }, async (_, index) => {
      while (!stopping.signal.aborted) {
        outcomes.push(
          await post(socket.port, index % 2 === 0 && agent).catch((error: NodeJS.ErrnoException) => String(error.code)),
        );
      }
    });
    await socket.next();
    await socket.next();
    stopping.abort();
    await Promise.all(writers);
    agent.destroy();
  }
  expect(outcomes.filter((outcome) => outcome !== 201)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(0);
  const { out } = await heartProcess(['verify'], env);
  expect(out).toBe(`Recounted ${outcomes.length} responses: every tally agrees.\n`);
});
