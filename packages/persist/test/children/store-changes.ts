/** The life of a store that the kill tests know: groups of changes made at the same time. */
export type Change = readonly ["set", string, number] | readonly ["delete", string] | readonly ["compact"];

export const GROUPS: readonly (readonly Change[])[] = [
  [["set", "a", 1]],
  [
    ["set", "b", 2],
    ["set", "a", 3],
    ["delete", "old"],
  ],
  [["compact"]],
  [
    ["set", "c", 4],
    ["delete", "b"],
  ],
];

export const BEFORE: readonly [string, number][] = [
  ["old", 0],
  ["kept", 7],
];

/** Every state that the store passes through, and how many groups are confirmed in it. */
export function statesPassed(): { entries: [string, number][]; confirmed: number }[] {
  const model = new Map(BEFORE);
  const states = [{ entries: [...model], confirmed: 0 }];
  for (const [index, group] of GROUPS.entries()) {
    for (const [kind, key = "", value = 0] of group) {
      if (kind === "set") model.set(key, value);
      if (kind === "delete") model.delete(key);
      states.push({ entries: [...model], confirmed: index });
    }
    states.push({ entries: [...model], confirmed: index + 1 });
  }
  return states;
}
