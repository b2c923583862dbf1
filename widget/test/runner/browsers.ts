import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserLauncher } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { puppeteerLauncher } from '@web/test-runner-puppeteer';
import { chromiumIn } from '../browser.ts';

/** Removes what the browsers left in the temporary directory; call it at the end of the run. */
export function cleanUp(): void {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
}

const directories: string[] = [];

/** How long a browser may take to start on a busy machine, in milliseconds. */
const timeout = 120_000;

function temporary(name: string): string {
  const directory = mkdtempSync(join(tmpdir(), name));
  directories.push(directory);
  return directory;
}

/** Chromium as in all other tests. Each page has its own storage. */
export async function chromium(): Promise<BrowserLauncher> {
  const options = await chromiumIn(temporary('heart-chromium-'));
  return chromeLauncher({
    launchOptions: { ...options, timeout, headless: process.env['CHROMIUM_PATH'] === undefined ? 'shell' : true },
    createPage: async ({ browser }) => (await browser.createBrowserContext()).newPage(),
  });
}

/** The path of Firefox: `FIREFOX_PATH` (empty means none) or Debian's; undefined if it is not installed. */
export function firefoxPath(): string | undefined {
  const path = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr';
  return existsSync(path) ? path : undefined;
}

/** Runs one file after another, because only one window has the focus at a time. */
export function firefox(executablePath: string): BrowserLauncher {
  // As root, Firefox refuses a home that belongs to someone else, as in some containers.
  const env = { ...process.env, HOME: temporary('heart-firefox-') };
  return puppeteerLauncher({
    launchOptions: { browser: 'firefox', executablePath, env, timeout, headless: true },
    createPage: async ({ browser }) => (await browser.createBrowserContext()).newPage(),
    concurrency: 1,
  });
}
