import { randomUUID } from 'node:crypto';
import type { Console } from '../console/console.ts';
import type { Database } from '../database/database.ts';
import { emailPath } from '../email-log/email-log.ts';
import type { Form } from '../http/form.ts';
import { causeOf, latestAbout, type Outbox } from '../outbox/outbox.ts';
import { readAgency } from '../org/org.ts';
import { refusedPage, sendReport, type Typesetter } from '../reports/reports.ts';
import { certificateOf } from './certificate.ts';
import { monthAnswered } from './words.ts';
import type { FieldError } from '../pages/fields.ts';
import { thankYouChoiceKind, thankYouKind } from './email.ts';
import { outcomePage } from './outcome-page.ts';
import {
  chosenCuts,
  chosenPeople,
  formErrors,
  formIn,
  firstForm,
  type ThankForm,
  type Directory,
} from './thank-form.ts';
import { queuePath, queueRoute, thankPath } from './paths.ts';
import { previewPage } from './preview-page.ts';
import { originOf, thankedFor } from './queries.ts';
import { sendThankYou } from './sending.ts';
import { thankPage } from './thank-page.ts';
import type { ThankYou } from './thank-you.ts';
import { thankYouText } from './thank-you-text.ts';
import { directoryFor, findComment, type Found, type InDepartment } from './thank-visit.ts';

interface ThankRoutes {
  db: Database;
  outbox: Outbox;
  typesetter: Typesetter;
}

const rule = { of: 'part', action: 'thanking' } as const;

/** The form of a thank-you for one comment, its preview, and sending it. */
export function thankRoutes(frame: Console, options: ThankRoutes): void {
  const { db } = options;
  const path = `${queueRoute}/comments/:response`;

  frame.get(path, rule, async (visit) => {
    const found = await findComment(db, visit);
    if (!found) return frame.notFound(visit.c);
    if (!found.isOpen) return frame.page(visit, await answered(options, found));
    const directory = await directoryFor(db, visit);
    const origin = await originOf(db, found.comment.id);
    const choice = firstForm(found.comment, origin?.employeeId ?? null, directory, randomUUID());
    return frame.page(visit, thankPage({ ...found, directory, choice }));
  });

  frame.post(path, rule, async (visit) => {
    const found = await findComment(db, visit);
    if (!found) return frame.notFound(visit.c);
    const choice = formIn(visit.form);
    if (!found.isOpen) return alreadyDone(frame, options, visit, found, choice);
    const directory = await directoryFor(db, visit);
    const show = (errors: FieldError[] = []) =>
      frame.page(visit, thankPage({ ...found, directory, choice, errors }), errors.length > 0 ? 400 : 200);
    const step = stepOf(visit.form);
    if (step === 'search' || step === 'change') return show();
    const errors = formErrors(found.comment, choice, directory);
    if (errors.length > 0) return show(errors);
    const thanking = { visit, found, choice, directory };
    if (step === 'certificate') return certificate(options, thanking);
    return step === 'send' ? send(frame, options, thanking) : preview(frame, options, thanking);
  });
}

const otherSteps = ['search', 'change', 'certificate', 'send'] as const;

/** Which button was pressed. The Enter key in the search field searches. */
function stepOf(form: Form): (typeof otherSteps)[number] | 'preview' {
  return otherSteps.find((step) => step === form.text('do')) ?? 'preview';
}

/** What was done about a comment that someone answered, or that may not be thanked for. */
async function answered({ db, outbox }: ThankRoutes, { comment, recognition }: Found) {
  const recipients = recognition?.stage === 'thanked' ? await thankedFor(db, recognition.id) : [];
  const emailTo = async ({ id, name }: { id: string; name: string }, kind: string) => {
    const email = await latestAbout(db, kind, causeOf('recognition', id));
    const isLink = kind === thankYouChoiceKind;
    return email === undefined ? [] : [{ name, isLink, path: emailPath(email), state: email.state }];
  };
  const kinds = [thankYouKind, thankYouChoiceKind];
  const both = recipients.flatMap((recipient) => kinds.map((kind) => emailTo(recipient, kind)));
  const emails = (await Promise.all(both)).flat();
  return outcomePage({ comment, recognition, recipients, emails, hasServer: outbox.hasServer });
}

