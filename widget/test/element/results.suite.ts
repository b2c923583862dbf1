import { expect, fixture } from '@open-wc/testing';
import { published } from '../published.ts';
import { cells, fallback, hasResults, isSettled, placed, Publisher, sentence, show, tag } from './results.ts';
import { find, isVisible, text, until } from './survey.ts';

const dots = (root: ShadowRoot) => root.querySelectorAll('.chart circle').length;
const triangles = (root: ShadowRoot) => root.querySelectorAll('.chart path.below').length;
const figures = (root: ShadowRoot) => [...root.querySelectorAll('.chart text:not(.scale)')].map(text);

describe('<heart-results>', () => {
  it('shows the sentence, the chart, its table and the link, and not the fallback', async () => {
    const { element, root, publisher } = await show();
    expect(sentence(root)).to.equal(
      'In July to September 2026, 1,615 people rated Child Welfare Services. The average was 4.30 of 5; the goal is 4.',
    );
    expect(find(root, '.chart svg').getAttribute('aria-label')).to.contain('with the goal of 4');
    expect(figures(root)).to.deep.equal(['4.01', '4.11', '3.94', '3.88', '4.05', '4.17', '4.21', '4.30']);
    expect([dots(root), triangles(root)]).to.deep.equal([6, 2]);
    const rows = cells(root);
    expect(rows.length).to.equal(9);
    expect(rows[0]).to.deep.equal(['Quarter', 'Average', '95% confidence interval', 'Responses']);
    expect(rows[3]).to.deep.equal(['Apr–Jun 2025', '3.94 ▼ below the goal', '3.85 to 4.04', '498']);
    expect(rows[8]).to.deep.equal(['Jul–Sep 2026', '4.30', '4.25 to 4.35', '1,615']);
    expect((find(root, 'a') as HTMLAnchorElement).href).to.equal(`${location.origin}/results/cws/2026-07`);
    expect(isVisible(fallback(element))).to.equal(false);
    expect(element.hasAttribute('settled')).to.equal(false);
    expect(await publisher.asked(1)).to.deep.equal(['/widget/v1/results/cws.json?lang=en']);
    expect(root.querySelector('style, [style]')).to.equal(null);
    expect(root.adoptedStyleSheets.length).to.equal(1);
    await expect(element).to.be.accessible();
    find(root, 'summary').click();
    expect(isVisible(find(root, 'table'))).to.equal(true);
    await expect(element).to.be.accessible();
  });

  it('shows the quarters up to a fixed one', async () => {
    const { root, publisher } = await show('department="cws" quarter=" 2025-04 "');
    expect(figures(root)).to.deep.equal(['4.01', '4.11', '3.94']);
    expect(await publisher.asked(1)).to.deep.equal(['/widget/v1/results/cws.json?lang=en&quarter=2025-04']);
  });

  it('names each withheld quarter, and draws nothing there', async () => {
    const publisher = await new Publisher().withhold('2025-07', '2026-07');
    const { element, root } = await show(undefined, publisher);
    expect(figures(root)).to.deep.equal(['4.01', '4.11', '3.94', '4.05', '4.17', '4.21']);
    const notes = ['Jul–Sep 2025: withheld', 'Jul–Sep 2026: withheld'];
    expect([...root.querySelectorAll('.note')].map(text)).to.deep.equal(notes);
    expect(cells(root)[4]).to.deep.equal(['Jul–Sep 2025', 'withheld', 'withheld', 'withheld']);
    expect(find(root, '.line').getAttribute('d')!.split('M').length - 1).to.equal(2);
    await expect(element).to.be.accessible();
  });

  it('leaves a gap where quarters are not published, in both directions', async () => {
    for (const [lang, isMirrored] of [
      ['en', false],
      ['ar', true],
    ] as const) {
      const json = published(location.origin, { lang })!;
      json.rows = json.rows.filter(({ quarter }) => !['2025-01', '2025-10', '2026-01'].includes(quarter));
      const publisher = await new Publisher().reply({ json });
      const { root } = await placed(tag(publisher.url, `department="cws" lang="${lang}"`), publisher);
      await hasResults(root, lang);
      const places = [0, 2, 3, 6, 7].map((slot) => (100 * (slot + 0.5)) / 8);
      const marks = [...root.querySelectorAll('.chart > svg > svg[x]')].map((mark) =>
        parseFloat(mark.getAttribute('x')!),
      );
      for (const [index, place] of places.entries())
        expect(marks[index]).to.be.closeTo(isMirrored ? 100 - place : place, 0.1);
      expect(marks.length).to.equal(places.length);
      const runs = ['.line', '.band'].map((path) => find(root, path).getAttribute('d')!.split('M').slice(1));
      expect(runs.map((all) => all.map((run) => run.split('L').length))).to.deep.equal([
        [1, 2, 2],
        [4, 8, 8],
      ]);
      const labels = [...root.querySelectorAll('.labels li')].map(text);
      expect(labels.map((label) => label !== '')).to.deep.equal([true, false, true, true, false, false, true, true]);
    }
  });

  it('writes only the figures and quarters that have room beside a long gap', async () => {
    const json = published(location.origin)!;
    json.rows[0]!.quarter = '2019-10';
    const { root } = await show(undefined, await new Publisher().reply({ json }));
    expect(figures(root)).to.deep.equal(['4.01', '3.88', '4.30']);
    expect(dots(root) + triangles(root)).to.equal(8);
    const labels = [...root.querySelectorAll<HTMLElement>('.labels li')].filter(isVisible);
    expect(labels.map(text)).to.deep.equal(['Oct–Dec 2024', 'Jul–Sep 2026']);
  });

  it('hides the triangle in the table from screen readers, but not the words', async () => {
    const { root } = await show();
    const cell = find(root, 'td:has(.below)').cloneNode(true) as HTMLElement;
    for (const hidden of cell.querySelectorAll('[aria-hidden=true]')) hidden.remove();
    expect(text(cell)).to.equal('3.94 below the goal');
  });

  it('draws the goal of each quarter, in one line as long as it stays the same', async () => {
    const goalOf = async (targets: (number | undefined)[], lang = 'en') => {
      const json = published(location.origin, { lang })!;
      const rows = json.rows.filter(({ quarter }) => quarter !== '2025-10');
      json.rows = rows.map((row, index) => ({ ...row, target: targets[index] }));
      const publisher = await new Publisher().reply({ json });
      const { root } = await placed(tag(publisher.url, `department="cws" lang="${lang}"`), publisher);
      await hasResults(root, lang);
      const lines = find(root, '.goal').getAttribute('d')!.split('M').slice(1);
      return lines.map((line) => {
        const [start, ...ends] = line.split('H');
        const [from, height] = start!.split(' ').map(Number);
        return { from, to: Number(ends.at(-1)), height: height! };
      });
    };
    const spans = (lines: Awaited<ReturnType<typeof goalOf>>) => lines.map(({ from, to }) => [from, to]);
    const [unchanged, afterGap, ...others] = await goalOf([]);
    expect([unchanged!.from, unchanged!.to, afterGap!.from, afterGap!.to]).to.deep.equal([0, 50, 62.5, 100]);
    expect([unchanged!.height, others.length]).to.deep.equal([afterGap!.height, 0]);
    const raised = [375, 375, undefined, 400, 400, 425, 425];
    const lines = await goalOf(raised);
    expect(spans(lines)).to.deep.equal([
      [0, 25],
      [25, 50],
      [62.5, 75],
      [75, 100],
    ]);
    const [low, middle, same, high] = lines.map(({ height }) => height);
    expect([low! > middle!, middle, middle! > high!]).to.deep.equal([true, same, true]);
    expect(spans(await goalOf(raised, 'ar'))).to.deep.equal([
      [100, 75],
      [75, 50],
      [37.5, 25],
      [25, 0],
    ]);
    const far = await goalOf([200]);
    expect(far[0]!.height).to.be.at.most(100);
  });

  it('shows no empty chart if every quarter is withheld', async () => {
    const publisher = await new Publisher().withhold('2024-10');
    const { root } = await show('department="cws" quarter="2024-10"', publisher);
    expect(root.querySelector('.chart, .legend')).to.equal(null);
    expect(cells(root).length).to.equal(2);
  });

  it('draws one quarter alone, an interval that cannot be estimated, and an average of 5 or 1 inside the chart', async () => {
    const row = { status: 'met', statusText: '', responses: '1', interval: 'Not estimable', low: null, high: null };
    const extremes = [
      { ...row, quarter: '2026-04', label: 'A', average: '5.00' },
      { ...row, quarter: '2026-07', label: 'B', average: '1.00', status: 'below', statusText: 'Below' },
    ];
    for (const rows of [extremes, extremes.slice(1)]) {
      const json = {
        ...{
          lang: 'en',
          dir: 'ltr',
          name: 'X',
          sentence: 'S.',
          chart: 'C',
          goal: 'Goal: 4',
          target: 400,
          caption: 'T',
        },
        heads: ['Q', 'A', 'I', 'R'],
        show: 'Show',
        href: 'https://a.example/',
        link: 'All',
        rows,
      };
      const { root } = await show(undefined, await new Publisher().reply({ json }));
      const chart = find(root, '.chart > svg').getBoundingClientRect();
      expect(figures(root)).to.deep.equal(rows.map(({ average }) => average));
      for (const mark of root.querySelectorAll('.chart text, .chart circle, .chart path.below')) {
        const { top, bottom } = mark.getBoundingClientRect();
        // A line of text is taller than its digits.
        expect(top).to.be.at.least(chart.top - 5);
        expect(bottom).to.be.at.most(chart.bottom + 9);
      }
      expect(find(root, '.band').getAttribute('d')).to.equal('');
      expect(text(find(root, '.legend'))).to.match(/^A Below Goal: 4$/);
    }
  });

  it('ignores a link that is not a web address', async () => {
    const publisher = await new Publisher().reply({
      json: {
        sentence: 'S.',
        heads: [],
        rows: [{ quarter: '2026-07', label: 'A', average: '4.00' }],
        href: 'javascript:alert(1)',
        dir: 'ltr',
        target: 400,
      },
    });
    const { root } = await placed(tag(publisher.url), publisher);
    await until(() => root.querySelector('.sentence') !== null, 'the sentence');
    expect(root.querySelector('a')).to.equal(null);
  });

  it('works if a script creates it, and reflects its properties', async () => {
    const element = document.createElement('heart-results');
    Object.assign(element, { endpoint: new Publisher().url, department: 'cws', quarter: '2025-04' });
    (await fixture<HTMLElement>('<section></section>')).append(element);
    await hasResults(element.shadowRoot!);
    expect(['department', 'quarter'].map((name) => element.getAttribute(name))).to.deep.equal(['cws', '2025-04']);
    element.quarter = null;
    await element.updateComplete;
    expect(element.hasAttribute('quarter')).to.equal(false);
  });
});

