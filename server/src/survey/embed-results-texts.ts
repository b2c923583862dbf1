/** The texts of the page for webmasters who show published results, only in English so far. */
export const embedResultsTexts = {
  title: 'Add published results to your page',
  lead: 'Show a department’s published results on any page with one script and one tag: a sentence, and the averages of up to eight quarters as a chart and a table. Choose your options, copy the code, and paste it.',
  survey: 'Add the survey instead',
  noDepartment: 'There are no departments yet.',

  department: 'Department',
  quarter: 'Quarter',
  quarterHint: 'The page shows this quarter and up to seven published ones before it.',
  latest: 'Always the latest',
  /** A department without published quarters. `{department}` */
  unpublished: '{department} has no published results right now. Until it does, visitors see the link inside the tag.',
  show: 'Show the tag',

  tag: 'Add the script to the page once, and the tag where you want the results. If they cannot be shown, visitors see the link inside the tag.',
  /** The link inside the tag. `{department}` */
  link: 'Results for {department}',
  languages:
    'The results appear in the language of your page, if the collector offers it. No figures are copied to your page: if a department corrects or withdraws a quarter, visitors see that the next time they open the page.',

  space:
    'The results load a moment after the page. Add this rule to your stylesheet so that nothing moves when they appear. The numbers are for a column as wide as the window. Use the numbers that fit your page.',
  theme: 'You can set the colors and fonts of the results in your stylesheet, for example:',
  preview: 'This is what visitors see now, in English.',
} as const;
