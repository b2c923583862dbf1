import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '@hono/node-server';
import { launchBrowser } from '@heart-survey/widget/test/browser';
import { Hono } from 'hono';
import { compress } from 'hono/compress';
import type { Browser } from 'playwright-core';
import { barePage } from './bare-page.ts';
import { median } from './median.ts';

// Measures how long a slow phone takes until a respondent can choose the first rating, on the hosted page and in an
// embed, compared with a bare page that asks the same.

const rounds = 15;
/** Milliseconds for the browser to clean up after a visit, so that the next one is not slowed down. */
const rest = 500;
const screen = { width: 390, height: 844 };
const slower = 4;
/** In milliseconds. */
const latency = 150;
/** 1.6 Mbit/s, in bytes per second. */
const throughput = 200_000;

const probe = fileURLToPath(new URL('first-click-probe.js', import.meta.url));
const agencyPage = new URL('../../examples/agency-page.html', import.meta.url);

/** Milliseconds since the navigation started; 0 for what a page does not have. */
interface Moments {
  pageLastByte: number;
  scriptAskedFor: number;
  scriptLastByte: number;
  /** When the script had run and the element was defined. */
  defined: number;
  clickable: number;
}

/** The medians of one page's visits, and their range. */
export interface FirstClick extends Moments {
  min: number;
  max: number;
}

export interface FirstClicks {
  /** How much slower the processor really was; the network's speed is checked in every visit. */
  slowdown: number;
  bare: FirstClick;
  hosted: FirstClick;
  embed: FirstClick;
}

/**
 * Visits the three pages in turn, each time in a fresh browser; the first round is not counted.
 * @throws Error if the network was not slowed down, or a page could not be clicked when it seemed ready.
 */
export async function firstClicks(collectorUrl: string): Promise<FirstClicks> {
  const embedding = (await readFile(agencyPage, 'utf8')).replaceAll('https://survey.example.gov', collectorUrl);
  const [bare, agency] = [await site(String(await barePage())), await site(embedding)];
  const browser = await launchBrowser();
  const visits = { bare: [] as Moments[], hosted: [] as Moments[], embed: [] as Moments[] };
  try {
    const held = await slowdown(browser, bare.url);
    for (let round = 0; round <= rounds; round += 1) {
      const [first, second, third] = [
        await visit(browser, bare.url),
        await visit(browser, `${collectorUrl}/s/central`),
        await visit(browser, agency.url),
      ];
      if (round === 0) continue;
      visits.bare.push(first);
      visits.hosted.push(second);
      visits.embed.push(third);
    }
    return {
      slowdown: held,
      bare: summary(visits.bare),
      hosted: summary(visits.hosted),
      embed: summary(visits.embed),
    };
  } finally {
    await browser.close();
    bare.server.close();
    agency.server.close();
  }
}

/** Opens the page as that phone would, in a fresh browser. */
export async function open(browser: Browser, url: string) {
  await setTimeout(rest);
  const context = await browser.newContext({ viewport: screen });
  await context.addInitScript({ path: probe });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  const network = { offline: false, latency, downloadThroughput: throughput, uploadThroughput: throughput };
  await devtools.send('Network.enable');
  await devtools.send('Network.emulateNetworkConditions', network);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: slower });
  await page.goto(url, { waitUntil: 'commit' });
  return { context, page, devtools };
}

async function visit(browser: Browser, url: string): Promise<Moments> {
  const { context, page } = await open(browser, url);
  const { x, y } = await page.evaluate<{ x: number; y: number }>('firstClick');
  await page.mouse.click(x, y);
  if (!(await page.evaluate<boolean>('isFirstChosen()')))
    throw new Error(`${url} could not be clicked although it seemed ready.`);
  const moments = await page.evaluate<Moments>('moments()');
  if (moments.pageLastByte < latency) throw new Error(`${url} loaded too fast: the network was not slowed down.`);
  await context.close();
  return moments;
}

/** How many times slower the browser's processor is in such a visit than in a normal one. */
async function slowdown(browser: Browser, url: string): Promise<number> {
  const { context, page, devtools } = await open(browser, url);
  // Compiled first, so that both runs use the same code.
  await page.evaluate('work()');
  const held = await page.evaluate<number>('work()');
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 });
  const free = await page.evaluate<number>('work()');
  await context.close();
  return held / free;
}

function summary(visits: Moments[]): FirstClick {
  const of = (moment: keyof Moments) => visits.map((visit) => Math.round(visit[moment]));
  const clickable = of('clickable');
  return {
    pageLastByte: median(of('pageLastByte')),
    scriptAskedFor: median(of('scriptAskedFor')),
    scriptLastByte: median(of('scriptLastByte')),
    defined: median(of('defined')),
    clickable: median(clickable),
    min: Math.min(...clickable),
    max: Math.max(...clickable),
  };
}

/** Serves one page on its own origin, with the same server and compression as the collector. */
export async function site(page: string): Promise<{ url: string; server: Server }> {
  const app = new Hono();
  app.use(compress());
  app.get('/', (c) => c.html(page));
  const server = await new Promise<Server>((resolve) => {
    const listening = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, () => resolve(listening)) as Server;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, server };
}