describe('<heart-results> without results', () => {
  const useless: Record<string, string> = {
    'the department is missing': 'endpoint="/collector/x"',
    'the department is empty': 'endpoint="/collector/x" department=" "',
    'the endpoint is not an address': 'endpoint="http://[" department="cws"',
    'the endpoint is a script': 'endpoint="javascript:1" department="cws"',
  };
  for (const [when, attributes] of Object.entries(useless))
    it(`shows its children if ${when}, and the results once it has both`, async () => {
      const { element, root } = await placed(
        `<heart-results ${attributes}><a href="/">Our results</a></heart-results>`,
      );
      await isSettled(element);
      expect(isVisible(fallback(element))).to.equal(true);
      element.setAttribute('endpoint', new Publisher().url);
      element.setAttribute('department', 'cws');
      await hasResults(root);
      expect(isVisible(fallback(element))).to.equal(false);
      expect(element.hasAttribute('settled')).to.equal(false);
    });

  const replies: Record<string, object> = {
    'nothing is published': { status: 404, json: { status: 404 } },
    'the quarter was withdrawn': { status: 410, json: { status: 410 } },
    'the collector is overloaded': { status: 503, json: { status: 503 } },
    'the reply is a page': { html: '<p>Sign in to the network</p>' },
    'the reply is other JSON': { json: { ok: true } },
    'the reply is null': { json: [] },
    'the reply has no quarters': { json: { sentence: 'S.', rows: [] } },
  };
  for (const [when, reply] of Object.entries(replies))
    it(`shows its children if ${when}, and the results after the next change`, async () => {
      const publisher = await new Publisher().reply(reply);
      const { element, root } = await placed(tag(publisher.url), publisher);
      await isSettled(element);
      expect(isVisible(fallback(element))).to.equal(true);
      expect((await publisher.asked(1)).length).to.equal(1);
      await publisher.reply(null);
      element.parentElement!.append(element);
      await publisher.asked(2);
      await hasResults(root);
      expect(element.hasAttribute('settled')).to.equal(false);
    });

  it('shows its children until the results arrive, and if the network is down', async () => {
    const publisher = await new Publisher().hold();
    const { element, root } = await placed(tag(publisher.url), publisher);
    expect(isVisible(fallback(element))).to.equal(true);
    expect(element.hasAttribute('settled')).to.equal(false);
    await publisher.setOffline(true);
    await publisher.release();
    await isSettled(element);
    expect(isVisible(fallback(element))).to.equal(true);
    await publisher.setOffline(false);
    element.department = 'south';
    await hasResults(root);
  });
});

