import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { putTyped, typedIn } from './answers.ts';
import { textsOf, type Ending } from './ending.ts';
import { enhance, nextPerson, type Problems, type Enhanced } from './enhance.ts';
import { tellFrame, tellHeight } from './framed.ts';
import { dataOf, pageAt, surveyIn, type Survey } from './hosted-survey.ts';
import { endNotice, giveNotice } from './kiosk-notice.ts';
import { clearProblems } from './problems.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behaviour, without Lit. What
// it says is fetched, in the page's language, once the form stands. Without it the page works as a plain form.

// The form works already; a slow phone shows it first.
requestAnimationFrame(() => setTimeout(() => void begin()));

/** Counts the pages that were asked for: of several, the last one counts. */
let turn = 0;

async function begin(): Promise<void> {
  const { ancestors, submitted } = dataOf(document);
  if (ancestors) {
    tellHeight(ancestors);
    if (submitted) tellFrame(ancestors, { type: 'heart-survey:submitted' });
  }
  const survey = await surveyIn(document);
  if (survey) improve(survey);
}

/** Puts another page of the collector into the place of this one, with its own behavior. */
function turnTo(next: Document, survey: Survey, problems?: Problems, back?: () => void): void {
  const { lang, dir } = next.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.title = next.title;
  document.body.replaceWith(next.body);
  improve(survey, problems, back);
}

/**
 * @param back at a kiosk, goes back to the page that it was opened with.
 */
