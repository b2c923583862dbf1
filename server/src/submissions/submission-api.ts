import { Hono, type Context } from 'hono';
import { describeRoute } from 'hono-openapi';
import type { Database } from '../database/database.ts';
import { otherMethods } from '../http/methods.ts';
import { jsonContent } from '../http/openapi.ts';
import { problem } from '../http/problem.ts';
import type { Organization } from '../org/org.ts';
import { departmentInSight, departmentsPath, describedOfQuarter } from '../results/results.ts';
import { submissionOfQuarter } from './chain-queries.ts';
import { stepsOf } from './events.ts';
import { submissionFile } from './chain.ts';
import { submissionRecord, submissionStatuses, type SubmissionRecord } from './submission-record.ts';

export interface SubmissionApi {
  db: Database;
  organization: () => Promise<Organization>;
  clock: () => number;
}

const path = `${departmentsPath}/:department/quarters/:quarter{\\d{4}-\\d{2}}/submission`;

const describeSubmission = describeRoute({
  ...describedOfQuarter,
  operationId: 'readSubmission',
  summary: 'Read the last submission of a quarter: the signed manifest and its status',
  responses: {
    200: { description: 'The submission', content: jsonContent(submissionRecord) },
    ...describedOfQuarter.responses,
  },
});

/** A quarter's signed submission for programs. The caller's guard admits readers. */
export function submissionApi({ db, organization, clock }: SubmissionApi): Hono {
  const app = new Hono();
  app.get(path, describeSubmission, async (c: Context) => {
    const { departments } = await organization();
    const found = departmentInSight(departments, c.var.reader, c.req.param('department') ?? '');
    const quarter = found?.department.calendar.byId(c.req.param('quarter') ?? '');
    if (!found || !quarter || quarter.start > clock()) {
      return problem(c, { status: 404, title: 'Unknown quarter, or it has not started.' });
    }
    return c.json(await recordOf(db, found.department, quarter.id));
  });
  app.all(path, otherMethods('GET, HEAD', 'Use GET to read a submission.'));
  return app;
}

async function recordOf(
  db: Database,
  { id, slug }: { id: number; slug: string },
  quarter: string,
): Promise<SubmissionRecord> {
  const [row, steps] = await Promise.all([submissionOfQuarter(db, id, quarter), stepsOf(db, id, quarter)]);
  const shown = steps.flatMap(({ kind, ...step }) =>
    submissionStatuses.filter((status) => status === kind).map((status) => ({ status, ...step })),
  );
  const status = shown.at(-1)?.status ?? 'not submitted';
  const head = { department: slug, quarter };
  if (row === undefined) return { ...head, status: 'not submitted', submission: null };
  const receipt = shown.findLast(({ status, snapshotId }) => status === 'received' && snapshotId === row.snapshotId);
  return {
    ...head,
    status,
    submission: {
      sha256: row.sha256,
      submittedAt: momentOf(row.submittedAt),
      receivedAt: receipt === undefined ? null : momentOf(receipt.at),
      file: submissionFile(row),
    },
  };
}

const momentOf = (at: number) => new Date(at).toISOString();
