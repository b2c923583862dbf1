import { audited } from '../audit/audit.ts';
import type { Console, Visit } from '../console/console.ts';
import { commit, type Database } from '../database/database.ts';
import type { Form } from '../http/form.ts';
import { publicTexts, publicTextSetting, readAgency, readPublicTexts, writeSetting } from '../org/org.ts';
import type { FieldError } from '../pages/fields.ts';
import type { Languages } from '../survey/survey.ts';
import { standardTexts, storedText, textProblems, textsPath, type CaseTexts } from './case-texts.ts';
import { setup } from './desk-paths.ts';
import { textsPage } from './texts-page.ts';

interface TextsOptions {
  db: Database;
  languages: Pick<Languages, 'offered'>;
}

interface Shown {
  texts: CaseTexts;
  isPreview: boolean;
  errors: FieldError[];
}

/** The page for the agency's own texts on the public form, in each language. */
export function textsRoutes(frame: Console, { db, languages }: TextsOptions): void {
  const { offered } = languages;
  const languageOf = ({ c }: Visit) => offered.find(({ tag }) => tag === c.req.query('language')) ?? offered[0]!;
  const show = async (visit: Visit, shown?: Shown) => {
    const language = languageOf(visit);
    const [own, agency] = await Promise.all([readPublicTexts(db, language.tag), readAgency(db)]);
    const texts = shown?.texts ?? { ...standardTexts(language, agency), ...own };
    const { isPreview, errors } = shown ?? { isPreview: false, errors: [] };
    const notice = shown ? undefined : visit.c.req.query('notice');
    const page = textsPage({ language, languages: offered, texts, isPreview, errors, notice });
    return frame.page(visit, page, errors.length > 0 ? 400 : 200);
  };
  frame.get(textsPath, setup, (visit) => show(visit));
  frame.post(textsPath, setup, async (visit: Visit & { form: Form }) => {
    const { c, form, person, now } = visit;
    const language = languageOf(visit);
    const standard = standardTexts(language, await readAgency(db));
    const typed = Object.fromEntries(publicTexts.map((name) => [name, form.text(name)])) as CaseTexts;
    const errors = textProblems(typed);
    if (errors.length > 0) return show(visit, { texts: typed, isPreview: false, errors });
    const wanted = publicTexts.map((name) => ({ name, text: storedText(typed[name], standard[name]) }));
    if (form.text('preview') === 'yes') {
      const texts = {
        ...standard,
        ...Object.fromEntries(wanted.flatMap(({ name, text }) => (text === null ? [] : [[name, text]]))),
      };
      return show(visit, { texts, isPreview: true, errors: [] });
    }
    const own = await readPublicTexts(db, language.tag);
    const changed = wanted.filter(({ name, text }) => (own[name] ?? null) !== text);
    if (changed.length > 0) {
      const detail = Object.fromEntries(changed.map(({ name, text }) => [name, [own[name] ?? null, text]]));
      const entry = { personId: person.id, action: 'texts of the public form changed', subject: language.tag, detail };
      await commit(db, [
        ...changed.map(({ name, text }) => writeSetting(publicTextSetting(name, language.tag), text)),
        audited(entry, now),
      ]);
    }
    return c.redirect(`${textsPath}?language=${language.tag}&notice=saved`, 303);
  });
}
