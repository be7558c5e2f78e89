import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { World } from "../world/world.ts";
import { AdminError } from "./admin-error.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const Quirk = v.strictObject({
  id: v.string(),
  description: v.pipe(v.string(), v.description("What the twin does while it is on.")),
  source: v.pipe(v.string(), v.description("Where the vendor documents it.")),
  default: v.pipe(v.boolean(), v.description("Whether it is on in a new world and after a reset.")),
  on: v.boolean(),
});
const QuirkId = v.strictObject({ id: v.pipe(v.string(), v.description("As GET /admin/quirks lists it.")) });

export function quirksRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/quirks",
      name: "listQuirks",
      summary: "The vendor's documented quirks, and which of them are on in the world.",
      scope: "world",
      response: v.strictObject({ quirks: v.array(Quirk) }),
      run: ({ world }) => ({ quirks: world.quirks.list() }),
    }),
    adminRoute({
      method: "PUT",
      path: "/quirks/:id",
      name: "switchQuirkOn",
      summary: "Switches a quirk on in the world.",
      scope: "world",
      params: QuirkId,
      response: Quirk,
      refusals: ["unknown_quirk"],
      run: ({ world, params: { id } }) => switchQuirk(world, id, true),
    }),
    adminRoute({
      method: "DELETE",
      path: "/quirks/:id",
      name: "switchQuirkOff",
      summary: "Switches a quirk off in the world. A reset puts all of them where they are by default.",
      scope: "world",
      params: QuirkId,
      response: Quirk,
      refusals: ["unknown_quirk"],
      run: ({ world, params: { id } }) => switchQuirk(world, id, false),
    }),
  ];
}

function switchQuirk<T extends TwinTypes>(world: World<T>, id: string, on: boolean): v.InferOutput<typeof Quirk> {
  const switched = world.quirks.set(id, on);
  if (switched !== null) return switched;
  const ids = world.quirks.list().map((quirk) => quirk.id);
  const choice = ids.length === 0 ? "it has none" : `it has ${ids.join(", ")}`;
  throw new AdminError("unknown_quirk", `The twin has no quirk ${JSON.stringify(id)}; ${choice}.`, "id");
}
