import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { launchFirefox } from './firefox.ts';

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

/**
 * A headless Chromium for tests: that of `CHROMIUM_PATH`, else Debian's, else the one in the npm package, so that a fresh
 * machine needs nothing installed. `HEART_BROWSER=bundled` asks for the last, and `HEART_BROWSER=firefox` for the Firefox
 * of `FIREFOX_PATH`. Close it when done.
 */
export async function launchBrowser(): Promise<Browser> {
  if (inFirefox) return launchFirefox(process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr');
  const installed = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium';
  if (process.env['HEART_BROWSER'] === 'bundled' || !existsSync(installed)) return launchBundled();
  return chromium.launch({ executablePath: installed, args });
}

/**
 * The package unpacks 200 MB into the temporary directory and takes a half-written file there for a whole one, so every
 * browser gets a directory of its own, which goes when it closes.
 */
async function launchBundled(): Promise<Browser> {
  const directory = mkdtempSync(join(tmpdir(), 'heart-chromium-'));
  const executablePath = await unpack(directory);
  nameFonts(join(directory, 'fonts'));
  const env = {
    ...process.env,
    LD_LIBRARY_PATH: join(directory, 'al2023', 'lib'),
    FONTCONFIG_PATH: join(directory, 'fonts'),
  };
  const browser = await chromium.launch({ executablePath, args, env });
  browser.on('disconnected', () => rmSync(directory, { recursive: true, force: true }));
  return browser;
}

/** Its list of fonts speaks of /tmp whatever the temporary directory is, and without a font a `<textarea>` ends the browser. */
function nameFonts(fonts: string): void {
  const list = join(fonts, 'fonts.conf');
  writeFileSync(list, readFileSync(list, 'utf8').replaceAll('/tmp/fonts', fonts));
}

/** It brings the libraries that it needs only where it believes itself in the cloud that it was made for. */
async function unpack(directory: string): Promise<string> {
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: directory, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x' });
  try {
    const { default: bundled } = await import('@sparticuz/chromium');
    return await bundled.executablePath();
  } finally {
    for (const name of Object.keys(process.env)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
