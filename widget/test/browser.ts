import { hash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { launchFirefox } from './firefox.ts';
import { fontsOf, type Family } from './fonts.ts';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Whether the tests run in Firefox. */
export const inFirefox = process.env['HEART_BROWSER'] === 'firefox';

declare module 'vitest' {
  interface TaskMeta {
    /** Why the test is skipped where it is. */
    requires?: string | undefined;
  }
}

/** The options of a test that is skipped in Firefox. */
export const needsChromium = { meta: { requires: 'needs Chromium' } };

/**
 * A headless browser for tests, on a machine with one family of fonts: the Chromium of the npm package, so that a fresh
 * machine needs nothing installed, unless `CHROMIUM_PATH` names another. `HEART_BROWSER=firefox` asks for the Firefox of
 * `FIREFOX_PATH`, with the fonts of the system. Close it when done.
 */
export async function launchBrowser(family: Family = 'Arimo'): Promise<Browser> {
  if (inFirefox) return launchFirefox(process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr');
  const directory = mkdtempSync(join(tmpdir(), 'heart-chromium-'));
  const browser = await chromium.launch(await chromiumIn(directory, family));
  browser.on('disconnected', () => rmSync(directory, { recursive: true, force: true }));
  return browser;
}

/**
 * What starts Chromium on a machine with one family of fonts.
 * @param directory an empty one for the fonts, to be removed when the browser has closed.
 */
export async function chromiumIn(directory: string, family: Family = 'Arimo') {
  const asked = process.env['CHROMIUM_PATH'];
  const unpacked = asked === undefined && (await unpack());
  const env = {
    ...process.env,
    // Without a font a `<textarea>` ends the browser, and those of the system are any or none.
    FONTCONFIG_FILE: fontsOf(family, join(directory, 'machine')),
    ...(unpacked && { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib') }),
  };
  return { executablePath: unpacked ? join(unpacked, 'chromium') : asked!, args, env };
}

/** Where the browser of the npm package lies once it is unpacked: another place for another version. */
const unpackedAt = fileURLToPath(
  new URL(
    `../node_modules/.cache/chromium-${hash('sha256', import.meta.resolve('@sparticuz/chromium')).slice(0, 12)}`,
    import.meta.url,
  ),
);

/**
 * The npm package unpacks 200 MB and takes a half-written file for a whole one: so it is done in a directory of its own,
 * which becomes the place for all browsers once it is whole. @returns that place.
 */
async function unpack(): Promise<string> {
  if (existsSync(unpackedAt)) return unpackedAt;
  mkdirSync(dirname(unpackedAt), { recursive: true });
  const half = mkdtempSync(`${unpackedAt}-`);
  const before = { ...process.env };
  // It brings the libraries that it needs only where it believes itself in the cloud that it was made for.
  Object.assign(process.env, { TMPDIR: half, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' });
  try {
    const { default: bundled } = await import('@sparticuz/chromium');
    await bundled.executablePath();
  } finally {
    for (const name of Object.keys(process.env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
  try {
    renameSync(half, unpackedAt);
  } catch (error) {
    rmSync(half, { recursive: true });
    // Another process was first.
    if (!existsSync(unpackedAt)) throw error;
  }
  return unpackedAt;
}
