/** Unknowns that add up to zero, each with its sign. */
export type Equation = ReadonlyMap<number, 1 | -1>;

/** Whole numbers between bounds that satisfy equations, each in at most two of them, and one solution. */
export interface Puzzle {
  bounds: readonly (readonly [low: number, high: number])[];
  equations: readonly Equation[];
  solution: readonly number[];
}

/**
 * How far an unknown can move in that direction, counted up to `max`. It moves one unit at a time, and other unknowns
 * restore the balance one after another. The result is exact, because a matrix with one 1 and one −1 in each column has
 * integer solutions whenever it has any.
 */
export function reach(
  { bounds, equations, solution }: Puzzle,
  unknown: number,
  direction: 1 | -1,
  max: number,
): number {
  const values = [...solution];
  const free = equations.length;
  /** The equations that contain an unknown. An unknown in fewer than two can change freely on one side. */
  const ends = bounds.map((_, position) => {
    const mine = equations.flatMap((equation, at) => (equation.has(position) ? [at] : []));
    return [mine[0] ?? free, mine[1] ?? free] as const;
  });
  const signOf = (equation: number, position: number) => equations[equation]?.get(position) ?? 1;

  const stepOnce = (): boolean => {
    const [start, goal] = ends[unknown]!;
    if (!isWithin(values[unknown]! + direction, bounds[unknown]!)) return false;
    const missing = -direction * signOf(start, unknown);
    const found = new Map<string, { from: string | null; position: number; change: number }>();
    const queue: [equation: number, missing: number][] = [[start, missing]];
    found.set(`${start} ${missing}`, { from: null, position: unknown, change: direction });
    for (const [equation, missing] of queue) {
      const key = `${equation} ${missing}`;
      // The path is complete when it reaches the equation that the first change left unbalanced.
      if (equation === goal && (goal === free || missing === direction * signOf(goal, unknown))) {
        for (let at: string | null = key; at !== null; at = found.get(at)!.from) {
          const { position, change } = found.get(at)!;
          values[position]! += change;
        }
        return true;
      }
      for (const [position, [one, two]] of ends.entries()) {
        if (position === unknown || (one !== equation && two !== equation)) continue;
        const other = one === equation ? two : one;
        for (const change of equation === free ? [1, -1] : [missing * signOf(equation, position)]) {
          if (!isWithin(values[position]! + change, bounds[position]!)) continue;
          const left = other === free ? 0 : -change * signOf(other, position);
          const next = `${other} ${left}`;
          if (found.has(next)) continue;
          found.set(next, { from: key, position, change });
          queue.push([other, left]);
        }
      }
    }
    return false;
  };

  let steps = 0;
  while (steps < max && stepOnce()) steps += 1;
  return steps;
}

function isWithin(value: number, [low, high]: readonly [number, number]): boolean {
  return low <= value && value <= high;
}
