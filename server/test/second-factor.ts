import { expect } from 'vitest';
import type { TestCollector } from './collector.ts';
import { oneTimeCode } from './one-time-code.ts';
import { cookiesOf, staffOf, type Staff } from './staff.ts';

/** Where people set up two-step verification. */
export const secondFactorPath = '/console/account/second-factor';

/** Starts the setup. @returns the page with the secret. */
export async function begun({ post, password }: Staff) {
  const page = await post(secondFactorPath, { start: password });
  expect(page.status, page.body).toBe(200);
  const uri = /name="uri" value="([^"]*)"/.exec(page.body)![1]!.replaceAll('&amp;', '&');
  return { page, uri, secret: new URL(uri).searchParams.get('secret')! };
}

/** Sets it up completely. */
export async function withSecondFactor(collector: TestCollector, staff: Staff) {
  const { secret, uri } = await begun(staff);
  const page = await staff.post(`${secondFactorPath}/confirmation`, { code: oneTimeCode(secret), uri });
  expect(page.status, page.body).toBe(200);
  const codes = [...page.body.matchAll(/<li><code>([^<]*)<\/code>/g)].map(([, code]) => code!);
  return { secret, codes, staff: staffOf(collector, { ...staff, cookie: cookiesOf(page) }) };
}
