import type { ResultsTexts } from './results-texts.ts';

/** English. */
export const en: ResultsTexts = {
  source: 'Our own wording; not yet read by the agency.',

  title: 'How people rated us',
  lead: 'See what people think of our service, quarter by quarter.',
  of: 'How people rated {name}',
  all: 'All results for {name}',

  quarter: '{from} to {to} {year}',
  quarterOverYears: '{from} {fromYear} to {to} {toYear}',
  months: '{from}–{to}',
  shortQuarter: '{months} {year}',

  sentence: 'In {quarter}, {count} people rated {name}. The average was {average} of 5; the goal is {goal}.',
  nobody: 'In {quarter}, no one rated {name}.',
  withheldSentence: 'For {quarter}, we do not show the average for {name}.',
  withheldWhy: 'Too few people answered, or it would show what a few people said.',
  goalMet: 'It met the goal of {goal}.',
  goalMissed: 'It was below the goal of {goal}.',

  status: { met: 'goal met', below: 'below the goal', none: 'no ratings', suppressed: 'withheld' },
  goal: 'Goal: {goal}',
  interval: '{low} to {high}',
  noInterval: 'cannot be estimated',
  change: { clear: 'clear change', 'not clear': 'may be chance', unknown: 'too few responses to compare' },
  noChange: 'nothing to compare with',

  heads: {
    quarter: 'Quarter',
    average: 'Average',
    interval: '95% confidence interval',
    responses: 'Responses',
    ratings: 'Ratings (n)',
    change: 'Change from previous quarter',
    region: 'Office or program',
    department: 'Department',
    statement: 'Statement',
    whole: 'All together',
  },
  caption: 'Average ratings for {name} by quarter',
  chart: 'Average ratings for {name} by quarter: {list}',
  show: 'Show as a table',

  quarterPage: {
    regions: 'Offices and programs',
    drawing:
      'The dot is the average, from 1 to 5. The bar around it is the 95% confidence interval. The line is the goal of {goal}.',
    excluded: 'We left out {count} responses that did not look real.',
    excludedFew: 'We left out a few responses that did not look real: fewer than 11.',
    trend: 'Over time',
    statements: 'The six statements',
    statementsByRegion: 'Show by office and program',
    quotes: 'What people said',
    quotesLead: 'We only quote people who gave us permission. Some words are left out to protect people’s privacy.',
    noQuotes: 'There is nothing to quote yet.',
    did: 'You said, we did',
    said: 'In {quarter}, {count} people gave {name} an average of {average}. That was below the goal.',
    done: 'What we did:',
    nothingDone: 'We have no finished steps to show yet.',
    files: 'Files to download',
    json: 'All figures (JSON)',
    csv: 'Table for spreadsheets (CSV)',
    csvMetadata: 'What the columns mean (JSON)',
    others: 'Other quarters',
    published: 'Published on {date}.',
  },

  standards: {
    title: 'Service standards',
    lead: 'What we promise, and whether we met it in this quarter.',
    standard: 'What we promise',
    goal: 'Goal',
    result: 'This quarter',
    atLeast: 'at least {amount}',
    atMost: 'at most {amount}',
    met: 'met',
    missed: 'not met',
    none: 'no data',
    kept: 'Promised dates that were kept',
    replies: 'First replies by the promised date',
    answers: 'Answers by the promised date',
    dates: '{count} promised dates',
    entered: 'Counted by the department',
    basedOn: 'Based on {count} people, cases or measurements',
    noCount: 'We have no count for this figure',
    few: 'Based on fewer than 11 people, cases or measurements',
    corrected: 'Corrected on {date}; the new figure is withheld',
  },

  corrections: {
    title: 'Corrections',
    corrected: 'We corrected these results on {date}. This is version {version}.',
    replaced: 'It replaces version {version} (hash {hash}…). It changes whether a goal was met.',
    subtract:
      'If you kept the older file, you can subtract one from the other. Then you may see what a few people said.',
    noticed:
      'On {date}, we made version {version}. Only the answers of 1 to 10 people differ, so we do not show it yet.',
  },

  counted: {
    title: 'How was this counted?',
    list: [
      'Anyone we serve may answer. We do not pick people, so this is not a sample of all the people we serve.',
      'People rate six statements from 1 to 5. They can skip any of them. The average is the mean of all these ratings.',
      '“Responses” is how many people answered. The letter n is how many ratings they gave.',
      'We cut each average to two decimals and never round it up. So 3.996 shows as 3.99, which is below 4.',
      'The 95% confidence interval shows how much may be chance. The wider it is, the less sure we can be.',
      'We say “clear change” only if chance alone would rarely cause it. If not, we say “may be chance.”',
      'We hide figures based on fewer than 11 people, and any that would give them away. You see “withheld” in their place.',
      'An average of exactly 1.00 or 5.00 shows what everyone answered.',
      'We do not rank offices or people. They do different work for different people.',
    ],
  },

  complain: {
    title: 'Did something go wrong?',
    lead: 'Write to us. You will get a date and an answer, and you do not have to say who you are.',
  },

  departmentPage: {
    latest: 'More about this quarter',
    quarters: 'All quarters',
    withdrawnTitle: 'Withdrawn results',
    withdrawn: 'Withdrawn on {date}',
    reason: 'Reason: {reason}',
    none: '{name} has no published results right now.',
  },

  customerGroups: {
    title: 'Results by customer group',
    group: 'Customer group',
    notGiven: 'No group given',
    once: 'We put this year together once, on {date}. It does not change.',
    restated: 'We corrected a quarter after that, so the figures may not match.',
    withheld: 'We do not show this year by customer group.',
    why: {
      restated: 'We corrected a quarter, and we do not show the new figures.',
      deleted: 'We had deleted some answers because of their age.',
      'quarter missing': 'One of its quarters was not closed yet when we put the year together.',
      'not made': 'We could not add up this year because of an error.',
    },
  },

  agencyPage: {
    order:
      'The list is in our own order. It is not a ranking: each department does different work for different people.',
    latest: 'The latest results',
    quarters: 'Quarter by quarter',
    none: 'There are no published results right now.',
    without: 'These departments have no published results right now:',
    notPublished: 'not published',
  },

  withdrawnPage: {
    title: 'These results were withdrawn',
    lead: 'On {date}, we withdrew the results of {name} for {quarter}.',
    copies: 'We do not show them anymore. We cannot take back copies that other people made.',
    others: 'What you can still see',
  },

  missing: { title: 'No results here', lead: 'We have not shared any results at this address.' },
};
