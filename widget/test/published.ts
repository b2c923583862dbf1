import type { Results, ResultsRow } from '../src/results.ts';

// The scripted collectors' results of a department, in the shape of the real one's JSON.

const quarters = ['2024-10', '2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04', '2026-07'];
const figures: [average: string, low: string, high: string, responses: string][] = [
  ['4.01', '3.91', '4.11', '402'],
  ['4.11', '4.02', '4.19', '511'],
  ['3.94', '3.85', '4.04', '498'],
  ['3.88', '3.77', '4.00', '430'],
  ['4.05', '3.98', '4.13', '803'],
  ['4.17', '4.10', '4.24', '1,020'],
  ['4.21', '4.15', '4.28', '1,377'],
  ['4.30', '4.25', '4.35', '1,615'],
];

interface Words {
  dir: 'ltr' | 'rtl';
  name: string;
  sentence: string;
  link: string;
  chart: string;
  goal: string;
  caption: string;
  heads: Results['heads'];
  show: string;
  label: (quarter: string) => string;
  interval: (low: string, high: string) => string;
  met: string;
  below: string;
}

const words: Record<string, Words> = {
  en: {
    dir: 'ltr',
    name: 'Child Welfare Services',
    sentence:
      'In July to September 2026, 1,615 people rated Child Welfare Services. The average was 4.30 of 5; the goal is 4.',
    link: 'All results for Child Welfare Services',
    chart: 'Average ratings by quarter, with the goal of 4. The latest is 4.30.',
    goal: 'Goal: 4',
    caption: 'Average ratings for Child Welfare Services by quarter',
    heads: ['Quarter', 'Average', '95% confidence interval', 'Responses'],
    show: 'Show as a table',
    label: (quarter) => {
      const [year, month] = quarter.split('-');
      return `${{ '01': 'Jan–Mar', '04': 'Apr–Jun', '07': 'Jul–Sep', '10': 'Oct–Dec' }[month!]} ${year}`;
    },
    interval: (low, high) => `${low} to ${high}`,
    met: 'goal met',
    below: 'below the goal',
  },
  es: {
    dir: 'ltr',
    name: 'Child Welfare Services',
    sentence:
      'De julio a septiembre de 2026, 1,615 personas calificaron a Child Welfare Services. El promedio fue 4.30 de 5; la meta es 4.',
    link: 'Todos los resultados de Child Welfare Services',
    chart: 'Calificaciones promedio por trimestre, con la meta de 4. La más reciente es 4.30.',
    goal: 'Meta: 4',
    caption: 'Calificaciones promedio de Child Welfare Services por trimestre',
    heads: ['Trimestre', 'Promedio', 'Intervalo de confianza del 95%', 'Respuestas'],
    show: 'Mostrar como tabla',
    label: (quarter) => {
      const [year, month] = quarter.split('-');
      return `${{ '01': 'ene–mar', '04': 'abr–jun', '07': 'jul–sept', '10': 'oct–dic' }[month!]} ${year}`;
    },
    interval: (low, high) => `de ${low} a ${high}`,
    met: 'se cumplió la meta',
    below: 'por debajo de la meta',
  },
  ar: {
    dir: 'rtl',
    name: 'Child Welfare Services',
    sentence:
      'من يوليو إلى سبتمبر 2026، قيّم 1,615 شخصًا خدمات Child Welfare Services. كان المتوسط 4.30 من 5؛ والهدف هو 4.',
    link: 'جميع نتائج Child Welfare Services',
    chart: 'متوسط التقييمات حسب الربع، مع الهدف 4. الأحدث هو 4.30.',
    goal: 'الهدف: 4',
    caption: 'متوسط تقييمات Child Welfare Services حسب الربع',
    heads: ['الربع', 'المتوسط', 'فترة الثقة 95%', 'الردود'],
    show: 'عرض كجدول',
    label: (quarter) => {
      const [year, month] = quarter.split('-');
      return `${{ '01': 'يناير–مارس', '04': 'أبريل–يونيو', '07': 'يوليو–سبتمبر', '10': 'أكتوبر–ديسمبر' }[month!]} ${year}`;
    },
    interval: (low, high) => `من ${low} إلى ${high}`,
    met: 'تحقق الهدف.',
    below: 'أقل من الهدف',
  },
};

/** A withheld quarter. */
const withheld = {
  average: null,
  low: null,
  high: null,
  interval: 'withheld',
  responses: 'withheld',
  status: 'suppressed',
  statusText: 'withheld',
} as const;

interface Asked {
  /** Any tag; English without a match. */
  lang?: string | null | undefined;
  /** The last quarter; by default, the latest. */
  quarter?: string | null | undefined;
  /** Quarters whose figures are withheld. */
  hidden?: string[];
  /** How many quarters at most. */
  count?: number;
}

/** The results of Child Welfare Services; undefined if that quarter is not published. @param origin the collector's. */
export function published(origin: string, { lang, quarter, hidden = [], count = 8 }: Asked = {}): Results | undefined {
  const language = Object.keys(words).find((tag) => lang?.startsWith(tag)) ?? 'en';
  const { label, interval, met, below, ...texts } = words[language]!;
  const last = quarter ? quarters.indexOf(quarter) : quarters.length - 1;
  if (last < 0) return undefined;
  const rows = quarters.slice(0, last + 1).map((id, index): ResultsRow => {
    const [average, low, high, responses] = figures[index]!;
    const isBelow = Number(average) < 4;
    const shown = {
      average,
      low,
      high,
      responses,
      interval: interval(low, high),
      status: isBelow ? 'below' : 'met',
      statusText: isBelow ? below : met,
    } as const;
    return { quarter: id, label: label(id), target: 400, ...(hidden.includes(id) ? withheld : shown) };
  });
  const href = `${origin}/results/cws/${quarters[last]!}`;
  return { lang: language, ...texts, href, target: 400, rows: rows.slice(-count) };
}
