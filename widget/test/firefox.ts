import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { firefox, type Browser, type BrowserContextOptions } from 'playwright-core';

/** Starts the Firefox that Mozilla or Debian ships, headless; Playwright controls it with WebDriver BiDi. Close it when done. */
export async function launchFirefox(executablePath: string): Promise<Browser> {
  // As root, Firefox refuses a home that belongs to someone else, as in some containers.
  const home = mkdtempSync(join(tmpdir(), 'heart-firefox-'));
  const browser = await firefox.launch({
    channel: 'moz-firefox',
    executablePath,
    env: { ...process.env, HOME: home },
    // Without this, no setting can be changed while it runs.
    args: ['--remote-allow-system-access'],
    // As in headless Chromium: scrollbars take no space from the page, and this is the default font.
    firefoxUserPrefs: { 'ui.useOverlayScrollbars': 1, 'font.name.serif.x-western': 'Times New Roman' },
  });
  browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  const connection = connectionOf(browser);
  acknowledgeAtOnce(connection);
  translate(connection);
  await emulateBySettings(browser, connection);
  return browser;
}

/** The private part of Playwright that sends each command to the browser. */
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
 * Firefox holds back the second of two replies until the first is acknowledged (Nagle), which Linux delays for 40 ms. An
 * empty frame carries the acknowledgment at once, so the tests take half the time.
 */
function acknowledgeAtOnce({ _transport: { _ws: socket } }: Connection): void {
  socket.on('message', () => socket.pong());
}

/** A context's emulation options as Firefox settings. */
const settings = ({ colorScheme, forcedColors, reducedMotion }: BrowserContextOptions): [string, number][] => [
  ['layout.css.prefers-color-scheme.content-override', colorScheme === 'dark' ? 0 : 1],
  ['browser.display.document_color_use', forcedColors === 'active' ? 2 : 0],
  ['ui.prefersReducedMotion', reducedMotion === 'reduce' ? 1 : 0],
];

/**
 * Emulates with settings, which apply to all pages of the browser once the newest context is open. Playwright's command
 * supports only light and dark, and Firefox before 159 does not support it, so it could not open a context.
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

/** Replaces two of Playwright's commands. */
function translate(connection: Connection): void {
  const send = connection.rawSend.bind(connection);
  connection.rawSend = ({ id, method, params }) => {
    if (method === 'emulation.setMediaFeaturesOverride' && 'userContexts' in params) {
      // Playwright needs a reply, and this command does nothing.
      send({ id, method: 'session.status', params: {} });
    } else if (method === 'browsingContext.create') {
      // A tab opens twice as fast as a window.
      send({ id, method, params: { ...params, type: 'tab' } });
    } else {
      send({ id, method, params });
    }
  };
}
