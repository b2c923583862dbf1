import { once } from 'node:events';
import { firstAdministratorLink } from '../sign-in/sign-in.ts';
import { createLog, type Logger } from '../log.ts';
import { createDirectory } from '../org/org.ts';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { startCollector } from './collector.ts';
import type { Command } from './command.ts';
import { startLine } from './start-line.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Run the collector.',
  mayCreate: true,
  run: async ({ db, config, terminal }) => {
    // Before anyone is told that it runs, so that whoever then stops it stops it in good order.
    const stopped = toldToStop();
    const log = createLog();
    tellOfCrash(log);
    const { port, stop } = await startCollector({ db, config, clock: terminal.clock, log });
    log.info(startLine(config, port), 'started');
    const base = config.port === 0 ? `http://localhost:${port}` : config.baseUrl;
    const { regions } = await createDirectory(db)();
    terminal.out(`HEART Survey is listening on ${config.host}:${port}.\n`);
    terminal.out('The surveys, a link each:');
    for (const { name, slug } of regions) terminal.out(`  ${name.padEnd(22)} ${base}${surveyPath(slug)}`);
    terminal.out(
      `\nFor a page of your own:\n  <script type="module" src="${base}/widget/v1/heart-survey.js"></script>`,
    );
    terminal.out(
      `  <heart-survey region="central"><a href="${base}${surveyPath('central')}">How are we doing?</a></heart-survey>`,
    );
    terminal.out('\nThe figures: pnpm heart averages');
    const first = await firstAdministratorLink({ db, clock: terminal.clock, baseUrl: base });
    if (first !== undefined) {
      terminal.out(
        '\nNobody administers this installation yet. Whoever opens this link first does, within seven days:',
      );
      terminal.out(`  ${first}`);
    }
    const signal = await stopped;
    log.info({ signal }, 'stopping');
    const since = performance.now();
    await stop();
    log.info({ ms: Math.round(performance.now() - since) }, 'stopped');
    return 0;
  },
};

/** Resolves with the first signal that asks the process to end. */
async function toldToStop(): Promise<string> {
  const ended = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'].map((signal) =>
    once(process, signal, { signal: ended.signal }).then(() => signal),
  );
  const signal = await Promise.race(signals);
  ended.abort();
  return signal;
}

/** Node's own last words would repeat a failed query with all that was in it. */
function tellOfCrash(log: Logger): void {
  process.on('uncaughtException', (err) => {
    log.error({ err }, 'crashed');
    process.exit(1);
  });
}
