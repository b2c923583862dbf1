import { Hono } from 'hono';
import { requireReader } from './access/access.ts';
import {
  actionPlanRoutes,
  marksReader,
  planApi,
  planProgressReader,
  plansReader,
} from './action-plans/action-plans.ts';
import { auditRoutes } from './audit-log/audit-log.ts';
import { campaignRoutes } from './campaigns/campaigns.ts';
import { caseRecordsConsole, leavesRemains, recordSections } from './case-records/case-records.ts';
import { caseLogRoutes } from './case-log/case-log.ts';
import { caseTrendRoutes } from './case-trends/case-trends.ts';
import { caseConsole, caseEntryRoutes, caseOfComment, caseSetupRoutes } from './cases/cases.ts';
import { closingRoutes } from './closing/closing.ts';
import { commentRoutes, readShareable } from './comments/comments.ts';
import { createConsole } from './console/console.ts';
import type { Core, Dependencies } from './core.ts';
import { customerGroupRoutes, groupFiguresRoutes } from './customer-groups/customer-groups.ts';
import { accountDigests, digestRoutes } from './digests/digests.ts';
import { directoryRoutes } from './directory/directory.ts';
import { feedbackRoutes, issueFormRoutes, writersCaseRoutes } from './feedback/feedback.ts';
import { followUpConsole, followUps } from './follow-ups/follow-ups.ts';
import { builtFile, bytesOf, fileBesideCode } from './files.ts';
import { flaggedRoutes } from './flagged/flagged.ts';
import {
  beforeClosing,
  beforeSubmission,
  whenClosed,
  whenGranted,
  whenHidden,
  whenRestated,
  whenStored,
  whenSubmitted,
} from './handoffs.ts';
import { pack, serveAsset } from './http/asset.ts';
import { openApiRoutes } from './http/openapi.ts';
import type { Mount } from './http/zones.ts';
import { emailRoutes } from './email-log/email-log.ts';
import { interviewRoutes } from './interviews/interviews.ts';
import type { Outbox } from './outbox/outbox.ts';
import { emailKinds, outgoingEmail } from './outgoing-email.ts';
import { paperRoutes } from './paper/paper.ts';
import { peopleRoutes } from './people/people.ts';
import { printRoutes } from './print/print.ts';
import { publishingRoutes } from './publishing/publishing.ts';
import { createInterviewStore, createPaperStore, createRehearsal, rehearsalRoutes } from './responses/responses.ts';
import { choiceRoutes, recognitionRoutes } from './recognition/recognition.ts';
import {
  catalogRoutes,
  elementRoutes,
  previewRoutes,
  publicReader,
  resultsFileRoutes,
  resultsPageRoutes,
} from './public-results/public-results.ts';
import { restatingRoutes } from './restating/restating.ts';
import { agencyRoutes, exportRoutes, marksFrom, resultsConsole, resultsRoutes } from './results/results.ts';
import { reportApi, reportRoutes, shareOutRoutes } from './reports/reports.ts';
import {
  accountRoutes,
  createAttempts,
  createDevices,
  createProvider,
  createStepUps,
  sessionCookie,
  signInRoutes,
} from './sign-in/sign-in.ts';
import { keyRoutes } from './signing/signing.ts';
import { publicStandards, serviceStandardRoutes, standardReaders } from './service-standards/service-standards.ts';
import { signatureConsole, signatureRoutes } from './email-signature/email-signature.ts';
import {
  embedRoutes,
  keepBuild,
  keepTexts,
  regionTextsRoutes,
  widgetRoutes,
  type WidgetTexts,
} from './survey/survey.ts';
import { coverageRoutes, surveyPlanRoutes } from './survey-plans/survey-plans.ts';
import { submissionApi, submissionReader, submissionRoutes } from './submissions/submissions.ts';
import { teamRoutes, trainingMarks } from './team-heart/team-heart.ts';
import { tokenRoutes } from './tokens/tokens.ts';

// All parts except the first ones, each in its zone. They are loaded once the collector listens.

/** The path prefix of the API for trial runs. */
const rehearsal = '/embed/preview';