/** For a comment that was handled already. The same form sent twice gets the same answer; others see who was first. */
async function alreadyDone(frame: Console, options: ThankRoutes, visit: InDepartment, found: Found, choice: ThankForm) {
  return (await isSame(options.db, visit, found, choice))
    ? visit.c.redirect(sentTo(visit, found, options.outbox), 303)
    : frame.page(visit, await answered(options, found), 409);
}

/** Whether this form was sent before, with the same content: going back and changing it changes nothing that was sent. */
async function isSame(db: Database, { person }: InDepartment, { comment, recognition }: Found, choice: ThankForm) {
  if (recognition?.stage !== 'thanked' || recognition.sendId !== choice.send) return false;
  const thanked = (await thankedFor(db, recognition.id)).map(({ employeeId }) => employeeId);
  return (
    recognition.decidedBy === person.id &&
    recognition.teamId === choice.team &&
    recognition.letters === choice.letters.join('') &&
    recognition.line === lineOf(choice) &&
    recognition.cuts === JSON.stringify(chosenCuts(comment, choice)) &&
    (choice.team !== null || areSame(choice.people, thanked))
  );
}

const areSame = (some: number[], others: number[]) =>
  some.length === others.length && some.every((one) => others.includes(one));

const lineOf = ({ line }: ThankForm) => (line === '' ? null : line);

/** Without a mail server, the comment's page has the drafts. */
const sentTo = ({ department }: InDepartment, { comment }: Found, { hasServer }: Outbox) =>
  hasServer ? `${queuePath(department)}?notice=sent` : thankPath(department, comment.id);

/** A thank-you whose form has no errors. */
interface Thanking {
  visit: InDepartment;
  found: Found;
  choice: ThankForm;
  directory: Directory;
}

/** What the form says, for each person who would get it. */
async function thanksOf(db: Database, { visit, found, choice, directory }: Thanking): Promise<ThankYou[]> {
  const { comment } = found;
  const origin = await originOf(db, comment.id);
  const about: Omit<ThankYou, 'recipient'> = {
    region: comment.region,
    comment: comment.comment,
    language: comment.language,
    cuts: chosenCuts(comment, choice),
    letters: choice.letters,
    month: monthAnswered(origin ?? { receivedAt: comment.receivedAt, paperDate: null }, visit.department),
    line: lineOf(choice),
    team: directory.teams.find(({ id }) => id === choice.team)?.name ?? null,
    sender: visit.person,
  };
  return chosenPeople(choice, directory).map(({ name, email, supervisorEmail }) => {
    return { ...about, recipient: { name, email: email ?? '', supervisorEmail } };
  });
}

async function preview(frame: Console, { db, outbox }: ThankRoutes, thanking: Thanking) {
  const { visit, found, choice, directory } = thanking;
  const emails = (await thanksOf(db, thanking)).map(thankYouText);
  return frame.page(visit, previewPage({ ...found, directory, choice, emails, hasServer: outbox.hasServer }));
}

/** The certificate as it would be attached to the first email. */
function certificate({ db, typesetter }: ThankRoutes, thanking: Thanking) {
  const { c, person } = thanking.visit;
  return sendReport({ c, who: person.id, typesetter, refuse: refusedPage }, async () => {
    const [first] = await thanksOf(db, thanking);
    const { agency } = await readAgency(db);
    return { name: 'certificate', document: () => certificateOf(first!, agency), record: async () => {} };
  });
}

async function send(frame: Console, options: ThankRoutes, { visit, found, choice, directory }: Thanking) {
  const { comment } = found;
  const { person, department, now } = visit;
  const isFirst = await sendThankYou(options.db, options.outbox, {
    response: comment,
    department,
    people: chosenPeople(choice, directory).map(({ id }) => id),
    team: choice.team,
    letters: choice.letters.join(''),
    cuts: chosenCuts(comment, choice),
    line: lineOf(choice),
    send: choice.send,
    by: person.id,
    at: now,
  });
  if (isFirst) return visit.c.redirect(sentTo(visit, found, options.outbox), 303);
  const current = await findComment(options.db, visit);
  if (!current) return frame.notFound(visit.c);
  if (!current.isOpen) return alreadyDone(frame, options, visit, current, choice);
  const errors = [
    {
      at: choice.team === null ? 'people' : 'team',
      message: 'Someone you chose has left or has no email address anymore. Choose again.',
    },
  ];
  return frame.page(
    visit,
    thankPage({ ...current, directory: await directoryFor(options.db, visit), choice, errors }),
    409,
  );
}
