import type { LaterTexts } from '@heart-survey/shared/languages/catalogue';
import { surveyPath } from '@heart-survey/shared/survey-link';
import { fill } from '@heart-survey/shared/text';
import { textsOf, type Ending } from './ending.ts';
import { enhance, nextPerson } from './enhance.ts';
import type { FailureReason } from './outcome.ts';

// The hosted page's own script: it gives the form that the server rendered the element's behaviour, without Lit. What
// it says comes with the page, in the page's language. Without it the page works as a plain form.

const form = document.querySelector<HTMLFormElement>('form.survey');
const data = document.getElementById('survey-data');
if (form !== null && data !== null) {
  // The form works already; a slow phone shows it first.
  requestAnimationFrame(() => setTimeout(() => improve(form, JSON.parse(data.textContent) as SurveyData)));
}

/** What the server says to the script. */
interface SurveyData {
  text: LaterTexts;
  region: string;
  regionName: string;
}

function improve(form: HTMLFormElement, { text, region, regionName }: SurveyData): void {
  const main = form.closest('main')!;
  const blank = form.cloneNode(true) as HTMLFormElement;
  const around = [...main.childNodes];
  let shown: ChildNode[] = around;
  const isKiosk = form.querySelector<HTMLInputElement>('[name="channel"]')?.value === 'kiosk';
  const title = document.title;
  // There from the start, since a live region that comes with its words is not read out.
  const said = document.createElement('div');
  said.setAttribute('role', 'status');
  main.append(said);

  const ask = (form: HTMLFormElement, refused?: FailureReason): void => {
    const leave = enhance(
      form,
      () => ({
        text,
        endpoint: location.origin,
        region,
        regionName,
        drafts: !isKiosk,
        ended: (ending, byPress) => {
          show(ending, byPress);
          if (isKiosk) setTimeout(() => askAnew(leave), nextPerson);
        },
        reopen: (reason) => askAnew(leave, reason),
      }),
      refused,
    );
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

  /** The same form once more; a network that is down lets no page be loaded. */
  const askAnew = (leave: () => void, refused?: FailureReason): void => {
    leave();
    const next = blank.cloneNode(true) as HTMLFormElement;
    // The page's id is that of the first response.
    next.querySelector('[name="id"]')?.remove();
    document.title = title;
    said.replaceChildren();
    for (const node of shown) node.remove();
    shown = around.map((node) => (node === form ? next : node));
    main.prepend(...shown);
    ask(next, refused);
  };

  ask(form);
}
