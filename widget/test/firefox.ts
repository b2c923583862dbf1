import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firefox, type Browser, type BrowserContextOptions } from 'playwright-core';

/** Firefox as Mozilla and Debian ship it, headless; Playwright speaks WebDriver BiDi with it. Close it when done. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  // As root, Firefox refuses a home that belongs to someone else, as in some containers.
  const home = mkdtempSync(join(tmpdir(), 'heart-firefox-'));
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    env: { ...process.env, HOME: home },
    // Otherwise no setting can be changed while it runs.
    args: ['--remote-allow-system-access'],
    // As in a headless Chromium: a scrollbar takes no room from the page, and one that names no font has this one.
    firefoxUserPrefs: { 'ui.useOverlayScrollbars': 1, 'font.name.serif.x-western': 'Times New Roman' },
  });
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const connection = connectionOf(browser);
  acknowledgeAtOnce(connection);
  translate(connection);
  await emulateBySettings(browser, connection);
  return browser;
}

/** The part of Playwright below its public face through which each command goes to the browser. */
interface Connection {
  rawSend(command: { id: number; method: string; params: object }): void;
  _transport: { _ws: { on(event: 'message', heard: () => void): void; pong(): void } };
  browserSession: { send(method: string, params: object): Promise<{ contexts: { context: string }[] }> };
}

interface Internals {
  _connection: Connection;
}

function connectionOf(browser: Browser): Connection {
  const { _connection: client } = browser as unknown as { _connection: { toImpl(browser: Browser): Internals } };
  const { _connection: connection } = client.toImpl(browser);
  return connection;
}

/**
 * Of two answers in a row Firefox holds the second back until the first is acknowledged (Nagle), which Linux puts off for
 * 40 ms. An empty frame carries the acknowledgement at once, and the tests take half the time.
 */
function acknowledgeAtOnce({ _transport: { _ws: socket } }: Connection): void {
  socket.on('message', () => socket.pong());
}

/** The emulation options of a context, as Firefox's own settings. */
const settings = ({ colorScheme, forcedColors, reducedMotion }: BrowserContextOptions): [string, number][] => [
  ['layout.css.prefers-color-scheme.content-override', colorScheme === 'dark' ? 0 : 1],
  ['browser.display.document_color_use', forcedColors === 'active' ? 2 : 0],
  ['ui.prefersReducedMotion', reducedMotion === 'reduce' ? 1 : 0],
];

/**
 * Emulates by settings, which hold for all pages of the browser from the newest context on. Playwright's own command knows
 * light and dark alone, and Firefox before 159 does not know it and so could open no context.
 */
async function emulateBySettings(browser: Browser, { browserSession: session }: Connection): Promise<void> {
  const { contexts } = await session.send('browsingContext.getTree', { 'moz:scope': 'chrome' });
  const target = { context: contexts[0]?.context };
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options = {}) => {
    const expression = `for (const one of ${JSON.stringify(settings(options))}) Services.prefs.setIntPref(...one)`;
    await session.send('script.evaluate', { expression, target, awaitPromise: false });
    return newContext(options);
  };
}

/** Sends other commands in place of two of Playwright's. */
function translate(connection: Connection): void {
  const send = connection.rawSend.bind(connection);
  connection.rawSend = ({ id, method, params }) => {
    if (method === 'emulation.setMediaFeaturesOverride' && 'userContexts' in params) {
      // An answer is needed, and this command does nothing.
      send({ id, method: 'session.status', params: {} });
    } else if (method === 'browsingContext.create') {
      // A tab opens in half the time of a window.
      send({ id, method, params: { ...params, type: 'tab' } });
    } else {
      send({ id, method, params });
    }
  };
}
