import { dayInWords } from '@heart-survey/shared/dates';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department } from '../org/org.ts';
import { successMessage, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { standardForm, type TypedStandard } from './form.ts';
import { areaNames, measureInWords, targetInWords } from './measures.ts';
import { setupPath, standardsPath } from './paths.ts';
import type { Standard } from './queries.ts';

/** The menu's labels: whether standards were met, and those of the whole agency. */
export const standardsLabel = 'Service standards';
export const agencyLabel = 'Agency standards';

/** Whose standards are set up. */
export interface SetupPlace {
  /** Null for those of the whole agency. */
  department: Department | null;
  /** IANA. */
  zone: string;
  /** Whether the person may open the page that says whether they were met. */
  readsStates: boolean;
  /** On the agency's page, the departments whose standards the person may set up. */
  departments: Department[];
}

const notices = {
  added: 'The standard was added. It counts for this quarter and later ones.',
  changed: 'The standard was changed. Quarters that have ended keep the one they had.',
  ended: 'The standard has ended. Quarters that have ended keep it.',
};

const labelOf = ({ department }: SetupPlace) => (department === null ? agencyLabel : standardsLabel);

/** Every standard in force, and those that ended. */
export function setupPage(place: SetupPlace, standards: Standard[], notice: string | undefined): PageContent {
  const { department } = place;
  const inForce = standards.filter(({ endedAt }) => endedAt === null);
  const ended = standards.filter(({ endedAt }) => endedAt !== null);
  const path = setupPath(department);
  const whose = department === null ? 'The whole agency' : department.name;
  return {
    title: department === null ? 'Agency standards' : 'Set up service standards',
    sub:
      department !== null && place.readsStates
        ? html`${whose} · <a href="${standardsPath(department)}">See whether they were met</a>`
        : whose,
    current: labelOf(place),
    main: [
      successMessage(notice, notices),
      html`<p>
        A service standard is what customers can expect, with a figure that shows each quarter whether you met it.
        ${department === null ? 'These count for every department.' : 'The standards of the whole agency count for this department as well.'}
      </p>`,
      html`<p><a class="button" href="${path}/new">Add a standard</a></p>`,
      inForce.length === 0
        ? html`<p class="empty">There are no standards here yet.</p>`
        : html`<ul class="standards">
            ${inForce.map((standard) => entry(place, standard))}
          </ul>`,
      ended.length === 0 ? '' : endedSection(place, ended),
      department === null ? departmentsSection(place) : '',
    ],
  };
}

function departmentsSection({ departments }: SetupPlace): Markup {
  return html`<h2>Standards of one department</h2>
    <ul>
      ${departments.map((one) => html`<li><a href="${setupPath(one)}">${one.name}</a></li>`)}
    </ul>`;
}

function facts(standard: Standard): Markup {
  return html`<p class="written">${standard.text}</p>
    <p class="quiet">${areaNames[standard.area]} · ${measureInWords(standard)} · ${targetInWords(standard)}</p>`;
}

function entry({ department, zone }: SetupPlace, standard: Standard): Markup {
  const path = `${setupPath(department)}/${standard.id}`;
  return html`<li>
    ${facts(standard)}
    <p class="quiet">Since ${dayInWords(standard.createdAt, zone)}</p>
    <p class="actions">
      <a href="${path}">Change or end<span class="vh">: ${standard.text}</span></a>
    </p>
  </li>`;
}

function endedSection({ zone }: SetupPlace, ended: Standard[]): Markup {
  const period = ({ createdAt, endedAt }: Standard) =>
    `${dayInWords(createdAt, zone)} to ${dayInWords(endedAt!, zone)}`;
  return html`<h2>Standards that have ended</h2>
    <ul class="standards">
      ${ended.toReversed().map(
        (standard) =>
          html`<li>
            ${facts(standard)}
            <p class="quiet">${period(standard)}</p>
          </li>`,
      )}
    </ul>`;
}

interface FormPage {
  typed: TypedStandard;
  errors: FieldError[];
}

export function newPage(place: SetupPlace, { typed, errors }: FormPage): PageContent {
  const path = setupPath(place.department);
  return {
    title: 'Add a service standard',
    sub: place.department?.name ?? 'The whole agency',
    current: labelOf(place),
    hasProblem: errors.length > 0,
    main: standardForm({ action: path, typed, errors, button: 'Add the standard', cancel: path }),
  };
}

export function changePage(place: SetupPlace, id: number, { typed, errors }: FormPage): PageContent {
  const path = setupPath(place.department);
  return {
    title: 'Change a service standard',
    sub: place.department?.name ?? 'The whole agency',
    current: labelOf(place),
    hasProblem: errors.length > 0,
    main: [
      html`<p>
        A change ends this standard and adds another in its place. This quarter and later ones then count the new one.
        Quarters that have ended keep the one they had.
        ${typed.measure === 'entered' ? 'Figures that were entered for this quarter stay, unless you change how it is measured or the unit, or switch between “at least” and “at most.”' : ''}
      </p>`,
      standardForm({ action: `${path}/${id}`, typed, errors, button: 'Save', cancel: path }),
      html`<h2>End this standard</h2>
        <p>It no longer counts from this quarter on. Quarters that have ended keep it.</p>
        <form method="post" action="${path}/${id}/ending"><button class="second">End this standard</button></form>`,
    ],
  };
}
