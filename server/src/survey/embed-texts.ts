/**
 * What the page for webmasters says, in English alone so far. Between backticks stands code; `{name}` stands for a value
 * filled in where it is shown.
 */
export const embedTexts = {
  title: 'The survey in your page',
  lead: 'One script and one tag put the survey into any page. Choose, copy, paste.',
  noSurvey: 'No survey takes answers at present.',

  region: 'Region or program',
  display: 'How it shows',
  displays: {
    inline: ['In the page', 'The whole form, where the tag stands.'],
    dialog: ['Behind a button', 'The button stands where the tag does and opens the form in a dialog.'],
  },
  address: 'Which script',
  addresses: {
    pinned: [
      'This one, for good',
      'The browser checks it and runs no other. It works on unchanged when the collector is upgraded; for a newer one, come back here.',
    ],
    newest: [
      'Always the newest',
      'It follows each upgrade of the collector within an hour. The browser cannot check it.',
    ],
  },
  show: 'Show the tag',

  tagTitle: 'The tag',
  tag: 'Put the script into the page once, and the tag where the survey belongs. What stands inside the tag is shown wherever the survey cannot be.',
  copyTag: 'Copy the tag',
  tryTag: 'Try it below',
  copied: 'Copied.',

  spaceTitle: 'Keep its place',
  space: 'The survey comes a moment after the page. With this rule in your stylesheet nothing moves when it does.',
  spaceNumbers: 'The numbers are for a column as wide as the window; take those of yours.',
  copySpace: 'Copy the rule',

  policyTitle: 'If your page has a Content-Security-Policy',
  policy: 'Add the collector to these two directives. Nothing is needed in `style-src` or `img-src`.',
  copyPolicy: 'Copy the directives',
  trustedTypes:
    'If it also has `require-trusted-types-for`, and names policies in `trusted-types`, add this name to them. Until then the link inside the tag is shown.',

  themeTitle: 'In your colors',
  theme: 'The survey takes its colors and letters from your stylesheet where you say so, for example:',

  frameTitle: 'If your page takes no scripts',
  frame:
    'A frame shows the survey’s own page instead. It stays empty unless the collector names your page’s origin in `FRAME_ANCESTORS`. Where the survey is higher than the frame, as on phones, it scrolls inside. To have the frame grow with it, and to hear when an answer was sent, copy the script in `examples/iframe.html`.',
  framedByNobody: 'It names none so far. Ask whoever runs it to add yours.',
  framedBy: 'So far it names {origins}.',
  frameLabel: 'How are we doing?',
  copyFrame: 'Copy the frame',

  previewTitle: 'Try it here',
  preview:
    'This is the survey as you chose it. Nothing that you send from here is kept or counted, though it thanks you as ever.',
  previewLink:
    'Where scripts are off you see the link that stands inside the tag. It leads to the real survey, where answers count.',
} as const;
