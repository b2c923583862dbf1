import { expect } from 'vitest';

/** The value of `METRICS_TOKEN` in the tests. */
export const metricsToken = 'only-for-the-operator';

export function askMetrics({ url }: { url: string }, token = metricsToken, method = 'GET'): Promise<Response> {
  return fetch(`${url}/metrics`, { method, headers: { Authorization: `Bearer ${token}` } });
}

/** The samples of `/metrics`, by name with labels: `heart_responses_total{endpoint="api",outcome="stored"}`. */
export async function readMetrics(collector: { url: string }): Promise<Record<string, number>> {
  const answer = await askMetrics(collector);
  expect(answer.status).toBe(200);
  return samplesOf(await answer.text());
}

const sample = /^([a-z_]+)(\{(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*\})? (-?\d+(?:\.\d+)?(?:e[-+]\d+)?)$/;

/** Parses the Prometheus format strictly: each family once, help and type before its samples, no duplicate samples. */
export function samplesOf(text: string): Record<string, number> {
  const samples: Record<string, number> = {};
  const families = new Set<string>();
  let [helped, family, type] = ['', '', ''];
  expect(text.endsWith('\n')).toBe(true);
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, name = '', rest = ''] = /^# (HELP|TYPE) ([a-z_]+) (.+)$/.exec(line) ?? [];
    if (kind === 'HELP') helped = name;
    if (kind === 'TYPE') {
      expect(name, 'help before type').toBe(helped);
      expect(families.has(name), `${name} twice`).toBe(false);
      families.add(name);
      [family, type] = [name, rest];
    }
    if (kind !== undefined) continue;
    const [, called = '', labels = '', value] = sample.exec(line) ?? [];
    expect(value, line).toBeDefined();
    const ofFamily = type === 'histogram' ? called.replace(/_(bucket|sum|count)$/, '') : called;
    expect(ofFamily, line).toBe(family);
    expect(samples, line).not.toHaveProperty([called + labels]);
    samples[called + labels] = Number(value);
  }
  return samples;
}
