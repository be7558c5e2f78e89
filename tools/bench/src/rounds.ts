/**
 * Who is measured when: each round in the reverse order of the one before, so that neither a machine that slows down nor
 * a neighbour's noise hits the same contender each time.
 */
export function orderOf<Name>(names: readonly Name[], round: number): Name[] {
  return round % 2 === 0 ? [...names] : names.toReversed();
}

/** Figures of each contender, one per round. */
export async function inRounds<Subject extends { readonly name: string }, Figure>(
  subjects: readonly Subject[],
  rounds: number,
  measure: (subject: Subject) => Promise<Figure>,
): Promise<ReadonlyMap<Subject["name"], readonly Figure[]>> {
  const figures = new Map<Subject["name"], Figure[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of orderOf(subjects, round)) figures.get(subject.name)?.push(await measure(subject));
  }
  return figures;
}
