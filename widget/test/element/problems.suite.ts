import { expect } from '@open-wc/testing';
import { setViewport } from '@web/test-runner-commands';
import {
  button,
  checked,
  comment,
  fillStorage,
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
  summary,
  text,
  until,
  write,
} from './survey.ts';

const group = (root: ShadowRoot, word: string) =>
  [...root.querySelectorAll('fieldset')].find((one) => text(one.querySelector('.word')) === word)!;

describe('when nothing is rated', () => {
  afterEach(forgetAll);

  it('shows the problem in the summary, moves the focus there, and sends nothing', async () => {
    const { survey, root, collector } = await show();
    write(root, 'Just a word.');
    press(root);
    await problems(root);
    expect([...summary(root).children].map(text)).to.deep.equal(['There is a problem', 'Rate at least one statement.']);
    expect(root.activeElement).to.equal(summary(root));
    expect(await collector.sent()).to.deep.equal([]);
    await expect(survey).to.be.accessible();
  });

  it('links to the first statement', async () => {
    const { root } = await show();
    press(root);
    labeled(root, 'Rate at least one statement.').click();
    expect(focused()).to.equal('input#helpfulness-1');
    expect(location.hash).to.equal('');
  });

  it('describes a statement’s problem to screen readers until it is fixed', async () => {
    const { root, collector } = await show();
    press(root);
    const first = group(root, 'Helpfulness');
    expect(first.getAttribute('aria-describedby')).to.equal('helpfulness-error');
    expect(text(first.querySelector('#helpfulness-error'))).to.equal('Rate at least one statement.');
    rate(root, { Overall: 'Agree' });
    await collector.reply({ wait: 'hold' });
    press(root);
    expect(button(root).getAttribute('aria-disabled')).to.equal('true');
    expect(isVisible(summary(root))).to.equal(false);
    expect(root.querySelector('.error')).to.equal(null);
    expect(first.getAttribute('aria-describedby')).to.equal(null);
    await collector.release();
    await heading(root, 'Thank you');
  });
});

describe('when the collector refuses', () => {
  afterEach(async () => {
    forgetAll();
    await setViewport({ width: 800, height: 600 });
  });

  it('shows each problem at its statement, in plain words', async () => {
    const errors = [
      { path: 'ratings.respect', message: 'A rating must be a whole number from 1 to 5.' },
      { path: 'comment', message: 'A comment can have at most 4,000 characters.' },
      { path: 'ratings.respect', message: 'Again.' },
      { path: 'wording', message: 'Unknown wording version.' },
    ];
    await setViewport({ width: 320, height: 400 });
    const { root, collector } = await show();
    await collector.reply({ status: 400, json: { status: 400, errors } });
    rate(root, { Helpfulness: 'Agree', Overall: 'Disagree' });
    write(root, 'Nobody called back.');
    press(root);
    await problems(root);
    expect([...summary(root).querySelectorAll('li')].map(text)).to.deep.equal([
      'Choose one of the five answers, or skip it: “Staff treated me with respect.”',
      'Please shorten your comment to 4,000 characters or fewer.',
      'Sorry, your answers could not be saved. Please check them and send them again.',
    ]);
    expect(text(group(root, 'Respect').querySelector('.error'))).to.contain('Choose one');
    expect(comment(root).getAttribute('aria-describedby')).to.equal('notice hint comment-error');
    labeled(summary(root), 'Choose one of the five answers, or skip it: “Staff treated me with respect.”').click();
    expect(focused()).to.equal('input#respect-1');
    // The statement is in view too, because its radio alone means nothing.
    const top = () => group(root, 'Respect').querySelector('legend')!.getBoundingClientRect().top;
    await until(() => top() >= 0 && top() < 200, 'the statement in view');
    labeled(summary(root), 'Please shorten your comment to 4,000 characters or fewer.').click();
    expect(focused()).to.equal('textarea#comment');
    expect(comment(root).value).to.equal('Nobody called back.');
    expect(checked(root)).to.deep.equal(['helpfulness-4', 'overall-2']);
    expect(button(root).getAttribute('aria-disabled')).to.equal('false');
    expect(text(find(root, '.status'))).to.equal('');
  });

  it('gives answers a new id if different ones are stored under theirs, and sends them on the next press', async () => {
    const { root, collector } = await show();
    await collector.reply({ status: 503, json: { status: 503 } }, { status: 409, json: { status: 409 } });
    const restore = fillStorage();
    try {
      rate(root, { Helpfulness: 'Agree', Overall: 'Disagree' });
      press(root);
      await problems(root);
      rate(root, { Overall: 'Agree' });
      press(root);
      await until(() => text(summary(root)).includes('Answers were already sent from this page.'), 'the conflict');
      press(root);
      await heading(root, 'Thank you');
    } finally {
      restore();
    }
    const [first, changed, again, ...others] = await collector.sent();
    expect(others).to.deep.equal([]);
    expect(changed?.['id']).to.equal(first?.['id']);
    expect(again?.['id']).not.to.equal(first?.['id']);
    expect(again).to.deep.equal({ ...changed, id: again?.['id'] });
  });
});
