import { expect } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import {
  button,
  checked,
  comment,
  find,
  focused,
  forgetAll,
  heading,
  isVisible,
  labeled,
  press,
  rate,
  show,
  text,
  title,
  until,
  type Stage,
} from './survey.ts';

const dialogOf = (root: ShadowRoot) => root.querySelector('dialog')!;
const opener = (root: ShadowRoot) => find(root, '[part=opener]');
const close = (root: ShadowRoot) => find(root, '[part=close]');

async function opened(): Promise<Stage> {
  const stage = await show('display="dialog"');
  opener(stage.root).click();
  await until(() => dialogOf(stage.root).open, 'the dialog');
  return stage;
}

describe('the dialog', () => {
  afterEach(forgetAll);

  it('shows a button, and the survey with the focus after the button is pressed', async () => {
    const { survey, root } = await show('display="dialog"');
    expect(text(opener(root))).to.equal('How are we doing?');
    expect(isVisible(button(root))).to.equal(false);
    expect(isVisible(find(survey, 'p'))).to.equal(false);
    await expect(survey).to.be.accessible();
    opener(root).click();
    expect(isVisible(button(root))).to.equal(true);
    expect(root.querySelectorAll('dialog input[type=radio]').length).to.equal(30);
    expect(dialogOf(root).getAttribute('aria-labelledby')).to.equal('title');
    expect(focused()).to.equal('h2#title');
    // Nothing in the page behind the dialog can be reached.
    expect(dialogOf(root).matches(':modal')).to.equal(true);
    await expect(survey).to.be.accessible();
  });

  const closers: Record<string, (root: ShadowRoot) => unknown> = {
    Escape: () => sendKeys({ press: 'Escape' }),
    'the Close button': (root) => labeled(root, 'Close').click(),
  };
  for (const [name, closeIt] of Object.entries(closers))
    it(`closes with ${name}, returns the focus, and keeps the answers`, async () => {
      const { root } = await show('display="dialog"');
      opener(root).focus();
      opener(root).click();
      rate(root, { Respect: 'Agree' });
      await closeIt(root);
      await until(() => !dialogOf(root).open, 'the dialog to close');
      expect(root.activeElement).to.equal(opener(root));
      await sendKeys({ press: 'Enter' });
      await until(() => dialogOf(root).open, 'the dialog');
      expect(checked(root)).to.deep.equal(['respect-4']);
    });

  it('sends, shows the thank-you, and closes again', async () => {
    const { root, collector } = await show('display="dialog"');
    opener(root).focus();
    opener(root).click();
    rate(root, { Overall: 'Agree' });
    press(root);
    await heading(root, 'Thank you');
    expect(focused()).to.equal('h2#title');
    expect((await collector.sent())[0]).to.deep.include({ ratings: { overall: 4 } });
    close(root).click();
    await until(() => !dialogOf(root).open, 'the dialog to close');
    expect(root.activeElement).to.equal(opener(root));
  });

  it('keeps the Close button visible, and never on top of the focused element', async () => {
    const { root } = await opened();
    await setViewport({ width: 320, height: 480 });
    comment(root).focus();
    const { top, bottom } = close(root).getBoundingClientRect();
    expect([top >= 0, bottom <= 480]).to.deep.equal([true, true]);
    // Goes back through all tab stops, one at a time.
    for (let stops = 0; stops < 6; stops += 1) {
      await sendKeys({ down: 'Shift' });
      await sendKeys({ press: 'Tab' });
      await sendKeys({ up: 'Shift' });
      await until(() => {
        const { x, y, width, height } = root.activeElement!.getBoundingClientRect();
        const hit = root.elementFromPoint(x + width / 2, y + height / 2);
        return hit !== null && hit.closest('.bar') === null;
      }, 'the focus in sight');
    }
    expect(root.activeElement?.localName).to.equal('input');
    await setViewport({ width: 800, height: 600 });
  });

  it('closes when the tag is moved, so that no open dialog ends up inside the page', async () => {
    const { survey, root } = await opened();
    rate(root, { Respect: 'Agree' });
    survey.parentElement!.before(survey);
    expect(dialogOf(root).open).to.equal(false);
    opener(root).click();
    expect(dialogOf(root).open).to.equal(true);
    expect(checked(root)).to.deep.equal(['respect-4']);
    survey.remove();
  });

  it('does not block a page that hides the tag while it is open', async () => {
    const { survey, root } = await opened();
    survey.parentElement!.hidden = true;
    await until(() => !dialogOf(root).open, 'the dialog to close');
  });

  it('shows a result that arrives after it was closed next to the button', async () => {
    const { root, collector } = await opened();
    await collector.reply({ wait: 'hold' });
    rate(root, { Respect: 'Agree' });
    press(root);
    await collector.arrived(1);
    await sendKeys({ press: 'Escape' });
    await until(() => !dialogOf(root).open, 'the dialog to close');
    await collector.release();
    await until(() => text(root.querySelector('.outcome')) === 'Thank you', 'the outcome');
    expect(isVisible(find(root, '.outcome'))).to.equal(true);
  });

  it('shows the form in the page if the browser does not support dialogs', async () => {
    const Dialog = globalThis.HTMLDialogElement;
    Reflect.deleteProperty(globalThis, 'HTMLDialogElement');
    try {
      const { root } = await show('display="dialog"');
      expect(isVisible(button(root))).to.equal(true);
      expect(root.querySelector('[part=opener]')).to.equal(null);
    } finally {
      globalThis.HTMLDialogElement = Dialog;
    }
  });

  it('keeps the answers when the display changes between page and dialog', async () => {
    const { survey, root } = await show();
    rate(root, { Respect: 'Agree' });
    survey.display = 'dialog';
    await survey.updateComplete;
    opener(root).click();
    expect(checked(root)).to.deep.equal(['respect-4']);
    survey.display = 'inline';
    await survey.updateComplete;
    expect(root.querySelector('dialog')).to.equal(null);
    expect(title(root)).to.equal('How are we doing?');
    expect(checked(root)).to.deep.equal(['respect-4']);
  });
});
