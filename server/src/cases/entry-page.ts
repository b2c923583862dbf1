import { catalogs } from '@heart-survey/shared/languages/languages';
import { html } from 'hono/html';
import type { PageContent } from '../console/console.ts';
import type { Department, Region } from '../org/org.ts';
import { choiceField, errorSummary, textArea, textField, type FieldError } from '../pages/fields.ts';
import type { Markup } from '../pages/page.ts';
import { enteredChannels, type TypedEntry } from './entry.ts';
import { officeOptions } from './offices.ts';
import { channelNames, kindNames, kinds } from './kinds.ts';
import { casesLabel } from './list-page.ts';
import { entryPath, formsPath } from './paths.ts';

interface EntryPage {
  departments: Department[];
  regions: Region[];
  /** The tags of the languages to choose from. */
  languages: readonly string[];
  typed: TypedEntry;
  errors: FieldError[];
}

/** The form where staff enter what came by phone, at the counter, or by letter. */
export function entryPage(page: EntryPage): PageContent {
  const { typed, errors } = page;
  return {
    title: 'Enter a complaint',
    sub: html`For what came by phone, at the counter, by letter, by email, or on social media. ·
      <a href="${formsPath}">Print paper forms</a>`,
    current: casesLabel,
    hasProblem: errors.length > 0,
    main: [
      errorSummary(errors),
      html`<form method="post" action="${entryPath}">
        <input type="hidden" name="send" value="${typed.send}" />
        ${aboutFields(page)} ${contactFields(typed, errors)}
        <div class="actions"><button>Save complaint</button></div>
      </form>`,
    ],
  };
}

function aboutFields(page: EntryPage): Markup {
  const { languages, typed, errors } = page;
  return html`${textArea({
      name: 'text',
      label: 'What happened',
      value: typed.text,
      rows: 8,
      hint: 'Write it down in the person’s own words as far as you can. Leave out health details and case numbers that no one needs. Up to 20,000 characters.',
      errors,
    })}
    ${choiceField({
      name: 'kind',
      label: 'What it is about',
      value: typed.kind,
      options: [{ value: '', label: 'Choose' }, ...kinds.map((kind) => ({ value: kind, label: kindNames[kind] }))],
      hint: 'This decides which desk gets it.',
      errors,
    })}
    ${officeField(page)}
    ${choiceField({
      name: 'channel',
      label: 'How it came',
      value: typed.channel,
      options: [
        { value: '', label: 'Choose' },
        ...enteredChannels.map((channel) => ({ value: channel, label: channelNames[channel] })),
      ],
      errors,
    })}
    <div class="fields">
      ${textField({ name: 'date', label: 'Date when it came', type: 'date', value: typed.date, isShort: true, errors })}
      ${textField({ name: 'time', label: 'Time when it came', type: 'time', value: typed.time, isShort: true, hint: 'In the department’s time zone.', errors })}
    </div>
    ${choiceField({
      name: 'language',
      label: 'Language for the answer',
      value: typed.language,
      options: languages.map((tag) => ({ value: tag, label: catalogs[tag]?.name ?? tag })),
    })}
    ${textField({ name: 'printed', label: 'Reference of the printed form', value: typed.printed, isShort: true, hint: 'Only if it came on one of our printed forms, such as 7KQ4-X2MD.', errors })}`;
}

function officeField({ departments, regions, typed, errors }: EntryPage): Markup {
  return choiceField({
    name: 'office',
    label: 'Department or office that it is about',
    value: typed.office,
    options: [
      { value: '', label: 'Choose' },
      ...officeOptions({ departments, regions }),
      { value: 'unknown', label: 'Not known' },
    ],
    errors,
  });
}

function contactFields(typed: TypedEntry, errors: FieldError[]): Markup {
  return html`<h2>Who it is from</h2>
    <p>All of this can be left blank. No one has to give a name.</p>
    <div class="fields">
      ${textField({ name: 'title', label: 'Title', value: typed.title, isShort: true, hint: 'As they wish, such as Ms. or Dr.', errors })}
      ${textField({ name: 'name', label: 'Name', value: typed.name, errors })}
    </div>
    <div class="fields">
      ${textField({ name: 'email', label: 'Email address', type: 'email', value: typed.email, errors })}
      ${textField({ name: 'phone', label: 'Phone number', type: 'tel', value: typed.phone, errors })}
    </div>
    ${textArea({ name: 'post', label: 'Mailing address', value: typed.post, rows: 3, errors })}`;
}
