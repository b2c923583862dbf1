/**
 * The texts of the page for webmasters, only in English so far. Text between backticks is code. `{name}` is a placeholder.
 */
export const embedTexts = {
  title: 'Add the survey to your page',
  lead: 'Add the survey to any page with one script and one tag. Choose your options, copy the code, and paste it.',
  results: 'Add published results instead',
  noSurvey: 'No surveys are open right now.',

  region: 'Region or program',
  group: 'Customer group',
  allGroups: 'All customers',
  groupHint: 'Choose a group only if your page is for that group. After you change the region, show the tag again.',
  display: 'Display',
  displays: {
    inline: ['In the page', 'Shows the whole form where you put the tag.'],
    dialog: ['Behind a button', 'Shows a button where you put the tag. It opens the form in a dialog.'],
  },
  address: 'Script version',
  addresses: {
    pinned: [
      'This version',
      'The browser checks the script and runs no other. It keeps working when the collector is upgraded. To get a newer version, come back here.',
    ],
    newest: [
      'Always the latest',
      'Updates within an hour after each upgrade of the collector. The browser cannot check the script.',
    ],
  },
  show: 'Show the tag',

  tagTitle: 'The tag',
  tag: 'Add the script to the page once, and the tag where you want the survey. If the survey cannot be shown, visitors see the link inside the tag.',
  copyTag: 'Copy the tag',
  tryTag: 'Preview it below',
  copied: 'Copied.',

  spaceTitle: 'Reserve space',
  space:
    'The survey loads a moment after the page. Add this rule to your stylesheet so that nothing moves when it appears.',
  spaceNumbers: 'The numbers are for a column as wide as the window. Use the numbers that fit your page.',
  copySpace: 'Copy the rule',

  policyTitle: 'If your page has a Content-Security-Policy',
  policy: 'Add the collector to these two directives. You do not need to change `style-src` or `img-src`.',
  copyPolicy: 'Copy the directives',
  trustedTypes:
    'If your policy also has `require-trusted-types-for` and lists names in `trusted-types`, add this name. Until you do, visitors see the link inside the tag.',

  themeTitle: 'Match your colors and fonts',
  theme: 'You can set the survey’s colors and fonts in your stylesheet, for example:',

  frameTitle: 'If you cannot add scripts to your page',
  frame:
    'Show the survey page in a frame instead. The frame stays empty unless the collector lists your page’s origin in `FRAME_ANCESTORS`. If the survey is taller than the frame, as on phones, it scrolls inside the frame. To let the frame resize and to find out when a response has been submitted, copy the script in `examples/iframe.html`.',
  framedByNobody: 'It lists no origins yet. Ask the person who runs the collector to add yours.',
  framedBy: 'It currently lists {origins}.',
  frameLabel: 'How are we doing?',
  copyFrame: 'Copy the frame',

  previewTitle: 'Preview',
  preview:
    'This is the survey with your options. Answers that you send from here are not saved or counted, even though you see the thank-you message.',
  previewLink: 'If JavaScript is off, you see the link inside the tag. It opens the real survey, where answers count.',
} as const;
