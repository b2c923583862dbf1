import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';
import { policySnippet, trustedTypesSnippet } from './embed-snippets.ts';
import { embedTexts as text } from './embed-texts.ts';
import type { WidgetBuild } from './widget-builds.ts';

// What the pages for webmasters have in common.

/** A list to choose from. @param options the value and the label of each. */
export function list(
  name: string,
  label: string,
  chosen: string,
  options: (readonly [string, string])[],
  hint = '',
): Markup {
  return html`<p>
    <label for="${name}">${label}</label>
    ${hint === '' ? '' : html`<span class="quiet" id="${name}-hint">${hint}</span>`}
    <select id="${name}" name="${name}" ${hint === '' ? '' : html`aria-describedby="${name}-hint"`}>
      ${options.map(([value, text]) =>
        value === chosen
          ? html`<option value="${value}" selected>${text}</option>`
          : html`<option value="${value}">${text}</option>`,
      )}
    </select>
  </p>`;
}

/** An option with its explanation. */
export function radio(
  name: string,
  value: string,
  [label, hint]: readonly [string, string],
  isChosen: boolean,
): Markup {
  const id = `${name}-${value}`;
  const input = isChosen
    ? html`<input type="radio" id="${id}" name="${name}" value="${value}" aria-describedby="${id}-hint" checked />`
    : html`<input type="radio" id="${id}" name="${name}" value="${value}" aria-describedby="${id}-hint" />`;
  return html`<div class="option">
    ${input}<label for="${id}">${label}</label>
    <p id="${id}-hint">${hint}</p>
  </div>`;
}

/** What a page's policy must allow. */
export function policy(baseUrl: string, build: WidgetBuild): Markup {
  return html`<section aria-labelledby="policy">
    <h2 id="policy">${text.policyTitle}</h2>
    <p>${prose(text.policy)}</p>
    ${code('policy-code', policySnippet(baseUrl), text.copyPolicy)}
    <p>${prose(text.trustedTypes)}</p>
    ${code('trusted-types-code', trustedTypesSnippet(build))}
  </section>`;
}

/** A block of code. The script shows its copy button; without the script, people copy by hand. */
export function code(id: string, content: string, copy?: string): Markup {
  const button = html`<p>
    <button type="button" class="copy" data-copies="${id}" data-copied="${text.copied}" hidden>${copy}</button>
    <span role="status"></span>
  </p>`;
  return html`<div class="code">
    <pre><code id="${id}">${content}</code></pre>
    ${copy === undefined ? '' : button}
  </div>`;
}

/** Turns the parts between backticks into code. */
export function prose(sentence: string): Markup[] {
  return sentence.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : html`${part}`));
}
