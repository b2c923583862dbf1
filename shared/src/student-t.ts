/** The 97.5% points of Student's t for 1 to 30 degrees of freedom. */
const table = [
  12.70620473617, 4.302652729749, 3.182446305284, 2.776445105198, 2.570581835636, 2.446911851145, 2.364624251593,
  2.306004135204, 2.262157162798, 2.228138851986, 2.200985160092, 2.178812829667, 2.160368656463, 2.144786687918,
  2.13144954556, 2.119905299221, 2.109815577833, 2.100922040241, 2.093024054408, 2.085963447266, 2.079613844728,
  2.073873067904, 2.068657610419, 2.063898561628, 2.059538552753, 2.055529438643, 2.05183051648, 2.048407141795,
  2.045229642133, 2.042272456301,
];

/** The 99.5% points of Student's t for 1 to 30 degrees of freedom. */
const highTable = [
  63.65674116287, 9.924843200918, 5.840909309733, 4.60409487135, 4.032142983555, 3.707428021325, 3.49948329735,
  3.355387331333, 3.249835541592, 3.169272672617, 3.105806515539, 3.054539589393, 3.012275838717, 2.976842734371,
  2.946712883475, 2.920781622425, 2.898230519677, 2.878440472739, 2.860934606465, 2.845339709786, 2.831359558023,
  2.8187560606, 2.80733568377, 2.796939504774, 2.787435813677, 2.77871453333, 2.770682957122, 2.763262455461,
  2.756385903671, 2.749995653567,
];

/** The 97.5% and the 99.5% points of the normal distribution. */
const highZ = 2.575829303548901;
const z = 1.959963984540054;

/**
 * The factor for a two-sided 95% interval: the 97.5% point of Student's t with `degrees` degrees of freedom (1 or more).
 * Up to 30 it comes from the table. Beyond that, it is the Cornish–Fisher expansion around the normal point (Abramowitz
 * & Stegun 26.7.5), whose error there is below 5e-8.
 */
export function studentT(degrees: number): number {
  return table[degrees - 1] ?? studentTAt(z, degrees);
}

/**
 * The limit of a one-sided test at 0.5%: the 99.5% point of Student's t. Degrees are cut to a whole number, as one does
 * with a printed table, so that the limit is never too low. @param degrees 1 or more.
 */
export function studentTLimit(degrees: number): number {
  const whole = Math.floor(degrees);
  return highTable[whole - 1] ?? studentTAt(highZ, whole);
}

/**
 * The point of Student's t that matches `z` in the normal distribution, by the same expansion. Below 10 degrees of
 * freedom it is too rough to base a decision on.
 */
export function studentTAt(z: number, degrees: number): number {
  const terms = [
    z,
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, power) => sum + term / degrees ** power, 0);
}

/**
 * The point that a normal variable exceeds with that chance, 0 to 0.5. Found by bisection on the tail formula of
 * Abramowitz & Stegun 26.2.17, whose error is below 7.5e-8.
 */
export function normalPoint(chance: number): number {
  let [low, high] = [0, 10];
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (normalTail(middle) > chance) low = middle;
    else high = middle;
  }
  return low;
}

function normalTail(z: number): number {
  const t = 1 / (1 + 0.231_641_9 * z);
  const terms = [0.319_381_530, -0.356_563_782, 1.781_477_937, -1.821_255_978, 1.330_274_429];
  const density = Math.exp(-(z ** 2) / 2) / Math.sqrt(2 * Math.PI);
  return density * terms.reduce((sum, term, power) => sum + term * t ** (power + 1), 0);
}
