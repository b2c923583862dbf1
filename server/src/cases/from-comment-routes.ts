import { canInPart } from '../access/access.ts';
import { readComment, type Comment } from '../comments/comments.ts';
import { regionsFor, type Console, type Visit } from '../console/console.ts';
import { commit } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import type { Department } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import { copiesErased, fromCommentPath, referenceFrom } from './comment-case.ts';
import type { EntryRoutes } from './entry-routes.ts';
import { textErrors } from './entry.ts';
import { fromCommentPage } from './from-comment-page.ts';
import { kinds, maxCaseForm } from './kinds.ts';
import { openCase, type Filing } from './open.ts';

/** People who read comments. Each sees only the regions of their roles. */
const part = { of: 'part', action: 'comments' } as const;
const route = '/console/departments/:department/comments/:response/case';

type CommentVisit = Visit & { department: Department };

/** Opening a case from a survey comment, once. */
export function fromCommentRoutes(frame: Console, options: EntryRoutes): void {
  const { db } = options;
  const commentOf = async ({ c, person, organization, department }: CommentVisit) => {
    if (!canInPart(person, 'case entry', department.id)) return undefined;
    const regions = regionsFor(person, 'comments', organization, department);
    return readComment(db, c.req.param('response') ?? '', regions);
  };
  const back = ({ c, department }: CommentVisit, comment: Comment) =>
    c.redirect(fromCommentPath(department, comment.id).replace(/\/case$/, ''), 303);
  /** The comment that the path names, unless it has a case already. */
  const take = async (visit: CommentVisit, handle: (comment: Comment) => Response | Promise<Response>) => {
    const comment = await commentOf(visit);
    if (!comment) return frame.notFound(visit.c);
    return (await referenceFrom(db, comment.id)) === undefined ? handle(comment) : back(visit, comment);
  };

  frame.get(route, part, (visit) =>
    take(visit, (comment) =>
      frame.page(visit, fromCommentPage({ comment, text: comment.shown, kind: '', isWhole: false, errors: [] })),
    ),
  );
  frame.post(`${route}/whole`, part, (visit) =>
    take(visit, async (comment) => {
      const entry = { action: 'comment revealed', subject: comment.id, departmentId: visit.department.id };
      await frame.audit(visit, entry);
      return frame.page(
        visit,
        fromCommentPage({ comment, text: comment.comment, kind: '', isWhole: true, errors: [] }),
      );
    }),
  );
  frame.post(
    route,
    part,
    async (visit) => {
      const comment = await commentOf(visit);
      if (!comment) return frame.notFound(visit.c);
      const [text, kind] = [visit.form.text('text'), visit.form.text('kind')];
      const filing = filingFrom(visit, comment);
      if ('errors' in filing) {
        const page = fromCommentPage({ comment, text, kind, isWhole: true, errors: filing.errors });
        return frame.page(visit, page, 400);
      }
      await openCase(options, filing, visit.now);
      // It was erased while the case was opened.
      if (!(await commentOf(visit))) await commit(db, copiesErased(visit.now));
      return back(visit, comment);
    },
    maxCaseForm,
  );
}

/** The case that is opened from a comment. Its form makes one case, however often it is sent. */
function filingFrom(
  { form, department, person }: CommentVisit & { form: Form },
  comment: Comment,
): Filing | { errors: FieldError[] } {
  const text = form.text('text');
  const kind = kinds.find((one) => one === form.text('kind'));
  const errors = [...textErrors(text), ...(kind ? [] : [{ at: 'kind', message: 'Choose what it is about.' }])];
  if (errors.length > 0 || !kind) return { errors };
  return {
    departmentId: department.id,
    regionId: comment.regionId,
    isOfficeKnown: true,
    kind,
    channel: 'comment',
    language: comment.language ?? 'en',
    text,
    contact: { title: null, name: null, email: null, phone: null, post: null },
    receivedAt: comment.receivedAt,
    isTimeHidden: false,
    enteredBy: person.id,
    responseId: comment.id,
    flags: [],
    send: `comment ${comment.id}`,
    printed: null,
  };
}
