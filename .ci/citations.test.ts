import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

// What comments and documents cite has to be in the repository, so that a reader of a clone can follow it.

const root = join(import.meta.dirname, '..');
const generated = /^reports(\/|$)|(^|\/)(node_modules|dist|data|migrations|\.git|\.cache|\.schemathesis)(\/|$)/;
const isText =
  /\.(ts|tsx|js|mjs|css|html|md|json|yml|conf|service|socket|env)$|(^|\/)(Caddyfile|Containerfile|run|heart)$/;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (generated.test(relative(root, path))) return [];
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

const files = filesIn(root)
  .filter((path) => isText.test(path) && path !== import.meta.filename)
  .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }));
const pages = files.filter(({ path }) => path.endsWith('.md'));

/** The text with comments that span several lines on one. */
const unwrapped = (text: string) => text.replaceAll(/\n[ \t]*(?:\*|\/\/|#)[ \t]+/g, ' ');

/** Everything that the pattern finds, each with the file it is in. */
const findings = (pattern: RegExp, from = files) =>
  from.flatMap(({ path, text }) => [...unwrapped(text).matchAll(pattern)].map((match) => ({ path, match })));

const headings = (text: string) => {
  const prose = text.replaceAll(/^[ ]*```.*?^[ ]*```$/gms, '');
  return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => heading);
};

/** The anchor that a heading gets on GitHub. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}\p{Mark} _-]/gu, '')
    .replaceAll(' ', '-');

/** Matches a section after a page's name: its number, its step, or its heading in quotation marks. */
const section = /^(?:,? (§[\d.]*\d)|, (step \d+)|, "([^"]+)")/;

/** The sections cited after a page's name, such as `§3.1` and `§5` in `, §3.1, §5`. */
function sectionsAfter(text: string): string[] {
  const match = section.exec(text);
  if (!match) return [];
  return [match.slice(1).find((name) => name !== undefined)!, ...sectionsAfter(text.slice(match[0].length))];
}

/** Whether a page has that section, as a heading or as a numbered point. */
function holdsSection(page: string, name: string): boolean {
  const text = readFileSync(join(root, page), 'utf8');
  const number = name.replace('§', '');
  const startsWithIt = (heading: string) => heading === name || new RegExp(`^§?${number}[. ]`, 'i').test(`${heading} `);
  return headings(text).some(startsWithIt) || text.includes(`- **${number}**`) || headings(text).includes(name);
}

test('every cited page of docs/ exists, and has the sections cited', () => {
  const cited = findings(/\bdocs\/[\w/-]+\.md(?<rest>.{0,80})/g).map(({ path, match }) => ({
    path,
    page: /^[\w/-]+\.md/.exec(match[0])![0],
    sections: sectionsAfter(match.groups!['rest']),
  }));
  const missing = cited.filter(({ page }) => !existsSync(join(root, page)));
  expect(missing).toEqual([]);
  const unknown = cited.flatMap(({ path, page, sections }) =>
    sections.filter((name) => !holdsSection(page, name)).map((name) => `${path} cites ${page} ${name}`),
  );
  expect(unknown).toEqual([]);
  const counted = (page: string) =>
    cited.filter((one) => one.page.startsWith(page)).reduce((sum, { sections }) => sum + sections.length, 0);
  expect(counted('docs/design.md')).toBeGreaterThan(50);
  expect(counted('docs/policies/')).toBeGreaterThan(5);
});

test('the design and the policies are cited by their whole path, so that the citation can be checked', () => {
  const policies = readdirSync(join(root, 'docs/policies'))
    .map((name) => name.replace('.md', ''))
    // What the software does for the policies is no policy.
    .filter((name) => name !== 'coverage');
  expect(policies).toHaveLength(5);
  const withoutPath = new RegExp(
    String.raw`(?<!docs/)\b(?:design(?:\.md)? §|policies/(?:${policies.join('|')})).{0,30}`,
    'gi',
  );
  const outsideDocs = files.filter(({ path }) => !path.startsWith('docs/'));
  const loose = findings(withoutPath, outsideDocs);
  expect(loose.map(({ path, match }) => `${path}: ${match[0]}`)).toEqual([]);
});

test('every link of a document to a file or a section leads somewhere', () => {
  const links = findings(/\]\((?!https?:|mailto:)(?<target>[^)#\s]*)(?:#(?<anchor>[^)\s]+))?\)/g, pages);
  expect(links.length).toBeGreaterThan(80);
  const broken = links.filter(({ path, match }) => {
    const { target, anchor } = match.groups!;
    const file = target ? join(root, dirname(path), target) : join(root, path);
    if (!existsSync(file)) return true;
    return anchor !== undefined && !headings(readFileSync(file, 'utf8')).map(anchorOf).includes(anchor);
  });
  expect(broken.map(({ path, match }) => `${path}: ${match[0]}`)).toEqual([]);
});

test('every source file that a document names exists', () => {
  const named = findings(/`(?<file>[\w.-]+\/[\w./-]+\.(?:tsx?|css|json|yaml))`/g, pages)
    .filter(({ path }) => path !== 'CHANGELOG.md')
    .map(({ path, match }) => ({ path, file: match.groups!['file'] }));
  expect(named.length).toBeGreaterThan(25);
  const missing = named.filter(
    ({ file }) => !['', 'server/src'].some((folder) => existsSync(join(root, folder, file))),
  );
  expect(missing).toEqual([]);
});
