import type { Context } from 'hono';
import type { Logger } from '../log.ts';

const day = 24 * 60 * 60 * 1000;

/** How many addresses are logged per day: a client can invent a new one for each request. */
const maxLogged = 20;

/**
 * The configured address of the console, if it was opened at another one. The other one comes from the request, so no
 * page shows it.
 */
export interface WrongAddress {
  configured: string;
}

/** Detects that the console was opened at another address than BASE_URL, and logs each such address once a day. */
export interface AddressCheck {
  /** For a page view. */
  opened: (c: Context) => WrongAddress | undefined;
  /** For a rejected form. Undefined if another site's page sent it. */
  refused: (c: Context) => WrongAddress | undefined;
}

interface AddressCheckOptions {
  baseUrl: string;
  /** How many proxies are trusted to report the host. */
  trustProxy: number;
  clock: () => number;
  log: Logger;
}

export function createAddressCheck({ baseUrl, trustProxy, clock, log }: AddressCheckOptions): AddressCheck {
  // PORT=0 uses any free port, so there is no address to compare with.
  if (new URL(baseUrl).port === '0') return { opened: () => undefined, refused: () => undefined };
  let logged = new Set<string>();
  let startedAt = clock();
  const note = (received: string): WrongAddress => {
    if (Math.abs(clock() - startedAt) >= day) {
      logged = new Set();
      startedAt = clock();
    }
    if (!logged.has(received) && logged.size < maxLogged) {
      logged.add(received);
      log.error({ configured: { baseUrl, trustProxy }, received }, 'console opened at another address');
    }
    return { configured: baseUrl };
  };
  return {
    opened(c) {
      // The page that linked here shows the browser's real address, even behind a proxy that changes the host.
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

/** Whether both addresses have the same origin; a host name with a trailing dot is the same host. */
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

/** The origin at which the request seems to have arrived, judging by its headers. */
function receivedAt(c: Context, baseUrl: string, trustProxy: number): string | undefined {
  const host = outermost([...list(c, 'x-forwarded-host'), ...list(c, 'host')], trustProxy + 1);
  if (host === undefined || !/^[\w.\-:[\]]+$/.test(host)) return undefined;
  const configured = new URL(baseUrl);
  const plain = trustProxy > 0 && outermost(list(c, 'x-forwarded-proto'), trustProxy) === 'http' && !isByHttps(c);
  const received = `${plain ? 'http:' : configured.protocol}//${host}`;
  if (!URL.canParse(received)) return undefined;
  const url = new URL(received);
  // Proxies often pass on the name without its port, as nginx’s `$host` does.
  if (trustProxy > 0 && !plain && !/:\d+$/.test(host)) url.port = configured.port;
  return originOf(url.href);
}

/**
 * Browsers send it only over https or to their own machine, while a proxy behind another proxy may not know the scheme.
 */
const isByHttps = (c: Context) => c.req.header('sec-fetch-mode') !== undefined;

const list = (c: Context, name: string) =>
  (c.req.header(name) ?? '')
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** From a list that proxies append to, the entry of the outermost trusted one. */
const outermost = (written: string[], trusted: number) => written[Math.max(0, written.length - trusted)];
