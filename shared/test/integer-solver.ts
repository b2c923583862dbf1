/** Unknowns that add up to zero with these signs. */
export type Equation = ReadonlyMap<number, 1 | -1>;

/** Whole numbers between two bounds that fulfill equations, each in at most two of them; and one solution of it. */
export interface Puzzle {
  bounds: readonly (readonly [low: number, high: number])[];
  equations: readonly Equation[];
  solution: readonly number[];
}

/**
 * How far an unknown can go in that direction, counted up to `most`. One unit at a time: what this puts out of balance is put
 * right by other unknowns, one after the other. Exact, since a matrix with one 1 and one −1 in each column has whole
 * solutions wherever it has any.
 */
export function reach(
  { bounds, equations, solution }: Puzzle,
  unknown: number,
  direction: 1 | -1,
  most: number,
): number {
  const values = [...solution];
  const free = equations.length;
  /** The equations that an unknown is in; one that is in fewer than two can give way. */
  const ends = bounds.map((_, place) => {
    const mine = equations.flatMap((equation, at) => (equation.has(place) ? [at] : []));
    return [mine[0] ?? free, mine[1] ?? free] as const;
  });
  const signOf = (equation: number, place: number) => equations[equation]?.get(place) ?? 1;

  const stepOnce = (): boolean => {
    const [start, goal] = ends[unknown]!;
    if (!isWithin(values[unknown]! + direction, bounds[unknown]!)) return false;
    const missing = -direction * signOf(start, unknown);
    const found = new Map<string, { from: string | null; place: number; change: number }>();
    const queue: [equation: number, missing: number][] = [[start, missing]];
    found.set(`${start} ${missing}`, { from: null, place: unknown, change: direction });
    for (const [equation, missing] of queue) {
      const key = `${equation} ${missing}`;
      // Back where the first change is still missing its counterpart.
      if (equation === goal && (goal === free || missing === direction * signOf(goal, unknown))) {
        for (let at: string | null = key; at !== null; at = found.get(at)!.from) {
          const { place, change } = found.get(at)!;
          values[place]! += change;
        }
        return true;
      }
      for (const [place, [one, two]] of ends.entries()) {
        if (place === unknown || (one !== equation && two !== equation)) continue;
        const other = one === equation ? two : one;
        for (const change of equation === free ? [1, -1] : [missing * signOf(equation, place)]) {
          if (!isWithin(values[place]! + change, bounds[place]!)) continue;
          const left = other === free ? 0 : -change * signOf(other, place);
          const next = `${other} ${left}`;
          if (found.has(next)) continue;
          found.set(next, { from: key, place, change });
          queue.push([other, left]);
        }
      }
    }
    return false;
  };

  let steps = 0;
  while (steps < most && stepOnce()) steps += 1;
  return steps;
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return low <= value && value <= high;
}
