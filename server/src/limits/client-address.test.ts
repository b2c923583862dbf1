import { expect, test } from 'vitest';
import { aCollector, aResponse, type TestCollector } from '../../test/collector.ts';
import { post } from '../../test/wire.ts';

/** Sends a valid response, as the one trusted proxy passes it on. */
async function sendFrom({ url }: TestCollector, address: string): Promise<number> {
  const headers = { 'X-Forwarded-For': address };
  return (
    await post(`${url}/api/v1/responses`, { type: 'application/json', body: JSON.stringify(aResponse()), headers })
  ).status;
}

test.each([
  ['addresses with the ports that a proxy adds', ['7.7.7.7', '7.7.7.7:5001', '7.7.7.7:5002']],
  ['the addresses of one IPv6 network', ['2001:db8:f:1::1', '2001:DB8:F:1::2', '2001:0db8:000f:0001:9:9:9:9']],
  ['an IPv6 address in brackets', ['2001:db8::1', '[2001:db8::2]', '[2001:db8::3]:443']],
  ['an IPv4 address written as IPv6', ['8.8.8.8', '::ffff:8.8.8.8']],
  [
    'an IPv4 address in every spelling of IPv6',
    ['8.8.8.8', '::ffff:808:808', '0:0:0:0:0:FFFF:0808:0808', '[0::ffff:8.8.8.8]:443'],
  ],
])('%s are one client', async (_, addresses) => {
  await using collector = await aCollector({ RATE_LIMIT: '1', TRUST_PROXY: '1' });
  const statuses: number[] = [];
  for (const address of addresses) statuses.push(await sendFrom(collector, address));
  expect(statuses).toEqual([201, ...addresses.slice(1).map(() => 429)]);
});

test('other networks are other clients, and so is a text that is not an address', async () => {
  await using collector = await aCollector({ RATE_LIMIT: '1', TRUST_PROXY: '1' });
  const others = [
    '7.7.7.7',
    '7.7.7.8',
    '2001:db8:f:1::1',
    '2001:db8:f:2::1',
    '::1',
    '::',
    'unknown',
    'fe80::1%eth0',
    ':::::',
  ];
  for (const address of others) expect(await sendFrom(collector, address), address).toBe(address === '::' ? 429 : 201);
});
