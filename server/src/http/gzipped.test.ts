import { request } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { aCollector } from '../../test/collector.ts';

/** The raw bytes: `fetch` would decode them. */
function get(address: string, accepted: string, method = 'GET') {
  return new Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }>((resolve, reject) => {
    const asked = request(address, { method, headers: { 'Accept-Encoding': accepted } }, (answer) => {
      buffer(answer).then((bytes) => resolve({ status: answer.statusCode!, headers: answer.headers, bytes }), reject);
    });
    asked.on('error', reject).end();
  });
}

test.each(['/s/central', '/s/nowhere', '/embed'])(
  'compresses the page %s for a browser that accepts it, with the same content',
  async (path) => {
    await using collector = await aCollector();
    const at = collector.url + path;
    // Two page views differ only in the id of the response.
    const plain = (page: Buffer) => page.toString().replaceAll(/[\da-f]{8}-[\da-f-]{27}/g, 'id');
    const whole = await get(at, '');
    expect(whole.headers['content-encoding']).toBeUndefined();
    for (const accepted of ['gzip, deflate, br, zstd', 'GZIP;q=0.5']) {
      const { status, headers, bytes } = await get(at, accepted);
      expect({ status, encoding: headers['content-encoding'] }).toEqual({ status: whole.status, encoding: 'gzip' });
      expect(headers['vary']).toMatch(/accept-encoding/i);
      expect(headers['content-security-policy']).toBe(whole.headers['content-security-policy']);
      expect(bytes.length).toBeLessThan(whole.bytes.length);
      expect(plain(gunzipSync(bytes))).toBe(plain(whole.bytes));
    }
    for (const accepted of ['identity', 'gzip;q=0, br', '*;q=0']) {
      const { headers, bytes } = await get(at, accepted);
      expect(headers['content-encoding'], accepted).toBeUndefined();
      expect(plain(bytes)).toBe(plain(whole.bytes));
    }
    expect((await get(at, 'gzip', 'HEAD')).bytes.length).toBe(0);
  },
);
