/** What tells the samples of one family apart. Never a person, a region, or anything that a client chose. */
export type Labels = Readonly<Record<string, string>>;

/** Some of what is measured, written in the Prometheus text format, version 0.0.4. */
export interface Family {
  text: () => Promise<string>;
}

export interface Sample {
  labels?: Labels;
  value: number;
}

/** In seconds: a form is answered within the first bounds, an export within the last. */
export const secondsBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Only ever grows. @param known are there from the start, at 0: an alert sees the first of a kind only as a change. */
export function counter(name: string, help: string, known: Labels[] = []) {
  const values = new Map(known.map((labels) => [written(labels), 0]));
  return {
    add(labels: Labels = {}, by = 1): void {
      const key = written(labels);
      values.set(key, (values.get(key) ?? 0) + by);
    },
    text: async () => head(name, help, 'counter') + [...values].map(([key, value]) => line(name, key, value)).join(''),
  };
}

/** Goes up and down, and is looked up when somebody asks. */
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

/** How many observations were at most each bound; the last bound, without end, is there by itself. */
export function histogram(name: string, help: string, bounds: number[], known: Labels[] = []) {
  interface Observed {
    labels: Labels;
    /** Of those in each bound, and of those above the last. */
    counts: number[];
    sum: number;
  }
  const fresh = (labels: Labels): Observed => ({ labels, counts: Array<number>(bounds.length + 1).fill(0), sum: 0 });
  const all = new Map(known.map((labels) => [written(labels), fresh(labels)]));
  const lines = ({ labels, counts, sum }: Observed): string => {
    let upTo = 0;
    const buckets = [...bounds.map(String), '+Inf'].map((le, place) => {
      upTo += counts[place]!;
      return line(`${name}_bucket`, written({ ...labels, le }), upTo);
    });
    const key = written(labels);
    return buckets.join('') + line(`${name}_sum`, key, sum) + line(`${name}_count`, key, upTo);
  };
  return {
    observe(value: number, labels: Labels = {}): void {
      const key = written(labels);
      const observed = all.get(key) ?? fresh(labels);
      all.set(key, observed);
      const place = bounds.findIndex((bound) => value <= bound);
      observed.counts[place === -1 ? bounds.length : place]! += 1;
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

function written(labels: Labels = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function escaped(value: string): string {
  return value.replaceAll(/[\\"\n]/g, (found) => (found === '\n' ? String.raw`\n` : `\\${found}`));
}
