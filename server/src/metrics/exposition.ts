/** Tells the samples of one family apart. Never a person, a region, or anything chosen by a client. */
export type Labels = Readonly<Record<string, string>>;

/** A metric with its samples, in the Prometheus text format, version 0.0.4. */
export interface Family {
  text: () => Promise<string>;
}

export interface Sample {
  labels?: Labels;
  value: number;
}

/** In seconds: a form takes the first of these, an export the last. */
export const secondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/**
 * A value that only grows.
 * @param known exist from the start, at 0: an alert notices a first event only as a change.
 */
export function counter(name: string, help: string, known: Labels[] = []) {
  const all = new Map(known.map((labels) => [keyOf(labels), { labels, value: 0 }]));
  return {
    add(labels: Labels = {}, by = 1): void {
      const key = keyOf(labels);
      const counted = all.get(key) ?? { labels, value: 0 };
      all.set(key, counted);
      counted.value += by;
    },
    text: async () =>
      head(name, help, 'counter') +
      [...all.values()].map(({ labels, value }) => line(name, written(labels), value)).join(''),
  };
}

/** A value that goes up and down, read on each scrape. */
export function gauge(name: string, help: string, read: () => Sample[] | Promise<Sample[]>): Family {
  return {
    text: async () => {
      const samples = await read();
      return (
        head(name, help, 'gauge') + samples.map(({ labels, value }) => line(name, written(labels), value)).join('')
      );
    },
  };
}

/** Counts observations up to each bound; the last bucket, without a bound, is added automatically. */
export function histogram(name: string, help: string, bounds: number[], known: Labels[] = []) {
  interface Observed {
    labels: Labels;
    /** The count for each bound, and for those above the last. */
    counts: number[];
    sum: number;
  }
  const fresh = (labels: Labels): Observed => ({ labels, counts: Array<number>(bounds.length + 1).fill(0), sum: 0 });
  const all = new Map(known.map((labels) => [keyOf(labels), fresh(labels)]));
  const lines = ({ labels, counts, sum }: Observed): string => {
    let upTo = 0;
    const buckets = [...bounds.map(String), '+Inf'].map((le, index) => {
      upTo += counts[index]!;
      return line(`${name}_bucket`, written({ ...labels, le }), upTo);
    });
    const key = written(labels);
    return buckets.join('') + line(`${name}_sum`, key, sum) + line(`${name}_count`, key, upTo);
  };
  return {
    observe(value: number, labels: Labels = {}): void {
      const key = keyOf(labels);
      const observed = all.get(key) ?? fresh(labels);
      all.set(key, observed);
      const index = bounds.findIndex((bound) => value <= bound);
      observed.counts[index === -1 ? bounds.length : index]! += 1;
      observed.sum += value;
    },
    text: async () => head(name, help, 'histogram') + [...all.values()].map(lines).join(''),
  };
}

function head(name: string, help: string, type: 'counter' | 'gauge' | 'histogram'): string {
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
}

function line(name: string, labels: string, value: number): string {
  return `${name}${labels} ${value}\n`;
}

/** Tells samples of one family apart without writing them: each request counts in some. */
function keyOf(labels: Labels): string {
  let key = '';
  for (const name in labels) key += `${labels[name]}\n`;
  return key;
}

function written(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll(/[\\"\n]/g, (found) => (found === '\n' ? String.raw`\n` : `\\${found}`));
}
