import { verifyCases } from '../cases/cases.ts';
import { verify, verifyGroupYears } from '../figures/figures.ts';
import { verifyPublications } from '../publishing/publishing.ts';
import { verifyChains } from '../submissions/submissions.ts';
import { UserError, type Command } from './command.ts';
import { keysInFile } from './key-set.ts';

export const verifyCommand: Command = {
  name: 'verify',
  summary:
    'Recount every tally from the responses, check every signed submission and what was published of it, recount each fiscal year by customer group, recount the due dates of every case, and report any difference. With --head HASH, also check that the submission with this hash is there. With --key FILE, check the submissions with the public keys in this file instead of those in the database.',
  options: { head: { type: 'string', multiple: true }, key: { type: 'string' } },
  run: async ({ db, terminal, options, repeated }) => {
    const heads = repeated['head'] ?? [];
    const unusable = heads.find((head) => !/^[\da-f]{64}$/.test(head));
    if (unusable !== undefined) throw new UserError(`--head needs the hash of a submission, not “${unusable}”.`);
    const keys = typeof options['key'] === 'string' ? keysInFile(options['key']) : undefined;
    const { responses, differences, tamperedSnapshots } = await verify(db);
    for (const { tally, key, kept, recounted } of differences) {
      terminal.err(`${tally} ${key}: stored ${kept}, recounted ${recounted}`);
    }
    for (const snapshot of tamperedSnapshots) terminal.err(`The closed figures of ${snapshot} were changed.`);
    const { submissions, problems } = await verifyChains(db, { heads, keys });
    problems.forEach((problem) => terminal.err(problem));
    const { publications, problems: wrongPublications } = await verifyPublications(db);
    wrongPublications.forEach((problem) => terminal.err(problem));
    const { years, problems: wrongYears } = await verifyGroupYears(db);
    wrongYears.forEach((problem) => terminal.err(problem));
    const { cases, wrong: wrongCases } = await verifyCases(db, terminal.clock());
    for (const reference of wrongCases) {
      terminal.err(`Case ${reference}: its due date or its missed dates are not those that its events give.`);
    }
    const agrees = differences.length === 0 && tamperedSnapshots.length === 0;
    if (agrees) terminal.out(`Recounted ${responses} responses: every tally agrees.`);
    if (wrongCases.length === 0 && cases > 0)
      terminal.out(`Recounted the due dates of ${cases === 1 ? 'one case' : `${cases} cases`}: all agree.`);
    if (problems.length === 0 && submissions > 0) {
      terminal.out(
        `Checked ${submissions === 1 ? 'one signed submission' : `${submissions} signed submissions`}: none was changed, and none is missing before the last one of each department. To check the last ones too, use --head.`,
      );
    }
    if (wrongPublications.length === 0 && publications > 0) terminal.out(publicationsAgree(publications));
    if (wrongYears.length === 0 && years > 0) {
      terminal.out(
        `Recounted ${years === 1 ? 'one fiscal year' : `${years} fiscal years`} by customer group: every figure agrees.`,
      );
    }
    const wrong = [problems, wrongPublications, wrongYears, wrongCases].some(({ length }) => length > 0);
    return agrees && !wrong ? 0 : 1;
  },
};

function publicationsAgree(count: number): string {
  if (count === 1) return 'Checked one publication: it is of a submission of its quarter.';
  return `Checked ${count} publications and withdrawals: each one is of a submission of its quarter, and none is missing before the last one of each quarter.`;
}
