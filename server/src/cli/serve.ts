import { once } from 'node:events';
import { firstAdministratorLink } from '../sign-in/sign-in.ts';
import { createLog, type Logger } from '../log.ts';
import { createOrganization } from '../org/org.ts';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { startCollector } from './collector.ts';
import type { Command, CommandContext } from './command.ts';
import { startLine } from './start-line.ts';

export const serveCommand: Command = {
  name: 'serve',
  summary: 'Start the collector.',
  mayCreate: true,
  loadsMore: true,
  run: async ({ db, config, terminal, loaded }) => {
    // Registered before the greeting is printed, so that a signal right after it stops the process cleanly.
    const stopped = stopSignal();
    const log = createLog();
    logCrash(log);
    const { port, stop } = await startCollector({ db, config, clock: terminal.clock, log, loaded });
    log.info(startLine(config, port), 'started');
    await greet({ db, config, terminal }, port).catch(async (error: unknown) => {
      await stop();
      throw error;
    });
    const signal = await stopped;
    log.info({ signal }, 'stopping');
    const startedAt = performance.now();
    await stop();
    log.info({ ms: Math.round(performance.now() - startedAt) }, 'stopped');
    return 0;
  },
};

/** Prints the addresses of the survey and, until there is an administrator, the link that makes one. */
async function greet({ db, config, terminal }: Pick<CommandContext, 'db' | 'config' | 'terminal'>, port: number) {
  const base = config.port === 0 ? `http://localhost:${port}` : config.baseUrl;
  const { regions } = await createOrganization(db)();
  terminal.out(`HEART Survey is listening on ${config.host}:${port}.\n`);
  terminal.out('Survey links:');
  for (const { name, slug } of regions) terminal.out(`  ${name.padEnd(22)} ${base}${surveyPath(slug)}`);
  terminal.out(
    `\nTo put the survey on your own page:\n  <script type="module" src="${base}/widget/v1/heart-survey.js"></script>`,
  );
  terminal.out(
    `  <heart-survey region="central"><a href="${base}${surveyPath('central')}">How are we doing?</a></heart-survey>`,
  );
  terminal.out('\nTo see the figures: pnpm heart averages');
  const first = await firstAdministratorLink({ db, clock: terminal.clock, baseUrl: base });
  if (first === undefined) return;
  terminal.out(
    '\nThis installation has no administrator yet. The first person to open this link within seven days becomes one:',
  );
  terminal.out(`  ${first}`);
}

/** Resolves with the first signal that stops the process. */
async function stopSignal(): Promise<string> {
  const ended = new AbortController();
  const signals = ['SIGINT', 'SIGTERM'].map((signal) =>
    once(process, signal, { signal: ended.signal }).then(() => signal),
  );
  const signal = await Promise.race(signals);
  ended.abort();
  return signal;
}

/** Node's own crash message would repeat a failed query with all its parameters. */
function logCrash(log: Logger): void {
  process.on('uncaughtException', (err) => {
    log.error({ err }, 'crashed');
    process.exit(1);
  });
}