describe('<heart-results> in a page that changes', () => {
  it('shows its children rather than another department’s results, and then the new ones', async () => {
    const { element, root, publisher } = await show();
    await publisher.hold();
    element.department = 'aging';
    await element.updateComplete;
    expect(isVisible(fallback(element))).to.equal(true);
    expect(root.querySelector('.frame')).to.equal(null);
    await publisher.release(2);
    await hasResults(root);
    expect(find(root, '.frame').getAttribute('aria-label')).to.equal('aging');
  });

  it('drops every reply but the last one, in whatever order they arrive', async () => {
    const publisher = await new Publisher().hold();
    const { element, root } = await placed(tag(publisher.url, 'department="first"'), publisher);
    await publisher.asked(1);
    element.department = 'second';
    await publisher.asked(2);
    await publisher.reply({ status: 404, json: {} });
    element.department = 'third';
    await publisher.asked(3);
    await publisher.reply(null);
    element.setAttribute('quarter', '2025-04');
    await publisher.release(4);
    await hasResults(root);
    // Earlier replies, such as the 404, would have changed it by now.
    await publisher.asked(4);
    expect(figures(root).length).to.equal(3);
    expect(find(root, '.frame').getAttribute('aria-label')).to.equal('third');
    expect(element.hasAttribute('settled')).to.equal(false);
  });

  it('shows its children while it has no department, although a reply arrives', async () => {
    const publisher = await new Publisher().hold();
    const { element, root } = await placed(tag(publisher.url), publisher);
    await publisher.asked(1);
    element.removeAttribute('department');
    await isSettled(element);
    await publisher.release();
    await fetch(`${publisher.url}/script`);
    await element.updateComplete;
    expect(root.querySelector('.frame')).to.equal(null);
    expect(isVisible(fallback(element))).to.equal(true);
  });

  it('requests nothing again if it is moved, or if an attribute is set to what it was', async () => {
    const { element, root, publisher } = await show();
    element.parentElement!.append(element);
    element.setAttribute('department', 'cws');
    element.setAttribute('department', ' cws ');
    await element.updateComplete;
    expect(isVisible(find(root, '.sentence'))).to.equal(true);
    expect((await publisher.asked(1)).length).to.equal(1);
  });

  for (const wasShown of [false, true])
    it(`keeps its look in a frame's document, ${wasShown ? 'moved there' : 'shown there first'}`, async () => {
      const frame = await fixture<HTMLIFrameElement>('<iframe title="frame"></iframe>');
      const element = wasShown ? (await show()).element : document.createElement('heart-results');
      Object.assign(element, { endpoint: new Publisher().url, department: 'cws' });
      frame.contentDocument!.body.append(element);
      await element.updateComplete;
      const root = element.shadowRoot!;
      await until(() => root.querySelector('.chart') !== null, 'the chart');
      const legend = find(root, '.legend');
      expect(frame.contentWindow!.getComputedStyle(legend).display).to.equal('flex');
      document.body.append(element);
      expect(getComputedStyle(legend).display).to.equal('flex');
      element.remove();
    });
});

