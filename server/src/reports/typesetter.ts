import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';
import { fileBesideCode } from '../files.ts';
import type { LetterDocument, ReportDocument } from './document.ts';
import type { Job, Result } from './typeset-process.ts';

/** Why there is no PDF: the compiler is not installed, too many are waiting, it took too long, or it failed. */
export type NoPdfReason = 'missing' | 'busy' | 'slow' | 'failed';

const whyNot: Record<NoPdfReason, string> = {
  missing: 'The optional package that makes PDFs is not installed.',
  busy: 'Too many reports are waiting. Try again in a minute.',
  slow: 'The report took too long. Try again.',
  failed: 'The report could not be made.',
};

/** A report that could not be made. Its message is for the person who asked for it. */
export class NoPdf extends Error {
  readonly reason: NoPdfReason;
  constructor(reason: NoPdfReason, detail?: string) {
    super(detail === undefined ? whyNot[reason] : `${whyNot[reason]} (${detail})`);
    this.reason = reason;
  }
}

/** Makes PDFs, one after another, in a process of its own. */
export interface Typesetter {
  /** @throws NoPdf */
  typeset(document: ReportDocument | LetterDocument): Promise<Uint8Array<ArrayBuffer>>;
  /** Ends the process. */
  stop(): void;
}

interface Options {
  /** How long one report may take, in milliseconds. */
  limit?: number;
  /** How many reports may wait. */
  maxWaiting?: number;
  /** How long the process is kept for the next report, in milliseconds. It takes 0.2 s to start and holds 100 MB. */
  keptFor?: number;
  /** The program that the process runs. */
  program?: string;
}

interface Waiting {
  document: ReportDocument | LetterDocument;
  resolve: (pdf: Uint8Array<ArrayBuffer>) => void;
  reject: (why: NoPdf) => void;
}

/** So that answers to customers come first, on a machine with few cores. */
const niceness = 10;

/** @param on is told when the process has ended, and when a report is made. */
function startProcess(
  program: string,
  on: { end: (why: NoPdf) => void; finish: (result: Result) => void },
): ChildProcess {
  const child = fork(program, [], {
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  child.on('error', (error) => on.end(new NoPdf('failed', error.message)));
  child.on('exit', (code, signal) => on.end(new NoPdf('failed', `the process ended: ${signal ?? code}`)));
  child.on('message', on.finish);
  // A command that is done may end.
  child.unref();
  child.channel?.unref();
  child.once('spawn', () => lowerPriority(child));
  return child;
}

/** Starts its process with the first report. */
export function createTypesetter(options: Options = {}): Typesetter {
  const { limit = 20_000, maxWaiting = 20, keptFor = 60_000, program = ownProgram() } = options;
  const queue: Waiting[] = [];
  let running: { child: ChildProcess; job: Waiting | undefined; timer: NodeJS.Timeout } | undefined;
  let last = 0;

  const end = (why: NoPdf) => {
    if (running === undefined) return;
    const { child, job, timer } = running;
    running = undefined;
    clearTimeout(timer);
    child.removeAllListeners();
    child.kill('SIGKILL');
    job?.reject(why);
    next();
  };

  const next = () => {
    const job = running?.job ? undefined : queue.shift();
    if (job === undefined) return;
    const child = running?.child ?? startProcess(program, { end, finish });
    clearTimeout(running?.timer);
    running = { child, job, timer: setTimeout(() => end(new NoPdf('slow')), limit) };
    last += 1;
    child.send({ id: last, document: job.document } satisfies Job);
  };

  const finish = (result: Result) => {
    const { child, job, timer } = running!;
    clearTimeout(timer);
    running = { child, job: undefined, timer: setTimeout(() => end(new NoPdf('slow')), keptFor).unref() };
    if ('pdf' in result) job?.resolve(new Uint8Array(result.pdf));
    else job?.reject(new NoPdf(result.problem, result.message));
    next();
  };

  return {
    typeset: (document) =>
      new Promise((resolve, reject) => {
        if (queue.length >= maxWaiting) return reject(new NoPdf('busy'));
        queue.push({ document, resolve, reject });
        return next();
      }),
    stop: () => {
      for (const { reject } of queue.splice(0)) reject(new NoPdf('failed', 'the collector stops'));
      end(new NoPdf('failed', 'the collector stops'));
    },
  };
}

const ownProgram = () => fileURLToPath(fileBesideCode('reports/typeset-process.ts'));

function lowerPriority({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch {
    // Some systems do not let it.
  }
}
