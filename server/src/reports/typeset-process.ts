import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NodeCompiler as Compiler } from '@myriaddreamin/typst-ts-node-compiler';
import { printableIn } from './characters.ts';
import type { LetterDocument, ReportDocument } from './document.ts';
import { fontsFor, type Font } from './fonts.ts';

// Runs in a process of its own (typesetter.ts): a long report takes seconds and hundreds of megabytes.

/** What the collector sends: one report at a time. */
export interface Job {
  id: number;
  document: ReportDocument | LetterDocument;
}

/** What it gets back. */
export type Result =
  | { id: number; pdf: Uint8Array }
  /** `missing`: the compiler is not installed on this machine. */
  | { id: number; problem: 'missing' | 'failed'; message: string };

const templates = fileURLToPath(new URL('templates/', import.meta.url));
const packages = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** By the fonts that it was made with. */
const compilers = new Map<string, Compiler>();

process.on('message', ({ id, document }: Job) => {
  void answer(id, document).then((result) => process.send!(result));
});
// The collector has ended.
process.on('disconnect', () => process.exit(0));

async function answer(id: number, document: ReportDocument | LetterDocument): Promise<Result> {
  const compiler = await import('@myriaddreamin/typst-ts-node-compiler').catch((error: unknown) => String(error));
  if (typeof compiler === 'string') return { id, problem: 'missing', message: compiler };
  try {
    return { id, pdf: typeset(compiler.NodeCompiler, document) };
  } catch (error) {
    return { id, problem: 'failed', message: String(error) };
  }
}

function typeset(
  NodeCompiler: typeof Compiler,
  { attachments, ...document }: ReportDocument | LetterDocument,
): Uint8Array {
  const text = JSON.stringify(document);
  const fonts = fontsFor(text, packages);
  const compiler = compilerWith(NodeCompiler, fonts);
  const coverages = fonts.map(({ coverage }) => coverage);
  const inputs = {
    document: JSON.stringify(printableIn(document, coverages)),
    attachments: JSON.stringify(attachments),
  };
  const compiled = compiler.compile({ mainFilePath: join(templates, `${document.template}.typ`), inputs });
  if (compiled.result === null) {
    const error = compiled.takeError();
    throw new Error(error === null ? 'no reason' : JSON.stringify(error.shortDiagnostics));
  }
  try {
    return compiler.pdf(compiled.result, { pdfStandard: 'ua-1' });
  } finally {
    compiler.evictCache(1);
  }
}

function compilerWith(NodeCompiler: typeof Compiler, fonts: Font[]): Compiler {
  const key = fonts.map(({ file }) => file.length).join();
  const kept = compilers.get(key);
  if (kept) return kept;
  const made = NodeCompiler.create({
    workspace: templates,
    fontArgs: [{ fontBlobs: fonts.map(({ file }) => file) }],
  });
  compilers.set(key, made);
  return made;
}