describe('the language of <heart-results>', () => {
  const cases: [string, string, string, string][] = [
    ['its own', '<section>', 'lang="es"', 'es'],
    ['its own before that of the page', '<section lang="ar">', 'lang="es-MX"', 'es'],
    ['that of its parent', '<section lang="ar">', '', 'ar'],
  ];
  for (const [which, around, attributes, language] of cases)
    it(`is ${which}`, async () => {
      const publisher = new Publisher();
      const { root } = await placed(
        `${around}${tag(publisher.url, `department="cws" ${attributes}`)}</section>`,
        publisher,
      );
      await hasResults(root, language);
      expect(find(root, '.frame').dir).to.equal(language === 'ar' ? 'rtl' : 'ltr');
      expect((await publisher.asked(1)).length).to.equal(1);
    });

  it('is sent as it is, even if it is no language', async () => {
    const publisher = new Publisher();
    const { root } = await placed(tag(publisher.url, 'department="a/b?" lang="x&quarter=1"'), publisher);
    await hasResults(root);
    expect(await publisher.asked(1)).to.deep.equal(['/widget/v1/results/a%2Fb%3F.json?lang=x%26quarter%3D1']);
  });

  it('changes with the attribute and the parent, keeps the table open, and shows the old one until the new one arrives', async () => {
    const { element, root, publisher } = await show();
    find(root, 'summary').click();
    await publisher.hold();
    element.lang = 'es';
    await publisher.asked(2);
    expect(text(find(root, 'summary'))).to.equal('Show as a table');
    await publisher.release(2);
    await hasResults(root, 'es');
    expect(text(find(root, 'summary'))).to.equal('Mostrar como tabla');
    expect(root.querySelector('details')!.open).to.equal(true);
    element.removeAttribute('lang');
    await hasResults(root, 'en');
    const section = Object.assign(document.createElement('section'), { lang: 'ar' });
    element.replaceWith(section);
    section.append(element);
    await hasResults(root, 'ar');
    section.remove();
  });

  it('stays as it was if the new one cannot be loaded', async () => {
    const { element, root, publisher } = await show();
    await publisher.reply({ status: 503, json: {} });
    element.lang = 'es';
    await publisher.asked(2);
    await until(async () => (await publisher.asked(2)).length === 2, 'the request');
    expect(find(root, '.frame').lang).to.equal('en');
    await publisher.reply(null);
    element.lang = 'ar';
    await hasResults(root, 'ar');
    expect(element.hasAttribute('settled')).to.equal(false);
  });

  it('mirrors the chart from right to left, with the oldest quarter at the right', async () => {
    const { root } = await show('department="cws" lang="en"');
    const lefts = (root: ShadowRoot) =>
      [...root.querySelectorAll('.chart circle')].map((dot) => dot.getBoundingClientRect().left);
    expect(lefts(root)).to.deep.equal(lefts(root).toSorted((one, other) => one - other));
    const publisher = new Publisher();
    const { root: arabic } = await placed(tag(publisher.url, 'department="cws" lang="ar"'), publisher);
    await hasResults(arabic, 'ar');
    expect(lefts(arabic)).to.deep.equal(lefts(arabic).toSorted((one, other) => other - one));
  });
});
