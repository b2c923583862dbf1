import type { Catalog } from '@heart-survey/shared/languages/catalog';
import { scriptNames, scriptOf, scriptTextsOf, type ScriptName } from '@heart-survey/shared/scripts';
import { html } from 'hono/html';
import type { Markup } from '../pages/page.ts';

/**
 * The voicemail and out-of-office scripts (docs/policies/dufferin-2-3-12.md §2.1.1, §2.2.3 and §3.1.3). Without
 * JavaScript they show their blanks, to be filled in where they are pasted.
 * @param language the language of the survey, in which the scripts are.
 */
export function scriptsSection({ scripts: say }: Catalog, language: Catalog): Markup {
  const titles = { greeting: say.greetingTitle, away: say.awayTitle, reply: say.replyTitle };
  // The button's name is "Copy" and the title of its script.
  const script = (name: ScriptName) =>
    html`<div class="script">
      <h3 id="${name}-title">${titles[name]}</h3>
      <p id="${name}" class="script-text" lang="${language.tag}" dir="${language.direction}">
        ${scriptOf(name, scriptTextsOf(language), {})}
      </p>
      <p class="copies" data-needs-script hidden>
        <button
          type="button"
          class="copy"
          id="copy-${name}"
          data-copy="${name}"
          aria-labelledby="copy-${name} ${name}-title"
        >
          ${say.copy}
        </button>
        <span role="status"></span>
      </p>
    </div>`;
  return html`<section aria-labelledby="scripts">
    <h2 id="scripts">${say.title}</h2>
    <p>${say.lead}</p>
    <form class="scripts choose" data-needs-script hidden>
      ${field('extension', say.extension, 'tel-extension')} ${day('date', say.date)} ${day('from', say.from)}
      ${day('to', say.to)}
      <p>
        <label for="colleague">${say.colleague}</label>
        <span class="quiet" id="colleague-hint">${say.colleagueHint}</span>
        <input id="colleague" autocomplete="off" aria-describedby="colleague-hint" dir="auto" />
      </p>
    </form>
    ${scriptNames.map(script)}
  </section>`;
}

/** None of the fields has a name, so nothing can be sent. */
function field(id: string, label: string, autocomplete: string): Markup {
  return html`<p>
    <label for="${id}">${label}</label>
    <input id="${id}" autocomplete="${autocomplete}" dir="auto" />
  </p>`;
}

function day(id: string, label: string): Markup {
  return html`<p>
    <label for="${id}">${label}</label>
    <input id="${id}" type="date" />
  </p>`;
}
