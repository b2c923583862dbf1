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
    /** The reason if the test is skipped. */
    requires?: string | undefined;
  }
}

/** The options of a test that is skipped in Firefox. */
export const needsChromium = { meta: { requires: 'needs Chromium' } };

/**
 * Starts a headless browser with one font family: Chromium from the npm package, so that a fresh machine needs nothing
 * installed, or the one in `CHROMIUM_PATH`. With `HEART_BROWSER=firefox`, it is the Firefox in `FIREFOX_PATH`, with the
 * system's fonts. Close it when done.
 */
export async function launchBrowser(family: Family = 'Arimo'): Promise<Browser> {
  if (inFirefox) return launchFirefox(process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr');
  const directory = mkdtempSync(join(tmpdir(), 'heart-chromium-'));
  const browser = await chromium.launch(await chromiumIn(directory, family));
  browser.on('disconnected', () => rmSync(directory, { recursive: true, force: true }));
  return browser;
}

/**
 * Options to start Chromium with one font family.
 * @param directory an empty directory for the fonts; remove it after the browser has closed.
 */
export async function chromiumIn(directory: string, family: Family = 'Arimo') {
  const asked = process.env['CHROMIUM_PATH'];
  const unpacked = asked === undefined && (await unpack());
  const env = {
    ...process.env,
    // Without a font, a `<textarea>` crashes the browser, and the system may have any fonts or none.
    FONTCONFIG_FILE: fontsOf(family, join(directory, 'machine')),
    ...(unpacked && { LD_LIBRARY_PATH: join(unpacked, 'al2023', 'lib') }),
  };
  return { executablePath: unpacked ? join(unpacked, 'chromium') : asked!, args, env };
}

/** Where the npm package's browser is unpacked, with one directory for each version. */
const unpackedAt = fileURLToPath(
  new URL(
    `../node_modules/.cache/chromium-${hash('sha256', import.meta.resolve('@sparticuz/chromium')).slice(0, 12)}`,
    import.meta.url,
  ),
);

/**
 * The npm package unpacks 200 MB and accepts a partly written file as complete. So it unpacks to a temporary directory,
 * which is renamed when it is complete. @returns the final directory.
 */
async function unpack(): Promise<string> {
  if (existsSync(unpackedAt)) return unpackedAt;
  mkdirSync(dirname(unpackedAt), { recursive: true });
  const half = mkdtempSync(`${unpackedAt}-`);
  const before = { ...process.env };
  // The package uses its own libraries only if it detects the cloud platform that it was made for.
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
    // Another process was faster.
    if (!existsSync(unpackedAt)) throw error;
  }
  return unpackedAt;
}
