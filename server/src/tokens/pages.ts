import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import { choiceField, errorSummary, textField, type FieldError } from '../pages/fields.ts';
import type { PageContent } from '../console/console.ts';
import type { Markup } from '../pages/page.ts';
import type { Department } from '../org/org.ts';

/** What was entered in the form for a new token. */
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
  /** Null if it was created at the command line. */
  owner: string | null;
}

interface TokensPage {
  own: Token[];
  departments: Department[];
  errors?: FieldError[];
  typed?: TypedToken;
  /** Whether one was just revoked. */
  isRevoked?: boolean;
}

const scopes = { averages: 'Averages', responses: 'Averages and responses' };

/** The person's own tokens, with a form for a new one. */
export function tokensPage({ own, departments, errors = [], typed = {}, isRevoked = false }: TokensPage): PageContent {
  return {
    title: 'API tokens',
    current: 'API',
    hasProblem: errors.length > 0,
    sub: 'A program needs a token to read the figures. It can never read more than you can see. Tokens expire after one year.',
    main: [
      errorSummary(errors),
      revokedNote(isRevoked),
      own.length === 0
        ? html`<p class="empty">You have no tokens. Create one below for each program that needs the figures.</p>`
        : tokenTable(own, 'Your tokens', '/console/tokens'),
      newTokenForm(departments, typed, errors),
    ],
  };
}

function newTokenForm(departments: Department[], typed: TypedToken, errors: FieldError[]): Markup {
  return html`<h2>Create a token</h2>
    <form method="post" action="/console/tokens">
      ${textField({ name: 'name', label: 'Name', value: typed.name ?? '', hint: 'What you will use it for, such as “Monthly report”.', errors })}
      ${choiceField({
        name: 'scope',
        label: 'Access',
        value: typed.scope ?? 'averages',
        options: Object.entries(scopes).map(([value, label]) => ({ value, label })),
        errors,
      })}
      ${choiceField({
        name: 'department',
        label: 'Department',
        value: typed.department ?? '',
        options: [
          { value: '', label: 'All that I can see' },
          ...departments.map(({ slug, name }) => ({ value: slug, label: name })),
        ],
        errors,
      })}
      <button>Create token</button>
    </form>`;
}

const revokedNote = (isRevoked: boolean) =>
  isRevoked ? html`<p class="done" role="status">The token was revoked. It no longer works.</p>` : '';

interface AllTokensPage {
  tokens: Token[];
  isRevoked: boolean;
}

/** Everyone's tokens, for administrators. */
export function allTokensPage({ tokens, isRevoked }: AllTokensPage): PageContent {
  return {
    title: 'All API tokens',
    current: 'API',
    sub: 'Programs use these tokens to read the figures. A token that was created at the command line can read everything.',
    main: [
      revokedNote(isRevoked),
      tokens.length === 0
        ? html`<p class="empty">
            There are no tokens. Ambassadors, representatives and executives can create their own under “API”.
          </p>`
        : tokenTable(tokens, 'All API tokens', '/console/tokens/all'),
    ],
  };
}

function tokenTable(tokens: Token[], caption: string, path: string): Markup {
  const row = ({ id, name, scope, createdAt, department, owner }: Token) =>
    html`<tr>
      <th scope="row">${name}</th>
      <td>${owner ?? 'Command line'}</td>
      <td>${scopes[scope]}</td>
      <td>${department ?? (owner === null ? 'All' : 'All that the owner can see')}</td>
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
          <th scope="col">Name</th>
          <th scope="col">Owner</th>
          <th scope="col">Access</th>
          <th scope="col">Department</th>
          <th scope="col">Created</th>
          <td></td>
        </tr>
      </thead>
      <tbody>
        ${tokens.map(row)}
      </tbody>
    </table>
  </div>`;
}

/** Shows a new token for the only time. */
export function newTokenPage({ token, name, baseUrl }: { token: string; name: string; baseUrl: string }): PageContent {
  return {
    title: 'Your new token',
    current: 'API',
    main: html`<p class="done" role="status">
        The token “${name}” was created. Copy it now. You will not be able to see it again. Keep it as safe as a
        password.
      </p>
      <p><code class="secret">${token}</code></p>
      <p>Your program must send it with each request:</p>
      <p>
        <code class="secret">curl -H "Authorization: Bearer …" ${baseUrl}/api/v1/departments/…/quarters/2026-07</code>
      </p>
      <p><a href="/console/tokens">Your tokens</a></p>`,
  };
}