/** Mounts all of them in the whole app. */
export async function mountParts(app: Hono, mount: Mount, core: Core, given: Dependencies) {
  const outbox = outgoingEmail({ ...given, typesetter: core.typesetter }, core.meter.emailFailed);
  await mountEmbedded(core, mount, given);
  mountResultsApi(core, mount);
  mountConsole(core, mount, given, outbox);
  mountFeedback(core, mount, outbox);
  mountPublished(core, mount);
  mountPublic(core, mount, app);
  return { outbox };
}

/** What other sites load. */
async function mountEmbedded(
  core: Core,
  mount: Mount,
  given: Pick<Dependencies, 'widget' | 'resultsWidget' | 'texts'>,
) {
  const { db, config, clock, languages } = core;
  const builds = {
    survey: await keepBuild(db, clock, 'heart-survey', given.widget ?? builtFile('bundle')),
    results: await keepBuild(db, clock, 'heart-results', given.resultsWidget ?? builtFile('results/bundle')),
  };
  const texts = await keepTexts(db, clock, given.texts ?? textsIn(builtFile('texts')), languages);
  const embed = { ...config, organization: core.organization, builds, rehearsal, published: publicReader(core) };
  mount('public', '/embed', embedRoutes(embed));
  mount('embed', '/widget', widgetRoutes(db, [builds.survey, builds.results], texts));
  mount('embed', '/widget', regionTextsRoutes(core));
  const trial = rehearsalRoutes({ submit: createRehearsal({ db, clock }), limited: core.flooded });
  mount('api', `${rehearsal}/api`, trial, rehearsal);
  mount('embed', `${rehearsal}/widget`, regionTextsRoutes(core), rehearsal);
}

/** Results, reports and action plans for programs. */
function mountResultsApi({ db, organization, clock, whoIs, typesetter }: Core, mount: Mount): void {
  const guard = requireReader(db, whoIs, clock);
  const readers = { db, organization, clock, plansOf: plansReader(db), planProgressOf: planProgressReader(db) };
  const beside = [
    planApi(readers),
    reportApi({ ...readers, submissionOf: submissionReader(db), typesetter }),
    submissionApi({ db, organization, clock }),
  ];
  const options = { ...readers, guard, beside };
  mount('figures', '/api/v1/departments', resultsRoutes(options));
}

