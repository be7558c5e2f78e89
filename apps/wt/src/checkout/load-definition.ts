import { pathToFileURL } from "node:url";
import type { AnyTwinDefinition } from "@twinkit-pro/twinkit";
import * as v from "valibot";

const TwinModule = v.looseObject({
  twin: v.custom<AnyTwinDefinition>((value) =>
    v.is(v.looseObject({ name: v.string(), version: v.string(), resources: v.array(v.unknown()) }), value),
  ),
});

/** The definition that a twin's built module exports. @throws Error naming a module that is no twin's */
export async function loadDefinition(module: string): Promise<AnyTwinDefinition> {
  const loaded = v.safeParse(TwinModule, await import(pathToFileURL(module).href));
  if (!loaded.success) throw new Error(`${module} does not export a definition as \`twin\`.`);
  return loaded.output.twin;
}
