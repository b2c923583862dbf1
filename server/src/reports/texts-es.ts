import { grouped } from '@heart-survey/shared/counts';
import { catalogs } from '@heart-survey/shared/languages/languages';
import type { Item } from '@heart-survey/shared/items';
import { lowVolume } from '@heart-survey/shared/scores';
import type { Verdict } from '@heart-survey/shared/verdict';
import { dayIn, isoDayIn, monthsIn, shortMonthsIn } from './spanish-dates.ts';
import type { VerdictSide } from '../figures/figures.ts';
import type { Figure, ReportTexts, VerdictFacts } from './texts.ts';

const items = catalogs['es']!.items;
const people = (responses: number) => `${grouped(responses)} ${responses === 1 ? 'respuesta' : 'respuestas'}`;
const ratingsIn = (ratings: number) => `${grouped(ratings)} ${ratings === 1 ? 'calificación' : 'calificaciones'}`;
const based = ({ average, n, responses }: Figure) => `${average} (${ratingsIn(n)} de ${people(responses)})`;
const basedOn = ({ n, responses }: Pick<Figure, 'n' | 'responses'>) => `n ${grouped(n)}, ${people(responses)}`;
const withCounts = (figure: Figure | null) => (figure === null ? '–' : `${figure.average} (${basedOn(figure)})`);
const itemName = (item: 'average' | Item) => (item === 'average' ? 'el promedio de las seis frases' : items[item].word);

const stages = {
  watch: 'en observación',
  withdrawn: 'retirado: se recuperó',
  required: 'obligatorio',
  agreed: 'aprobado',
  completed: 'completado',
};

