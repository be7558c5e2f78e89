/** State of a generator: four unsigned 32-bit words. */
export type RandomState = readonly [number, number, number, number];

/** A seeded, reproducible source of randomness. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Uniform integer in [0, bound). */
  below(bound: number): number;
  state(): RandomState;
  restore(state: RandomState): void;
}

/** sfc32 (Chris Doty-Humphrey, PractRand), seeded from any text by four rounds of FNV-1a. */
export function createRandom(seed: string): Random {
  let [a, b, c, d] = seedWords(seed);
  const word = (): number => {
    const sum = (((a + b) >>> 0) + d) >>> 0;
    d = (d + 1) >>> 0;
    a = (b ^ (b >>> 9)) >>> 0;
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + sum) >>> 0;
    return sum;
  };
  for (let warmUp = 0; warmUp < 12; warmUp += 1) word();
  return {
    next: () => word() / 0x1_0000_0000,
    below: (bound) => Math.floor((word() / 0x1_0000_0000) * bound),
    state: () => [a, b, c, d],
    restore: (state) => {
      [a, b, c, d] = state;
    },
  };
}

function seedWords(seed: string): [number, number, number, number] {
  const words: [number, number, number, number] = [0, 0, 0, 0];
  for (let index = 0; index < 4; index += 1) {
    let hash = (0x811c9dc5 ^ (index * 0x9e3779b9)) >>> 0;
    for (let at = 0; at < seed.length; at += 1) hash = Math.imul(hash ^ seed.charCodeAt(at), 0x01000193) >>> 0;
    words[index] = hash;
  }
  return words;
}
