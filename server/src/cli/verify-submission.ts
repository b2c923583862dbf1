import { readSignedFile, payloadHash } from '../signing/signing.ts';
import { checkSubmission, type Manifest } from '../submissions/submissions.ts';
import { UserError, type Command, type Terminal } from './command.ts';
import { keysInFile, textOfFile } from './key-set.ts';

export const verifySubmission: Command = {
  name: 'verify-submission',
  summary: 'Check the file of a submission against the public keys. Needs no database and no network.',
  operand: 'FILE',
  needsNoDatabase: true,
  options: { key: { type: 'string' } },
  run: async ({ operand, options, terminal }) => {
    const keyFile = options['key'];
    if (typeof keyFile !== 'string') {
      throw new UserError(
        'heart verify-submission needs --key FILE: the public keys, saved from /.well-known/heart-survey-keys.',
      );
    }
    const keys = keysInFile(keyFile);
    const signed = readSignedFile(textOfFile(operand));
    if (signed === undefined) {
      throw new UserError(`${operand} is not the file of a submission, or it was changed since it was saved.`);
    }
    const checked = checkSubmission(signed, keys);
    if ('problem' in checked) throw new UserError(`The submission in ${operand} ${checked.problem}.`);
    report(terminal, checked.manifest, payloadHash(signed));
    return 0;
  },
};

function report({ out }: Terminal, manifest: Manifest, sha256: string): void {
  const { agency, department, quarter, snapshot, figures, submitted, attestation, previous } = manifest;
  const { average, n, responses } = figures.total;
  out('The submission is unchanged since it was signed.');
  out(`  Department: ${agency === null ? '' : `${agency}, `}${department.name}`);
  out(`  Quarter: ${quarter.label}, version ${snapshot.version}`);
  out(
    average === null ? '  Average: withheld, or no ratings' : `  Average: ${average} (n ${n}, ${responses} responses)`,
  );
  if (manifest.noData !== null) out(`  Why there is no data: ${inOneLine(manifest.noData)}`);
  out(`  Submitted by: ${submitted.by.name} <${submitted.by.email}> on ${submitted.at}`);
  if (manifest.byOnePerson) {
    out(`  Handed in by the same person, who explains: ${inOneLine(submitted.note ?? 'no reason given')}`);
  }
  out(`  Identity confirmed with: ${attestation.method} (second factor: ${attestation.secondFactor})`);
  out(`  Signing key: ${manifest.kid}`);
  out(`  Hash: ${sha256}`);
  out(`  Hash of the submission before it: ${previous ?? 'none, this is the first'}`);
}

/** People type line breaks, and a file from elsewhere may have characters that control a terminal. */
function inOneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim();
}
