import { en } from '@heart-survey/shared/languages/en';
import type { generateSpecs } from 'hono-openapi';
import { html } from 'hono/html';
import { page, type Markup } from '../pages/page.ts';
import { styles } from '../pages/style.ts';

type Document = Awaited<ReturnType<typeof generateSpecs>>;
type Operation = NonNullable<NonNullable<Document['paths'][string]>['get']>;

/** The parts of a JSON schema that a reader needs. */
interface Schema {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  description?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  maxLength?: number;
}

interface Content {
  schema?: Schema;
}

/** The API documentation: plain HTML generated from the document, with no scripts and nothing loaded from other servers. */
export function docsPage({ info, paths }: Document): Markup {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as Operation })),
  );
  const main = html`<h1>${info.title} API</h1>
    <p class="lead">${info.description} Machine-readable: <a href="/openapi.json">openapi.json</a></p>
    ${operations.map(section)}`;
  return page({ text: en, title: `${info.title} API`, main, style: styles.technical });
}

function section({ path, method, operation }: { path: string; method: string; operation: Operation }): Markup {
  const { summary, description, requestBody, responses } = operation;
  const body = requestBody && 'content' in requestBody ? (requestBody.content as Record<string, Content>) : undefined;
  return html`<section class="doc">
    <h2><code>${method.toUpperCase()} ${path}</code></h2>
    <p>${summary}. ${description ?? ''}</p>
    ${body ? contents('Request body', body) : ''}
    ${Object.entries(responses ?? {}).map(([status, answer]) => {
      const { description, content } = answer as { description: string; content?: Record<string, Content> };
      return contents(`${status}: ${description}`, content ?? {});
    })}
  </section>`;
}

function contents(title: string, content: Record<string, Content>): Markup {
  const forms = Object.entries(content).map(([type, { schema }]) => {
    const rows = fields(schema ?? {}, '');
    return rows.length === 0
      ? html`<p><code>${type}</code></p>`
      : html`<p><code>${type}</code></p>
          ${table(rows)}`;
  });
  return html`<details>
    <summary>${title}</summary>
    ${forms}
  </details>`;
}

interface Field {
  name: string;
  is: string;
  description: string;
}

function table(rows: Field[]): Markup {
  return html`<table>
    <thead>
      <tr>
        <th scope="col">Field</th>
        <th scope="col">Type and description</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ({ name, is, description }) =>
          html`<tr>
            <th scope="row"><code>${name}</code></th>
            <td>${is} ${description}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;
}

/** Every field with its dotted path; list items are marked with `[]`. */
function fields(schema: Schema, path: string): Field[] {
  const { properties = {}, required = [], items, anyOf = [] } = schema;
  const inner = Object.entries(properties).flatMap(([name, field]) => {
    const here = path === '' ? name : `${path}.${name}`;
    const is = kind(field) + (required.includes(name) ? '' : ', optional');
    return [{ name: here, is, description: field.description ?? '' }, ...fields(field, here)];
  });
  return [...inner, ...(items ? fields(items, `${path}[]`) : []), ...anyOf.flatMap((choice) => fields(choice, path))];
}

function kind({ type, enum: values, format, anyOf, maxLength }: Schema): string {
  if (values) return values.join(', ');
  if (anyOf) return anyOf.map(kind).join(' or ');
  return [type ?? 'anything', format, maxLength && `up to ${maxLength} characters`].filter(Boolean).join(' ');
}
