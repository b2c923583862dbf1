import { expect, oneEvent } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { HeartErrorEvent, HeartResponseEvent } from '../../src/heart-survey.ts';
import {
  button,
  comment,
  Collector,
  find,
  focused,
  forgetAll,
  heading,
  press,
  problems,
  rate,
  show,
  shown,
  tag,
  text,
  until,
  write,
} from './survey.ts';

const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;

describe('sending', () => {
  afterEach(forgetAll);

  it('sends the exact ratings and comment, once, and thanks', async () => {
    const { root, collector } = await show();
    rate(root, { Helpfulness: 'Strongly agree', Respect: 'Neither agree nor disagree', Overall: 'Agree' });
    write(root, 'Ms. Lee called back\nthe same day.');
    press(root);
    await heading(root, 'Thank you');
    const [{ id, ...response } = {}, ...others] = await collector.sent();
    expect(others).to.deep.equal([]);
    expect(id).to.match(uuid);
    expect(response).to.deep.equal({
      region: 'central',
      ratings: { helpfulness: 5, respect: 3, overall: 4 },
      comment: 'Ms. Lee called back\nthe same day.',
      language: 'en',
      channel: 'embed',
      wording: 1,
    });
    expect(focused()).to.equal('h2#title');
    expect(text(root.querySelector('.thanks'))).to.contain('Your answers went to the HEART team for Central Region.');
    expect(text(root.querySelector('.thanks'))).to.contain('They read every answer');
    expect(root.querySelector('form')).to.equal(null);
  });

  it('sends the employee and the channel of the tag, and no empty comment', async () => {
    const collector = new Collector();
    const markup = `<heart-survey endpoint="${collector.url}" region="east" employee="k7q2" channel="kiosk"></heart-survey>`;
    const { root } = await shown(markup, collector);
    rate(root, { Overall: 'Disagree' });
    press(root);
    await heading(root, 'Thank you');
    const [{ id, ...response } = {}] = await collector.sent();
    expect(id).to.match(uuid);
    expect(response).to.deep.equal({
      region: 'east',
      ratings: { overall: 2 },
      language: 'en',
      channel: 'kiosk',
      employee: 'k7q2',
      wording: 1,
    });
  });

  it('does not send the page’s address to the collector, and leaves nothing on the device', async () => {
    document.cookie = 'session=x';
    const { root, collector } = await show();
    rate(root, { Overall: 'Agree' });
    press(root);
    await heading(root, 'Thank you');
    const [headers, ...others] = (await collector.log()).headers;
    expect(others).to.deep.equal([]);
    expect(headers).not.to.have.property('referer');
    expect([document.cookie, localStorage.length, sessionStorage.length]).to.deep.equal(['session=x', 0, 0]);
  });

  it('sends to the tag’s endpoint, without its query and trailing slash', async () => {
    const collector = new Collector();
    const { root } = await shown(tag(`${collector.url}/?x=1`), collector);
    rate(root, { Overall: 'Agree' });
    press(root);
    await heading(root, 'Thank you');
    expect((await collector.sent()).length).to.equal(1);
  });

  it('sends once, no matter how often the button is pressed, and shows that it is sending', async () => {
    const { root, collector } = await show();
    await collector.reply({ wait: 'hold' });
    rate(root, { Overall: 'Agree' });
    press(root);
    press(root);
    expect(button(root).getAttribute('aria-disabled')).to.equal('true');
    expect(text(root.querySelector('.status'))).to.equal('Sending your answers…');
    button(root).focus();
    await sendKeys({ press: 'Enter' });
    await collector.release();
    await heading(root, 'Thank you');
    expect((await collector.sent()).length).to.equal(1);
  });

  it('creates an id on a page without a secure context too', async () => {
    const { randomUUID } = Crypto.prototype;
    const { root, collector } = await show();
    Reflect.deleteProperty(Crypto.prototype, 'randomUUID');
    try {
      rate(root, { Overall: 'Agree' });
      write(root, 'x');
      const other = await show('', collector);
      rate(other.root, { Overall: 'Agree' });
      press(other.root);
      await heading(other.root, 'Thank you');
    } finally {
      Crypto.prototype.randomUUID = randomUUID;
    }
    expect((await collector.sent())[0]!['id']).to.match(uuid);
  });

  it('fires an event that crosses shadow roots and contains no answers', async () => {
    const { survey, root, collector } = await show();
    const outer = document.createElement('section');
    survey.before(outer);
    outer.attachShadow({ mode: 'open' }).append(survey);
    rate(root, { Overall: 'Agree' });
    setTimeout(() => press(root));
    const event = (await oneEvent(document, 'heart-response')) as unknown as HeartResponseEvent;
    expect(Object.keys(event)).to.deep.equal(['isTrusted', 'id', 'quarter']);
    const [sent] = await collector.sent();
    expect([event.id, event.quarter, event.composed]).to.deep.equal([sent!['id'], '2026-07', true]);
  });
});

describe('a collector that refuses', () => {
  afterEach(forgetAll);

  const reasons: [number, string, string][] = [
    [404, 'notFound', 'Please check the link.'],
    [410, 'retired', 'The survey for Central Region has ended.'],
    [413, 'tooLarge', 'Please shorten your comment and send it again.'],
    [400, 'refused', 'Please check them and send them again.'],
  ];
  for (const [status, reason, sentence] of reasons)
    it(`with ${status} reports ${reason} to the page, and shows the respondent a message`, async () => {
      const { root, collector } = await show();
      await collector.reply({ status, json: { status } });
      rate(root, { Helpfulness: 'Agree', Overall: 'Disagree' });
      write(root, 'Nobody called back.');
      setTimeout(() => press(root));
      const event = (await oneEvent(document, 'heart-error')) as unknown as HeartErrorEvent;
      expect([event.reason, event.composed]).to.deep.equal([reason, true]);
      await problems(root);
      expect(text(find(root, '.problem'))).to.contain(sentence);
      expect(comment(root).value).to.equal('Nobody called back.');
      expect([...root.querySelectorAll('input:checked')].map(({ id }) => id)).to.deep.equal([
        'helpfulness-4',
        'overall-2',
      ]);
      expect(button(root).getAttribute('aria-disabled')).to.equal('false');
      await until(() => text(root.querySelector('.status')) === '', 'an empty status');
    });
});
