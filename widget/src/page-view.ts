import { fill } from '@heart-survey/shared/text';
import { textsOf, type Ending } from './ending.ts';
import type { Survey } from './hosted-survey.ts';
import { made } from './problems.ts';

/** Shows the form or the result in the survey page. */
export interface PageView {
  /** A live region that exists from the start. Screen readers ignore one that is added together with its text. */
  status: HTMLElement;
  /** Shows this form in place of the first one. */
  showForm: (form: HTMLFormElement) => void;
  showEnding: (ending: Ending, takesFocus: boolean) => void;
  /** Shows this below the result. */
  add: (more: Element) => void;
  /** Sets the page's title, which also shows whether the form has a problem. */
  nameForm: (hasProblem: boolean) => void;
}

/** The view of a survey page that was just added to the document. */
export function viewOf({ form: first, text, regionName }: Survey): PageView {
  const main = first.closest('main')!;
  const nav = document.querySelector('nav');
  const nodes = [...main.childNodes];
  let shown: ChildNode[] = nodes;
  const status = made('div');
  status.setAttribute('role', 'status');
  main.append(status);

  const name = (title: string): void => {
    document.title = `${title} – ${regionName}`;
  };
  const show = (title: string, next: ChildNode[]): void => {
    name(title);
    for (const node of shown) node.remove();
    shown = next;
    main.prepend(...next);
    status.replaceChildren();
    nav?.toggleAttribute('hidden', title !== text.title);
  };

  return {
    status,
    showForm: (form) =>
      show(
        text.title,
        nodes.map((node) => (node === first ? form : node)),
      ),
    showEnding: (ending, takesFocus) => {
      const { title, messages } = textsOf(ending, text);
      const heading = made('h1', title, { tabIndex: -1 });
      show(title, [heading]);
      status.append(...messages.map((message) => made('p', fill(message, { region: regionName }))));
      if (takesFocus) heading.focus();
    },
    add: (more) => main.append(more),
    nameForm: (hasProblem) => name(hasProblem ? `${text.errorPrefix} ${text.title}` : text.title),
  };
}
