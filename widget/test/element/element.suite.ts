import { expect, fixture } from '@open-wc/testing';
import type { HeartSurvey } from '../../src/heart-survey.ts';
import {
  button,
  checked,
  comment,
  Collector,
  find,
  forgetAll,
  heading,
  isVisible,
  press,
  rate,
  show,
  shown,
  tag,
  text,
  title,
  until,
  write,
} from './survey.ts';

afterEach(forgetAll);

describe('<heart-survey>', () => {
  it('shows the six statements with five points each in its shadow root, and not the fallback', async () => {
    const { survey, root } = await show();
    expect(text(root.querySelector('legend'))).to.match(/^Helpfulness Staff helped me/);
    expect(root.querySelectorAll('fieldset').length).to.equal(6);
    expect(root.querySelectorAll('input[type=radio]').length).to.equal(30);
    expect(checked(root)).to.deep.equal([]);
    expect(isVisible(find(survey, 'p'))).to.equal(false);
    expect(text(root.querySelector('.about'))).to.contain('HEART team for Central Region.');
    expect(root.querySelector('style')).to.equal(null);
    expect(root.adoptedStyleSheets.length).to.equal(1);
    await expect(survey).to.be.accessible();
  });

  it('works if a script creates it, and reflects its properties', async () => {
    const survey = document.createElement('heart-survey');
    Object.assign(survey, { endpoint: new Collector().url, region: 'central', regionName: 'Adoptions' });
    const parent = await fixture<HTMLElement>('<section></section>');
    parent.append(survey);
    await survey.updateComplete;
    expect(text(survey.shadowRoot!.querySelector('.about'))).to.contain('HEART team for Adoptions.');
    expect(survey.getAttribute('region-name')).to.equal('Adoptions');
    survey.regionName = null;
    await survey.updateComplete;
    expect(survey.hasAttribute('region-name')).to.equal(false);
  });

  it('calls the region “this office” if it has no name', async () => {
    const { url } = new Collector();
    const { root } = await shown(`<heart-survey endpoint="${url}" region="central"></heart-survey>`);
    expect(text(root.querySelector('.about'))).to.contain('HEART team for this office.');
  });

  const useless: Record<string, string> = {
    'the region is missing': 'endpoint="/collector/x"',
    'the region is empty': 'endpoint="/collector/x" region=" "',
    'the endpoint is not an address': 'endpoint="http://[" region="central"',
    'the endpoint is a script': 'endpoint="javascript:1" region="central"',
  };
  for (const [when, attributes] of Object.entries(useless))
    it(`shows the fallback if ${when}, and the form again with a region and an endpoint`, async () => {
      const { survey, root } = await shown(`<heart-survey ${attributes}><p>Call us.</p></heart-survey>`);
      await until(() => survey.hasAttribute('settled'), 'settled');
      expect(root.querySelectorAll('input').length).to.equal(0);
      expect(isVisible(find(survey, 'p'))).to.equal(true);
      survey.setAttribute('endpoint', new Collector().url);
      survey.setAttribute('region', 'central');
      await survey.updateComplete;
      expect(isVisible(button(root))).to.equal(true);
      expect(isVisible(find(survey, 'p'))).to.equal(false);
      expect(survey.hasAttribute('settled')).to.equal(false);
    });

  it('keeps the answers of two on a page apart', async () => {
    const collector = new Collector();
    const markup = tag(collector.url) + tag(collector.url).replace('central', 'north-coastal');
    const { survey, root } = await shown(markup);
    const other = (survey.nextElementSibling as HeartSurvey).shadowRoot!;
    rate(root, { Helpfulness: 'Agree' });
    rate(other, { Expertise: 'Agree' });
    press(other);
    await heading(other, 'Thank you');
    const [sent] = await collector.sent();
    expect(sent).to.deep.include({ region: 'north-coastal', ratings: { expertise: 4 } });
    expect(checked(root)).to.deep.equal(['helpfulness-4']);
  });
});

describe('<heart-survey> in a page that changes', () => {
  it('shows and sends the current attributes, and keeps the answers', async () => {
    const { survey, root, collector } = await show();
    rate(root, { Respect: 'Agree' });
    survey.setAttribute('region-name', 'Centro');
    survey.setAttribute('employee', 'k7');
    survey.channel = 'page';
    await survey.updateComplete;
    expect(text(root.querySelector('.about'))).to.contain('HEART team for Centro.');
    press(root);
    await heading(root, 'Thank you');
    const [sent] = await collector.sent();
    expect(sent).to.deep.include({ region: 'central', ratings: { respect: 4 }, employee: 'k7', channel: 'page' });
  });

  it('shows a new form when its region changes, so that no response goes to the wrong office', async () => {
    const { survey, root, collector } = await show();
    rate(root, { Respect: 'Agree' });
    write(root, 'Thanks to Central.');
    survey.region = 'east';
    await survey.updateComplete;
    expect(checked(root)).to.deep.equal([]);
    expect(comment(root).value).to.equal('');
    rate(root, { Overall: 'Disagree' });
    press(root);
    await heading(root, 'Thank you');
    const [sent] = await collector.sent();
    expect(sent).to.deep.include({ region: 'east', ratings: { overall: 2 } });
    expect(sent).not.to.have.property('comment');
    // The draft for the first office is still there.
    survey.region = 'central';
    await survey.updateComplete;
    expect(comment(root).value).to.equal('Thanks to Central.');
  });

  it('shows its fallback while it has no region, and then the form again', async () => {
    const { survey, root } = await show();
    survey.removeAttribute('region');
    await survey.updateComplete;
    expect(isVisible(find(survey, 'p'))).to.equal(true);
    survey.region = 'east';
    await survey.updateComplete;
    expect(isVisible(button(root))).to.equal(true);
  });

  it('keeps its answers when it is moved', async () => {
    const { survey, root, collector } = await show();
    rate(root, { Respect: 'Agree' });
    survey.parentElement!.before(survey);
    expect(checked(root)).to.deep.equal(['respect-4']);
    press(root);
    await heading(root, 'Thank you');
    expect((await collector.sent()).length).to.equal(1);
    survey.remove();
  });

  it('keeps the answers when the page replaces it with a copy', async () => {
    const { survey, root } = await show();
    write(root, 'Thank you!');
    const copy = survey.cloneNode(true) as HeartSurvey;
    survey.replaceWith(copy);
    await copy.updateComplete;
    expect(comment(copy.shadowRoot!).value).to.equal('Thank you!');
  });

  for (const wasShown of [false, true])
    it(`keeps its look in a frame's document, ${wasShown ? 'moved there' : 'shown there first'}`, async () => {
      const frame = await fixture<HTMLIFrameElement>('<iframe title="frame"></iframe>');
      const survey = wasShown ? (await show()).survey : document.createElement('heart-survey');
      Object.assign(survey, { endpoint: new Collector().url, region: 'central' });
      frame.contentDocument!.body.append(survey);
      await survey.updateComplete;
      const form = find(survey.shadowRoot!, 'form');
      expect(frame.contentWindow!.getComputedStyle(form).display).to.equal('grid');
      expect(title(survey.shadowRoot!)).to.equal('How are we doing?');
      document.body.append(survey);
      expect(getComputedStyle(form).display).to.equal('grid');
      survey.remove();
    });
});
