import { noRegionsNote, type PageContent } from '../console/console.ts';
import { errorSummary, successMessage, type FieldError } from '../pages/fields.ts';
import { notices } from './script-page.ts';
import { answersToCopy, chooser, savingChooser, type Chooser, type Unsaved } from './chooser.ts';

/**
 * Where a person with several regions chooses one, before the script.
 * @param unsaved answers for a region that cannot be chosen anymore.
 */
export function startPage(
  page: Chooser,
  errors: FieldError[],
  { unsaved, notice }: { unsaved: Unsaved | undefined; notice: string | undefined },
): PageContent {
  const copy = unsaved !== undefined && page.regions.length === 0 ? answersToCopy(unsaved.answers) : '';
  const choice = unsaved === undefined ? chooser(page) : savingChooser(page, unsaved, errors);
  return {
    title: 'Telephone interviews',
    current: 'Telephone interviews',
    hasProblem: errors.length > 0,
    sub: `${page.department.name}. Read the survey aloud, and enter the answers as the customer gives them.`,
    main: [
      errorSummary(errors),
      errors.length === 0 ? successMessage(notice, notices) : '',
      page.regions.length === 0 ? noRegionsNote(page.department, 'interviews') : choice,
      copy,
    ],
  };
}
