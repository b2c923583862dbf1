import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

// The package as published, unpacked next to a page builder's own code.
const home = fileURLToPath(new URL('..', import.meta.url));
const project = realpathSync(mkdtempSync(join(tmpdir(), 'heart-package-')));
const unpacked = join(project, 'node_modules/@heart-survey/widget');
const read = (path: string) => JSON.parse(readFileSync(join(unpacked, path), 'utf8'));

beforeAll(() => {
  execFileSync('npx', ['-y', 'pnpm@12.21.0', 'pack', '--pack-destination', project], { cwd: home, stdio: 'pipe' });
  const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))!;
  mkdirSync(unpacked, { recursive: true });
  execFileSync('tar', ['xzf', join(project, tarball), '--strip-components=1', '-C', unpacked]);
  symlinkSync(realpathSync(join(home, 'node_modules/lit')), join(project, 'node_modules/lit'));
  writeFileSync(join(project, 'package.json'), '{"type":"module"}');
});
afterAll(() => rmSync(project, { recursive: true }));

test('passes publint', async () => {
  const { messages, pkg } = await publint({ pkgDir: unpacked, strict: true, pack: false });
  expect(messages.map((message) => formatMessage(message, pkg ?? {}))).toEqual([]);
});

test('depends on Lit only', () => {
  expect(Object.keys(read('package.json').dependencies)).toEqual(['lit']);
  const code = ['heart-survey', 'define', 'element'].map((name) =>
    readFileSync(join(unpacked, `dist/package/${name}.js`), 'utf8'),
  );
  // Its own address would be the builder's bundle.
  expect(code.join()).not.toContain('import.meta');
  const imports = code.flatMap((text) =>
    [...text.matchAll(/^(?:import|export)\b.*?from "(.*?)"/gm)].map(([, from]) => from),
  );
  expect(new Set(imports.filter((from) => !from!.startsWith('./')))).toEqual(new Set(['lit']));
});

test.each(['nodenext', 'bundler'])('gives a builder its types, with module resolution %s', (resolution) => {
  writeFileSync(
    join(project, 'page.ts'),
    `import { HeartSurvey, type FailureReason } from '@heart-survey/widget';
    import '@heart-survey/widget/define';
    const survey: HeartSurvey = document.createElement('heart-survey');
    survey.regionName = 'Central Region';
    // @ts-expect-error This attribute does not exist.
    survey.color = 'red';
    survey.addEventListener('heart-response', ({ quarter }) => quarter.toUpperCase());
    document.addEventListener('heart-error', ({ reason }) => {
      const known: FailureReason = reason;
      // @ts-expect-error This reason does not exist.
      const other: 'tired' = known;
    });`,
  );
  const module = resolution === 'bundler' ? 'esnext' : resolution;
  const options = ['--noEmit', '--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2022,dom'];
  const tsc = createRequire(import.meta.url)
    .resolve('typescript/package.json')
    .replace('package.json', 'bin/tsc');
  const run = () =>
    execFileSync(
      process.execPath,
      [tsc, ...options, '--types', '', '--module', module, '--moduleResolution', resolution, 'page.ts'],
      { cwd: project, encoding: 'utf8' },
    );
  expect(run()).toBe('');
});

test('can be imported without a document, such as on a server', () => {
  const code = `await import('@heart-survey/widget/define'); console.log(Object.keys(await import('@heart-survey/widget')).join())`;
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(output.trim()).toBe('HeartErrorEvent,HeartResponseEvent,HeartSurvey');
});

describe('the manifest for editors', () => {
  const element = () => {
    const { modules } = read(read('package.json').customElements);
    return modules[0].declarations.find(({ tagName }: { tagName?: string }) => tagName === 'heart-survey');
  };
  const names = (list: { name: string }[]) => list.map(({ name }) => name);

  test('names every attribute that the element observes, and its events', () => {
    const source = readFileSync(join(home, 'src/heart-survey.ts'), 'utf8');
    const reflected = [...source.matchAll(/^ {4}(\w+): \{(?: attribute: '([\w-]+)',)? reflect: true \},$/gm)];
    expect(reflected).toHaveLength(7);
    expect(names(element().attributes).toSorted()).toEqual(
      [...reflected.map(([, property, attribute]) => attribute ?? property), 'lang', 'settled'].toSorted(),
    );
    expect(names(element().members)).toEqual(reflected.map(([, property]) => property));
    expect(names(element().events)).toEqual(['heart-response', 'heart-error']);
  });

  test('names every part and every custom property, and no others', () => {
    const sources = [
      'src/survey-view.ts',
      '../shared/src/survey-form.ts',
      '../shared/src/look.css',
      'src/heart-survey.css',
    ]
      .map((file) => readFileSync(join(home, file), 'utf8'))
      .join('\n');
    const all = (pattern: RegExp) => [...new Set([...sources.matchAll(pattern)].map(([, name]) => name))].toSorted();
    expect(names(element().cssParts).toSorted()).toEqual(all(/ part="([a-z]+)"/g));
    expect(names(element().cssProperties).toSorted()).toEqual(all(/var\((--heart-[a-z-]+)/g));
  });
});