/** The console for staff, and its sign-in. */
function mountConsole(core: Core, mount: Mount, given: Dependencies, outbox: Outbox): void {
  const { db, config, clock, secret, baseUrl, typesetter } = core;
  const outgoing = { ...given, typesetter };
  const provider = config.oidc && createProvider({ ...core, ...config.oidc });
  const devices = createDevices({ secret, baseUrl });
  const attempts = createAttempts({ clock, clientKey: core.clientKey, devices });
  const stepUps = createStepUps({ ...core, provider });
  const endpoints = { ...core, outbox, provider, devices, attempts, stepUps };
  mount('console', '/console', signInRoutes(endpoints));

  const staff = createConsole(core);
  const results = {
    db,
    plansOf: plansReader(db),
    planProgressOf: planProgressReader(db),
    marksOf: marksFrom(marksReader(db), trainingMarks(db)),
  };
  // In the order of the navigation.
  closingRoutes(staff, { ...results, alongside: whenClosed, checks: beforeClosing });
  resultsConsole(staff, results);
  agencyRoutes(staff, results);
  exportRoutes(staff, results);
  const reports = { ...results, submissionOf: submissionReader(db), typesetter };
  reportRoutes(staff, reports);
  shareOutRoutes(staff, {
    ...reports,
    shareableOf: async (department, quarter, shown) => {
      const { regions } = await core.organization();
      const own = regions.filter((region) => region.department.id === department.id && shown.has(region.slug));
      return readShareable(db, { department, quarter, regions: own });
    },
  });
  groupFiguresRoutes(staff, core);
  actionPlanRoutes(staff, { db, outbox, typesetter });
  commentRoutes(staff, { db, outbox, whenHidden, beside: [caseOfComment] });
  recognitionRoutes(staff, { db, outbox, typesetter });
  caseEntryRoutes(staff, { ...core, outbox, languages: config.languages });
  // Before the pages of one case, whose reference is the last part of the path.
  issueFormRoutes(staff, core);
  caseLogRoutes(staff, { db });
  const following = followUps(db);
  const beside = [...following.beside, ...recordSections(db, config)];
  const ofCases = { db, outbox, typesetter, ...following, beside };
  caseConsole(staff, ofCases);
  followUpConsole(staff, ofCases);
  caseTrendRoutes(staff, { ...endpoints, plansOf: results.plansOf, typesetter });
  const standards = standardReaders(db, results.plansOf);
  serviceStandardRoutes(staff, standards);
  caseRecordsConsole(staff, ofCases, config);
  flaggedRoutes(staff, { db });
  paperRoutes(staff, {
    db,
    store: createPaperStore({ db, secret, alongside: whenStored }),
    languages: config.languages,
  });
  interviewRoutes(staff, {
    db,
    store: createInterviewStore({ db, secret, alongside: whenStored }),
    languages: core.languages,
  });
  campaignRoutes(staff, { db, outbox, baseUrl, languages: core.languages, secret, erased: leavesRemains });
  restatingRoutes(staff, { ...results, alongside: whenRestated, secret, languages: config.languages });
  submissionRoutes(staff, { ...results, ...endpoints, checks: beforeSubmission, whenSubmitted });
  const publishing = { ...results, standardsOf: publicStandards(standards) };
  publishingRoutes(staff, publishing);
  previewRoutes(staff, { ...publishing, languages: core.languages });
  surveyPlanRoutes(staff, core);
  coverageRoutes(staff, core);
  caseSetupRoutes(staff, { db, outbox, languages: core.languages });
  customerGroupRoutes(staff, core);
  signatureConsole(staff, { db, outbox });
  teamRoutes(staff, { db });
  directoryRoutes(staff, core);
  peopleRoutes(staff, { ...core, outbox, provider: provider?.name, whenGranted });
  emailRoutes(staff, { db, outbox, kinds: emailKinds(outgoing) });
  auditRoutes(staff, { db, secret });
  tokenRoutes(staff, core);
  accountRoutes(staff, endpoints, [accountDigests(core)]);
  digestRoutes(staff, core);
  mount('console', '/console', staff.routes);
}

/** Where the public writes to the agency, and reads its answers. */
function mountFeedback(core: Core, mount: Mount, outbox: Outbox): void {
  const routes = { ...core, outbox };
  mount('public', '/feedback', feedbackRoutes(routes));
  mount('public', '/case', writersCaseRoutes(routes));
}

/** What departments published. */
function mountPublished(core: Core, mount: Mount): void {
  const options = { ...core, published: publicReader(core) };
  // Before the pages, whose addresses are shorter.
  mount('results', '/results', resultsFileRoutes(options));
  mount('results', '/results', resultsPageRoutes(options));
  mount('results', '/data.json', catalogRoutes(options));
  mount('embed', '/widget', elementRoutes(options));
}

/** What staff copy and print, the API document, and the favicon. */
function mountPublic(core: Core, mount: Mount, app: Hono): void {
  const { baseUrl, db } = core;
  mount('figures', '/.well-known/heart-survey-keys', keyRoutes(db));
  mount('public', '/signature', signatureRoutes({ ...core, script: builtFile('signature') }));
  mount('public', '/print', printRoutes(core));
  mount('public', '/thanks', choiceRoutes(core));
  mount('public', '/docs', openApiRoutes(app, { baseUrl, sessionCookie: sessionCookie(baseUrl) }));
  const icon = pack(bytesOf(fileBesideCode('http/favicon.svg')));
  const cache = 'public, max-age=86400';
  mount(
    'public',
    '/favicon.svg',
    new Hono().get('/favicon.svg', serveAsset({ file: icon, type: 'image/svg+xml', cache })),
  );
}

function textsIn(file: Uint8Array): WidgetTexts {
  return JSON.parse(Buffer.from(file).toString()) as WidgetTexts;
}
