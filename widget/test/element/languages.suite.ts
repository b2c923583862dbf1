import { expect } from '@open-wc/testing';
import { catalogs, formTextsOf } from '@heart-survey/shared/languages/languages';
import {
  button,
  checked,
  Collector,
  comment,
  find,
  focused,
  forgetAll,
  heading,
  isVisible,
  labeled,
  press,
  problems,
  rate,
  show,
  shown,
  summary,
  tag,
  text,
  until,
  write,
  type Stage,
} from './survey.ts';

const [en, es, ar, ko] = (['en', 'es', 'ar', 'ko'] as const).map((tag) => formTextsOf(catalogs[tag]!));

/** Waits until the form is in that language. */
const speaks = (root: ShadowRoot, { tag }: { tag: string }) =>
  until(() => root.querySelector('form') !== null && find(root, '.frame').lang === tag, `the language ${tag}`);

const frame = (root: ShadowRoot) => [find(root, '.frame').lang, find(root, '.frame').dir];

describe('the language', () => {
  afterEach(forgetAll);

  const cases: [string, string, string, keyof typeof catalogs][] = [
    ['its own', '<section>', 'lang="es"', 'es'],
    ['its own before that of the page', '<section lang="ar">', 'lang="es-MX"', 'es'],
    ['that of its parent', '<section lang="zh-TW">', '', 'zh-Hant'],
    ['Tagalog by its other name', '<section lang="fil">', '', 'tl'],
    ['English where it has no texts', '<section lang="fr">', '', 'en'],
    ['English where the tag is invalid', '<section lang="<&">', 'lang=""', 'en'],
  ];
  for (const [which, around, attributes, language] of cases)
    it(`is ${which}, with one request at most`, async () => {
      const collector = new Collector();
      const { root } = await shown(`${around}${tag(collector.url, attributes)}</section>`, collector);
      const texts = formTextsOf(catalogs[language]!);
      await speaks(root, texts);
      expect(frame(root)).to.deep.equal([language, texts.direction]);
      expect(text(button(root))).to.equal(texts.send);
      expect((await collector.log()).languages).to.deep.equal(language === 'en' ? [] : [language]);
    });

  it('shows the fallback until its texts have arrived, and English if they cannot be loaded', async () => {
    const collector = new Collector();
    await collector.setOffline(true);
    await collector.holdTexts();
    const { survey, root } = await shown(tag(collector.url, 'lang="ko"'), collector);
    expect(isVisible(find(survey, 'p'))).to.equal(true);
    await collector.releaseTexts();
    await speaks(root, en!);
    expect(frame(root)).to.deep.equal(['en', 'ltr']);
    // A browser may retry on its own when its connection is cut.
    expect((await collector.log()).languages).to.include('ko');
    rate(root, { Overall: 'Agree' });
    press(root);
    await heading(root, 'Thank you');
    expect((await collector.sent())[0]).to.deep.include({ language: 'en' });
  });

  it('is sent with the response, and used for the thank-you', async () => {
    const { root, collector } = await show('lang="ar"');
    await speaks(root, ar!);
    rate(root, { [ar!.items.respect.word]: ar!.scale[3] });
    press(root);
    await heading(root, ar!.thanksTitle);
    expect((await collector.sent())[0]).to.deep.include({ language: 'ar', ratings: { respect: 4 } });
  });

  it('follows the new parent when the tag is moved', async () => {
    const collector = new Collector();
    const { survey, root } = await shown(`${tag(collector.url)}<section lang="ko"></section>`, collector);
    await speaks(root, en!);
    survey.nextElementSibling!.append(survey);
    await speaks(root, ko!);
    expect((await collector.log()).languages).to.deep.equal(['ko']);
  });

  it('is fetched from an endpoint that was set before the element was defined or connected', async () => {
    const collector = new Collector();
    const survey = document.createElement('heart-survey');
    Object.assign(survey, { endpoint: collector.url, region: 'central', lang: 'es' });
    const { survey: neighbor } = await show();
    neighbor.after(survey);
    await speaks(survey.shadowRoot!, es!);
    expect((await collector.log()).languages).to.deep.equal(['es']);
  });
});

describe('the choice of a language', () => {
  afterEach(forgetAll);

  const choice = (attributes = ''): Promise<Stage> => show(`languages="en es ar xx" ${attributes}`);
  const links = (root: ShadowRoot) => [...root.querySelectorAll<HTMLAnchorElement>('nav a')];
  const current = (root: ShadowRoot) => links(root).filter((link) => link.ariaCurrent === 'true');

  it('names each language in that language and marks the current one; with only one, there is no choice', async () => {
    const { survey, root, collector } = await choice();
    expect(links(root).map((link) => [text(link), link.lang, link.ariaCurrent])).to.deep.equal([
      ['English', 'en', 'true'],
      ['Español', 'es', 'false'],
      ['العربية', 'ar', 'false'],
    ]);
    expect(find(root, 'nav').getAttribute('aria-label')).to.equal('Language');
    expect(links(root)[1]!.href).to.equal(`${collector.url}/s/central?lang=es&channel=embed`);
    await expect(survey).to.be.accessible();
    const { root: plain } = await show();
    expect(plain.querySelector('nav')).to.equal(null);
  });

  for (const display of ['inline', 'dialog'])
    it(`keeps ratings, comment and focus, ${display}`, async () => {
      const { root, collector } = await choice(`display="${display}"`);
      if (display === 'dialog') find(root, '[part=opener]').click();
      rate(root, { Respect: 'Strongly agree', Overall: 'Disagree' });
      write(root, 'Nobody called back.');
      labeled(root, 'Español').focus();
      labeled(root, 'Español').click();
      await speaks(root, es!);
      expect(frame(root)).to.deep.equal(['es', 'ltr']);
      expect(text(root.activeElement)).to.equal('Español');
      expect(current(root).map(text)).to.deep.equal(['Español']);
      expect(comment(root).value).to.equal('Nobody called back.');
      labeled(root, 'العربية').click();
      await speaks(root, ar!);
      labeled(root, 'Español').click();
      await speaks(root, es!);
      press(root);
      await heading(root, es!.thanksTitle);
      expect((await collector.sent())[0]).to.deep.include({
        language: 'es',
        ratings: { respect: 5, overall: 2 },
        comment: 'Nobody called back.',
      });
      expect((await collector.log()).languages.length).to.be.at.most(3);
    });

  it('shows problems and warnings again in the new language', async () => {
    const { survey, root } = await choice();
    write(root, 'Call me at 619-555-0142.');
    press(root);
    await problems(root);
    labeled(summary(root), 'Rate at least one statement.');
    labeled(root, 'Español').click();
    await speaks(root, es!);
    expect(text(summary(root).querySelector('h2'))).to.equal(es!.problem);
    expect(text(root.querySelector('.hint'))).to.equal(es!.personal);
    await expect(survey).to.be.accessible();
    labeled(root, es!.noRatings).click();
    expect(focused()).to.equal('input#helpfulness-1');
    expect(text(find(root, 'form'))).not.to.contain('Rate at least one statement.');
  });

  it('changes nothing if a language cannot be loaded, shows a message, and can be repeated', async () => {
    const { root, collector } = await choice();
    rate(root, { Overall: 'Agree' });
    await collector.setOffline(true);
    labeled(root, 'Español').click();
    await until(() => text(root.querySelector('.status')) === en!.offline, 'the message');
    expect(frame(root)).to.deep.equal(['en', 'ltr']);
    await collector.setOffline(false);
    labeled(root, 'Español').click();
    await speaks(root, es!);
    expect(checked(root)).to.deep.equal(['overall-4']);
  });
});