function improve(survey: Survey, problems?: Problems, back?: () => void): void {
  const { form, text, region, regionName, home, ancestors = [] } = survey;
  const { body } = document;
  const { lang, dir } = document.documentElement;
  const title = `${text.title} – ${regionName}`;
  const main = form.closest('main')!;
  const nav = document.querySelector('nav');
  const blank = emptied(form);
  const around = [...main.childNodes];
  let shown: ChildNode[] = around;
  /** The form of now, with its behaviour. */
  let asked: { form: HTMLFormElement; enhanced: Enhanced } | undefined;
  const isKiosk = form.querySelector<HTMLInputElement>('[name="channel"]')?.value === 'kiosk';
  // There from the start, since a live region that comes with its words is not read out.
  const said = document.createElement('div');
  said.setAttribute('role', 'status');
  main.append(said);

  const ask = (form: HTMLFormElement, problems?: Problems): void => {
    // What fills in the field that nobody sees is no reader: the collector's own door sees to it.
    form.addEventListener('submit', (event) => {
      if (form.querySelector<HTMLInputElement>('.trap input')?.value) event.stopImmediatePropagation();
    });
    const enhanced: Enhanced = enhance(
      form,
      () => ({
        text,
        endpoint: location.origin,
        region,
        regionName,
        drafts: !isKiosk,
        ended: (ending, byPress) => {
          show(ending, byPress);
          if (isKiosk) setTimeout(() => void askNext(enhanced, form), nextPerson);
        },
        abandoned: () => {
          endNotice();
          if (back || home) void askNext(enhanced, form);
        },
        stored: () => tellFrame(ancestors, { type: 'heart-survey:submitted' }),
        reopen: (problems) => askAnew(enhanced, form, problems),
      }),
      problems,
    );
    asked = { form, enhanced };
    if (isKiosk) {
      const isNeeded = () => form.isConnected && Boolean(back || home || Object.keys(typedIn(form)).length > 0);
      giveNotice({ region: said, text: text.stillThere, isNeeded });
    }
    nameProblems(form);
  };

  /**
   * Puts the form in that language into the place of this one, with all that was answered, and the focus where it was.
   * What is on its way has its answer first, and of several languages the last one counts.
   */
  const speak = async (button: HTMLButtonElement): Promise<void> => {
    turn += 1;
    const [mine, { form, enhanced }] = [turn, asked!];
    const next = await pageAt(button.formAction);
    const found = next && (await surveyIn(next));
    if (turn !== mine || !form.isConnected || isSending(form)) return;
    if (!found) {
      form.querySelector('.status')?.replaceChildren(text.offline);
      return;
    }
    enhanced.leave();
    putTyped(found.form, typedIn(form));
    // Should an earlier try have arrived after all, this is no second response.
    for (const { value } of form.querySelectorAll<HTMLInputElement>('[name="id"]'))
      found.form.querySelector<HTMLInputElement>('[name="id"]')!.value = value;
    if (!isKiosk) history.replaceState(null, '', button.formAction);
    turnTo(next, found, enhanced.problems(), isKiosk && !home ? (back ?? comeBack) : back);
    document.querySelector<HTMLElement>('nav [aria-current]')?.focus();
  };

  /** The title says whether there is a problem, too. */
  const nameProblems = (form: HTMLFormElement): void => {
    const summary = form.querySelector('.problem')!;
    const name = (): void => {
      if (form.isConnected) document.title = summary.matches('[hidden]') ? title : `${text.errorPrefix} ${title}`;
    };
    new MutationObserver(name).observe(summary, { attributeFilter: ['hidden'] });
    name();
  };

  const show = (ending: Ending, byPress: boolean): void => {
    const texts = textsOf(ending, text);
    const heading = document.createElement('h1');
    heading.textContent = texts.title;
    heading.tabIndex = -1;
    document.title = `${texts.title} – ${regionName}`;
    for (const node of shown) node.remove();
    main.prepend(heading);
    shown = [heading];
    nav?.setAttribute('hidden', '');
    said.replaceChildren(
      ...texts.says.map((sentence) => {
        const paragraph = document.createElement('p');
        paragraph.textContent = fill(sentence, { region: regionName });
        return paragraph;
      }),
    );
    if (byPress) heading.focus();
    // A reload then says thank you again, instead of asking again.
    if (ending === 'thanked' && !isKiosk)
      history.replaceState(null, '', `${surveyPath(region)}/thanks?lang=${text.tag}`);
  };

  /** An empty form, or one with the answers of another; a network that is down lets no page be loaded. */
  const askAnew = (enhanced: Enhanced, answered?: HTMLFormElement, problems?: Problems): void => {
    enhanced.leave();
    const next = blank.cloneNode(true) as HTMLFormElement;
    if (answered) putTyped(next, typedIn(answered));
    document.title = title;
    said.replaceChildren();
    for (const node of shown) node.remove();
    shown = around.map((node) => (node === form ? next : node));
    main.prepend(...shown);
    nav?.removeAttribute('hidden');
    ask(next, problems);
  };

  /**
   * The page that a kiosk was opened with needs no network, unless its form was sent before this script came. Whoever
   * begins while the network is asked stays where they are.
   */
  const askNext = async (enhanced: Enhanced, form: HTMLFormElement): Promise<void> => {
    turn += 1;
    const [mine, isAsking] = [turn, form.isConnected];
    if (back) return back();
    const next = home === undefined ? null : await pageAt(home);
    const found = next && (await surveyIn(next));
    if (turn !== mine || (isAsking && isBegun(form))) return;
    if (found) turnTo(next, found);
    else askAnew(enhanced);
  };

  const comeBack = (): void => {
    Object.assign(document.documentElement, { lang, dir });
    document.body.replaceWith(body);
    askAnew(asked!.enhanced);
  };

  for (const button of nav?.querySelectorAll('button') ?? []) {
    button.addEventListener('click', (event) => {
      event.preventDefault();
      void speak(button);
    });
  }
  ask(form, problems);
}

/** Whether somebody has answered in the empty form, or sent it, or is sending it. */
function isBegun(form: HTMLFormElement): boolean {
  return !form.isConnected || isSending(form) || Object.keys(typedIn(form)).length > 0;
}

function isSending(form: HTMLFormElement): boolean {
  return form.querySelector('[aria-disabled="true"]') !== null;
}

/** The form as nobody has touched it yet: what the server shows again to one person is not for the next. */
function emptied(form: HTMLFormElement): HTMLFormElement {
  const blank = form.cloneNode(true) as HTMLFormElement;
  for (const chosen of blank.querySelectorAll('[checked]')) chosen.removeAttribute('checked');
  blank.querySelector('textarea')?.replaceChildren();
  putTyped(blank, {});
  clearProblems(blank);
  // The page's id is that of the first response.
  blank.querySelector('[name="id"]')?.remove();
  return blank;
}
