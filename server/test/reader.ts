import type { TestCollector } from './collector.ts';
import { answerOf, type Answer } from './wire.ts';

/** Someone who may read the figures of the department `cws`: reads that path of its quarters. */
export async function aReader({ url, heart }: Pick<TestCollector, 'url' | 'heart'>) {
  const { out: token } = await heart('token', 'create', '--name', 'The reader of a test');
  return async (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
    answerOf(
      await fetch(`${url}/api/v1/departments/cws/quarters/${path}`, {
        headers: { Authorization: `Bearer ${token}`, ...headers },
      }),
    );
}
