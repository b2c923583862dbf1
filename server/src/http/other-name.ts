import type { Context } from 'hono';
import type { Logger } from '../log.ts';

const day = 24 * 60 * 60 * 1000;

/** How many names are logged in a day: whoever asks may make one up for each request. */
const maxLogged = 20;

/** The address of the console, where it was opened by another one. What a request says of that one goes on no page. */
export interface OtherName {
  configured: string;
}

/** What tells whether the console was opened by another name than BASE_URL, and logs each such name once a day. */
export interface NameCheck {
  /** For a page that is shown. */
  opened: (c: Context) => OtherName | undefined;
  /** For a form that was not taken; one that another site's page sent has no name. */
  refused: (c: Context) => OtherName | undefined;
}

interface NameCheckOptions {
  baseUrl: string;
  /** How many proxies may be believed about the host. */
  trustProxy: number;
  clock: () => number;
  log: Logger;
}

export function createNameCheck({ baseUrl, trustProxy, clock, log }: NameCheckOptions): NameCheck {
  // PORT=0 takes any free port: there is no address to compare with.
  if (new URL(baseUrl).port === '0') return { opened: () => undefined, refused: () => undefined };
  let logged = new Set<string>();
  let startedAt = clock();
  const note = (received: string): OtherName => {
    if (Math.abs(clock() - startedAt) >= day) {
      logged = new Set();
      startedAt = clock();
    }
    if (!logged.has(received) && logged.size < maxLogged) {
      logged.add(received);
      log.error({ configured: { baseUrl, trustProxy }, received }, 'console opened by another name');
    }
    return { configured: baseUrl };
  };
  return {
    opened(c) {
      // A page that led here says where the browser really is, also behind a proxy that puts another host in its place.
      if (isSameOrigin(c.req.header('origin') ?? c.req.header('referer'), baseUrl)) return undefined;
      const received = receivedAt(c, baseUrl, trustProxy);
      return received === undefined || received === originOf(baseUrl) ? undefined : note(received);
    },
    refused(c) {
      const origin = originOf(c.req.header('origin'));
      if (c.req.header('sec-fetch-site') !== undefined || origin === undefined) return undefined;
      const ours = [baseUrl, receivedAt(c, baseUrl, trustProxy)].flatMap((url) => (url ? [new URL(url).hostname] : []));
      return ours.map(withoutDot).includes(new URL(origin).hostname) ? note(origin) : undefined;
    },
  };
}

/** Whether both addresses have one origin; a name that ends in a dot is the same host. */
export function isSameOrigin(address: string | undefined, baseUrl: string): boolean {
  const origin = originOf(address);
  return origin !== undefined && origin === originOf(baseUrl);
}

function originOf(address: string | undefined): string | undefined {
  if (address === undefined || !URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  url.hostname = withoutDot(url.hostname);
  return url.origin;
}

const withoutDot = (hostname: string) => hostname.replace(/\.$/, '');

/** The origin at which the request seems to have come in, as far as headers tell. */
function receivedAt(c: Context, baseUrl: string, trustProxy: number): string | undefined {
  const host = outermost([...list(c, 'x-forwarded-host'), ...list(c, 'host')], trustProxy + 1);
  if (host === undefined || !/^[\w.\-:[\]]+$/.test(host)) return undefined;
  const configured = new URL(baseUrl);
  const plain = trustProxy > 0 && outermost(list(c, 'x-forwarded-proto'), trustProxy) === 'http' && !isByHttps(c);
  const received = `${plain ? 'http:' : configured.protocol}//${host}`;
  if (!URL.canParse(received)) return undefined;
  const url = new URL(received);
  // Proxies often pass the name on without its port, as nginx’s `$host` does.
  if (trustProxy > 0 && !plain && !/:\d+$/.test(host)) url.port = configured.port;
  return originOf(url.href);
}

/** Browsers send it by https alone, or to their own machine: a proxy behind another one may not know. */
const isByHttps = (c: Context) => c.req.header('sec-fetch-mode') !== undefined;

const list = (c: Context, name: string) =>
  (c.req.header(name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Of what proxies appended one after the other, what the outermost trusted one wrote. */
const outermost = (written: string[], trusted: number) => written[Math.max(0, written.length - trusted)];