/** The Spanish texts: our own draft. */
export const es: ReportTexts = {
  language: 'es',
  draft:
    'Esta traducción es un borrador. Todavía no la ha revisado un traductor de la agencia. En caso de duda, lea el informe en inglés.',
  page: 'Página',
  pageOf: 'de',
  item: (item) => items[item].word,
  statement: (item) => items[item].statement,
  months: monthsIn,
  shortMonths: shortMonthsIn,
  day: dayIn,
  isoDay: isoDayIn,

  reportTitle: (name, months) => `${name}, ${months}`,
  closedOn: ({ label }, day, version) => {
    const [, year, quarter] = /^FY (\S+) Q(\d)/.exec(label) ?? [];
    const named = year === undefined ? '' : `Año fiscal ${year}, trimestre ${quarter} · `;
    return `${named}${version === 1 ? 'cerrado' : `versión ${version}, corregida`} el ${day}`;
  },
  editions: {
    inside: 'Para uso interno del departamento: muestra grupos pequeños',
    outside: 'Para lectores fuera del departamento: no se muestran grupos pequeños',
  },
  lead: {
    met: (name, target, months, figure) =>
      `${name} alcanzó su meta de ${target} en el trimestre de ${months}: ${based(figure)}.`,
    below: (name, target, months, figure) =>
      `${name} no alcanzó su meta de ${target} en el trimestre de ${months}: ${based(figure)}.`,
    metSoFar: (name, target, months, figure) =>
      `Hasta ahora, ${name} alcanza su meta de ${target} en el trimestre de ${months}: ${based(figure)}.`,
    belowSoFar: (name, target, months, figure) =>
      `Hasta ahora, ${name} no alcanza su meta de ${target} en el trimestre de ${months}: ${based(figure)}.`,
    none: (name, months) => `${name} no recibió calificaciones en el trimestre de ${months}.`,
    withheld: (name, months) =>
      `No se muestran los resultados de ${name} en el trimestre de ${months}, para proteger a los grupos pequeños.`,
  },
  noDataReason: 'Motivo indicado al presentar el trimestre',
  withheld: 'no se muestra',

  average: 'Promedio',
  target: 'Meta',
  responses: 'Respuestas',
  agree: 'De acuerdo o muy de acuerdo',
  change: 'Cambio desde el trimestre anterior',
  n: 'Calif. (n)',
  result: 'Resultado',
  intervalHead: 'Intervalo del 95%',
  version: 'Versión',
  intervalIs: (interval) =>
    interval
      ? `intervalo de confianza del 95%: de ${interval.low} a ${interval.high}`
      : 'no se puede estimar el intervalo',
  ratingsAre: (ratings, skipped, excluded) =>
    `${ratingsIn(ratings)}, ${grouped(skipped)} ${skipped === 1 ? 'omitida' : 'omitidas'}${excluded === 0 ? '' : `, ${people(excluded)} ${excluded === 1 ? 'excluida' : 'excluidas'}`}`,
  responsesAre: people,
  ratingsOf: (some, all) => `${grouped(some)} de ${ratingsIn(all)}`,
  changeIs: {
    clear: 'cambio claro',
    'not clear': 'sin cambio claro',
    unknown: 'no hay suficientes respuestas para comparar',
  },
  noEarlier: 'no hay un trimestre anterior para comparar',
  below: 'bajo',
  status: { met: 'alcanzada', below: 'no alcanzada', none: 'sin calificaciones' },

  trend: 'Tendencia por trimestre',
  trendAlt: (name, first, last) =>
    `Promedios de ${name} por trimestre, de ${first.average} en ${first.months} a ${last.average} en ${last.months}. La tabla de abajo tiene los mismos datos.`,
  trendCaption:
    'Todas las regiones juntas. En la gráfica, la línea discontinua es la meta y las barras son los intervalos de confianza del 95%.',
  quarter: 'Trimestre',
  notClosed: 'no cerrado',
  noRatings: 'sin calificaciones',

  items: 'Las seis frases',
  itemsCaption:
    'Todas las regiones juntas. Las columnas del 1 al 5 muestran cuántas personas dieron cada calificación; 5 es “Muy de acuerdo”.',
  itemHead: 'Frase',
  mean: 'Media',

  regions: 'Regiones y programas',
  regionsCaption: (target) => `La meta es ${target}. Un triángulo rojo indica un resultado por debajo de la meta.`,
  regionItems: 'Frases por región',
  regionItemsCaption:
    'La media de cada frase, con el número de calificaciones debajo. Un triángulo rojo indica un resultado por debajo de la meta.',
  region: 'Región',
  allRegions: 'Todas las regiones',
  plan: 'Plan de acción',

  plans: 'Planes de acción',
  noPlans: 'Ninguna región tiene un plan de acción para este trimestre.',
  noPlansShown: 'Ninguna región cuyos resultados se muestran tiene un plan de acción para este trimestre.',
  planFor: (region, months) => `${region}, ${months}`,
  stageIs: (stage, { dueOn, continues }) =>
    [
      `Etapa: ${stages[stage]}.`,
      stage === 'required' && dueOn !== null ? `Vence el ${dueOn}.` : '',
      continues === null ? '' : `Continúa el plan de ${continues}.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  stages,
  causes: {
    people: 'Personal',
    process: 'Proceso',
    information: 'Información',
    place: 'Lugar',
    volume: 'Volumen de trabajo',
    other: 'Otra',
  },
  causeIs: (cause) => `Causa: ${cause}`,
  measureIs: (figure, goal) =>
    goal === null ? `Indicador: ${itemName(figure)}.` : `Objetivo: ${goal} para ${itemName(figure)}.`,
  action: 'Acción',
  actionsCaption: 'Lo que la región está haciendo al respecto.',
  due: 'Fecha límite',
  state: 'Estado',
  states: { open: 'Pendiente', done: 'Hecha', dropped: 'Descartada' },
  verdictIs: (facts) => `¿Ayudó? ${verdictIn(facts)}`,
  verdictFrom: (quarters) =>
    `Calculada con ${quarters.map(({ id, version }) => `${shortMonthsIn({ id })} (versión ${version})`).join(', ')}.`,
  verdictReplaced: (facts) => `Evaluación anterior, reemplazada después de una corrección: ${verdictIn(facts)}`,
  verdictWithheld:
    'No se muestra: los resultados de la región no se muestran en uno de los trimestres en que se basa la evaluación.',

  restatements: 'Correcciones',
  notRestated: 'Este trimestre no se ha corregido.',
  restatementsCaption: 'Cada versión de este trimestre, con el promedio antes y después.',
  reason: 'Motivo',
  class: 'Tipo',
  date: 'Fecha',
  before: 'Antes',
  after: 'Después',
  classes: {
    'late paper': 'Formularios en papel recibidos tarde',
    error: 'Error',
    exclusion: 'Exclusión',
    erasure: 'Eliminación',
  },
  closing: 'Trimestre cerrado',
  basedOn,
  regionsChanged: (changes) =>
    changes.map(({ name, before, after }) => `${name}: de ${withCounts(before)} a ${withCounts(after)}`).join('; '),
  restatedOutside: (day, version) =>
    `Corregido el ${day} (versión ${version}). Sus resultados no se muestran hasta que hayan cambiado al menos 11 respuestas en una región.`,
  replacedOutside: (day) =>
    `Corregido el ${day}. Esto cambia si se alcanzó la meta. Quien conserve la versión anterior puede calcular la diferencia en una región cuyo estado cambió. Cualquier otra región con un cambio de 1 a 10 personas no se muestra, y el total tampoco.`,
  totalStatusOutside: {
    met: 'Todas las regiones juntas alcanzan la meta. Sus resultados no se muestran.',
    below: 'Todas las regiones juntas no alcanzan la meta. Sus resultados no se muestran.',
  },
  replacedVersion: (version, sha256) => `Reemplaza la versión ${version}, SHA-256 ${sha256}.`,

  counting: 'Cómo se contó',
  countingRules: ({ target, zone, edition }) => [
    'Las personas califican seis frases de 1 (muy en desacuerdo) a 5 (muy de acuerdo) y pueden omitir cualquiera. Las frases omitidas no cuentan.',
    'El promedio es la suma de todas las calificaciones dividida entre su número (n), con las seis frases juntas. El promedio del departamento se calcula con todas sus calificaciones. No es un promedio de los promedios de las regiones.',
    'Los promedios se cortan a dos decimales, no se redondean: 3.996 se muestra como 3.99.',
    `Para decidir si se alcanzó la meta de ${target} se usan números enteros, antes de cortar decimales.`,
    'El intervalo de confianza del 95% se calcula por persona, no por calificación. No decide si se necesita un plan de acción.',
    `Una respuesta cuenta en el trimestre en que se recibió (zona horaria ${zone}), y un formulario en papel en el trimestre de la fecha escrita en él.`,
    'La evaluación de un plan de acción se calcula con los dos primeros trimestres que empezaron después de aprobarse el plan. Nadie elige el resultado.',
    ...(edition === 'outside'
      ? [
          'No se muestran grupos de 1 a 10 personas, ni nada de lo que se pueda deducir un grupo así. El número de personas que dieron cada calificación se muestra a partir de 30 calificaciones.',
        ]
      : []),
  ],

  signature: 'Firma y hash',
  notSubmitted: 'Esta versión no se ha presentado a la oficina ejecutiva.',
  submittedBy: 'Presentado por',
  submittedOn: 'Presentado el',
  confirmedWith: 'Identidad confirmada con',
  submissionHash: 'SHA-256 de la presentación',
  key: 'Clave de firma',
  figuresHash: 'SHA-256 de los resultados',
  signatureMeans:
    'La presentación firmada está adjunta a este archivo. La firma demuestra que no ha cambiado desde que se firmó. No demuestra que los resultados sean correctos ni que el operador haya sido honesto. Para comprobarlo, ejecute “heart verify-submission”.',
  attachedCsv: 'Los promedios del trimestre',
  attachedSubmission: 'La presentación firmada',

  planTitle: (region) => `Plan de acción para ${region}`,
  planInside: 'Para uso interno del departamento',
  approved: 'Aprobado',
  owner: 'Responsable',
  monitor: 'Supervisión',
  nobody: 'sin asignar todavía',
  itemsBelow: 'Frases por debajo de la meta',
  cause: 'Causa',
  notWritten: 'Todavía no está escrita.',
  overallRating: (rating) => `calificación general ${rating}`,
  actions: 'Acciones',

  shareOutTitle: (name) => `${name}: lo que nos dijeron nuestros clientes`,
  shareOutFooter:
    'Los promedios van de 1 (muy en desacuerdo) a 5 (muy de acuerdo) y se cortan a dos decimales. n es el número de calificaciones. No se muestran grupos pequeños. Esta traducción es un borrador.',
  shareOutItems: 'Cómo nos calificaron',
  shareOutQuotes: 'Lo que dijeron',
  shareOutActions: 'Lo que estamos haciendo',
  shareOutNoActions:
    'Ninguna región cuyos resultados se muestran tiene un plan de acción aprobado para este trimestre.',
  maskedWord: '[oculto]',

  agencyTitle: 'Todos los departamentos',
  agencySub: 'El último trimestre cerrado de cada departamento. No se muestran grupos de menos de 11 respuestas.',
  agencyLead: (met, shown) =>
    shown === 1
      ? `El único departamento cuyos resultados se muestran ${met === 1 ? 'alcanzó' : 'no alcanzó'} su meta en su último trimestre cerrado.`
      : `De los ${shown} departamentos cuyos resultados se muestran, ${met} ${met === 1 ? 'alcanzó' : 'alcanzaron'} su meta en su último trimestre cerrado.`,
  agencyNone: 'Ningún departamento tiene un trimestre cerrado con resultados que se puedan mostrar.',
  departments: 'Departamentos',
  department: 'Departamento',
  agencyCaption: 'Los promedios se cortan a dos decimales, no se redondean. n es el número de calificaciones.',
  plansNeeded: ({ needed, done, isWhole }) =>
    `${needed === 0 ? 'ninguno necesario' : `${needed} ${needed === 1 ? 'necesario' : 'necesarios'}, ${done} ${done === 1 ? 'completado' : 'completados'}`}${isWhole ? '' : ' en las regiones mostradas; otras no se muestran'}`,
  notYet: (names) => `Todavía sin un trimestre cerrado: ${names}.`,
};

const verdictNames: Record<Verdict, string> = {
  'too few responses': 'Muy pocas respuestas',
  worse: 'Peor',
  'clearly better': 'Claramente mejor',
  'at target twice': 'Alcanzó la meta en ambos trimestres',
  'at target once': 'Alcanzó la meta en uno de dos trimestres',
  'no change shown': 'No se demuestra un cambio',
};

const waiting =
  'Habrá una evaluación cuando se hayan cerrado dos trimestres que empezaron después de aprobarse el plan.';

/** The sentence of `verdictInWords` in figures/. */
function verdictIn({ verdict, isInterim, sides, closed }: VerdictFacts): string {
  if (verdict === null) return waiting;
  const name = !isInterim
    ? verdictNames[verdict]
    : verdict === 'at target once'
      ? 'Alcanzó la meta en el primer trimestre'
      : 'Muy pocas respuestas hasta ahora';
  const figures =
    sides === null || closed === 0 ? '' : `: ${sideIn(sides.after)}, en comparación con ${sideIn(sides.before)}`;
  return `${name}${figures}. ${meaningIn(verdict, isInterim)}`;
}

function sideIn({ quarters, average, n, responses }: VerdictSide): string {
  if (quarters.length === 0) return 'ningún trimestre cerrado';
  const when = quarters.map((quarter) => shortMonthsIn(quarter)).join(' y ');
  return `${average ?? 'sin calificaciones'} en ${when} (n ${grouped(n)}, ${people(responses)})`;
}

function meaningIn(verdict: Verdict, isInterim: boolean): string {
  if (verdict === 'too few responses') {
    return `Para una evaluación se necesitan al menos ${lowVolume} respuestas antes del plan y ${lowVolume} después.`;
  }
  if (isInterim) return `No se demuestra una mejora. ${waiting}`;
  if (verdict === 'worse' || verdict === 'clearly better') {
    return 'Es poco probable que una diferencia así de grande se deba al azar.';
  }
  const chance = 'La diferencia puede deberse al azar.';
  return verdict === 'no change shown' ? chance : `No se demuestra una mejora. ${chance}`;
}
