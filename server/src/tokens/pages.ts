import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { choiceField, problemSummary, textField, type FieldMistake } from '../pages/fields.ts';
import type { Shown } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';

/** What was typed into the form for a new token. */
export interface TypedToken {
  name?: string;
  scope?: string;
  department?: string;
}

interface Token {
  id: number;
  name: string;
  scope: 'averages' | 'responses';
  createdAt: number;
  department: string | null;
  /** Null where it was made at the command line. */
  owner: string | null;
}

interface TokensPage {
  own: Token[];
  departments: Department[];
  mistakes: FieldMistake[];
  typed: TypedToken;
  /** Whether one was revoked just now. */
  notice: boolean;
}

const scopes = { averages: 'Averages', responses: 'Averages and responses' };

export function tokensPage({ own, departments, mistakes, typed, notice }: TokensPage): Shown {
  return {
    title: 'Tokens for the API',
    current: 'API',
    hasProblem: mistakes.length > 0,
    sub: 'For a program that fetches the figures. A token opens what you may see, and no more than it says. It lasts a year.',
    main: [
      problemSummary(mistakes),
      notice ? html`<p class="done" role="status">The token is revoked. Nothing can be read with it any more.</p>` : '',
      own.length === 0
        ? html`<p class="empty">You have no token. Make one below where a program needs the figures.</p>`
        : tokenTable(own, 'Your tokens', '/console/tokens'),
      html`<h2>Make a token</h2>
        <form method="post" action="/console/tokens">
          ${textField({ name: 'name', label: 'What it is for', value: typed.name ?? '', hint: 'Such as “Monthly report”.', mistakes })}
          ${choiceField({
            name: 'scope',
            label: 'What it opens',
            value: typed.scope ?? 'averages',
            options: Object.entries(scopes).map(([value, label]) => ({ value, label })),
            mistakes,
          })}
          ${choiceField({
            name: 'department',
            label: 'Department',
            value: typed.department ?? '',
            options: [
              { value: '', label: 'All that I may see' },
              ...departments.map(({ slug, name }) => ({ value: slug, label: name })),
            ],
            mistakes,
          })}
          <button>Make the token</button>
        </form>`,
    ],
  };
}

interface AllTokensPage {
  tokens: Token[];
  notice: boolean;
}

/** Everybody's tokens, for whoever sees to people. */
export function allTokensPage({ tokens, notice }: AllTokensPage): Shown {
  return {
    title: 'Everybody’s tokens',
    current: 'API',
    sub: 'What programs fetch the figures with. A token of the command line opens all of them.',
    main: [
      notice ? html`<p class="done" role="status">The token is revoked. Nothing can be read with it any more.</p>` : '',
      tokens.length === 0
        ? html`<p class="empty">Nobody has a token. Ambassadors and representatives make their own under “API”.</p>`
        : tokenTable(tokens, 'Everybody’s tokens', '/console/tokens/all'),
    ],
  };
}

function tokenTable(tokens: Token[], caption: string, path: string): Markup {
  const row = ({ id, name, scope, createdAt, department, owner }: Token) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${owner ?? 'The command line'}</td>
      <td>${scopes[scope]}</td>
      <td>${department ?? (owner === null ? 'All' : 'All that their owner may see')}</td>
      <td>${dayInWords(createdAt, 'UTC')}</td>
      <td>
        <form method="post" action="${path}/${id}/revocation">
          <button class="second">Revoke<span class="vh"> ${name}</span></button>
        </form>
      </td>
    </tr>`;
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}">
    <table>
      <caption class="vh">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">What for</th>
          <th scope="col">Whose</th>
          <th scope="col">Opens</th>
          <th scope="col">Department</th>
          <th scope="col">Made on</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${tokens.map(row)}
      </tbody>
    </table>
  </div>`;
}

export function madePage({ token, name, baseUrl }: { token: string; name: string; baseUrl: string }): Shown {
  return {
    title: 'Your new token',
    current: 'API',
    main: html`<p class="done" role="status">
        This is the token for “${name}”. It is shown this once: copy it now, and keep it like a password.
      </p>
      <p><code class="secret">${token}</code></p>
      <p>A program sends it along:</p>
      <p>
        <code class="secret">curl -H "Authorization: Bearer …" ${baseUrl}/api/v1/departments/…/quarters/2026-07</code>
      </p>
      <p><a href="/console/tokens">All tokens</a></p>`,
  };
}
