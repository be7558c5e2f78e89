import { Timestamp } from "@twinkit-pro/contracts";
import * as v from "valibot";
import type { TwinTypes } from "../define/twin-types.ts";
import type { SnapshotFacts } from "../world/snapshots.ts";
import { type AdminRoute, adminRoute } from "./admin-route.ts";

const SnapshotName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "must be 1 to 64 letters, digits, '_', '.' or '-'"),
);
const Named = v.strictObject({ name: v.pipe(v.string(), v.maxLength(128)) });
const Shown = v.strictObject({
  name: v.string(),
  time: v.pipe(Timestamp, v.description("Where the world's clock stood.")),
  objects: v.number(),
});

export function snapshotsRoutes<T extends TwinTypes>(): AdminRoute<T>[] {
  return [
    adminRoute({
      method: "GET",
      path: "/snapshots",
      name: "listSnapshots",
      summary: "The named snapshots of a world.",
      scope: "world",
      response: v.strictObject({ snapshots: v.array(Shown) }),
      run: ({ world }) => ({ snapshots: world.snapshots.list().map(shown) }),
    }),
    adminRoute({
      method: "POST",
      path: "/snapshots",
      name: "takeSnapshot",
      summary: "Names the present state of a world. Copies nothing; a snapshot of the same name is replaced.",
      scope: "world",
      body: v.strictObject({ name: SnapshotName }),
      status: 201,
      response: Shown,
      refusals: ["snapshots_full"],
      run: ({ world, body }) => shown(world.snapshots.take(body.name)),
    }),
    adminRoute({
      method: "POST",
      path: "/snapshots/:name/restore",
      name: "restoreSnapshot",
      summary:
        "Makes a world exactly what it was: order, ids, counters, clock, pending work, idempotency records. Ledger, faults and configuration stay.",
      scope: "world",
      params: Named,
      response: v.strictObject({ status: v.literal("restored"), world: v.string(), name: v.string() }),
      refusals: ["snapshot_unknown"],
      run: ({ world, params: { name } }) => {
        world.snapshots.restore(name);
        return { status: "restored", world: world.name, name };
      },
    }),
    adminRoute({
      method: "DELETE",
      path: "/snapshots/:name",
      name: "deleteSnapshot",
      summary: "Forgets a snapshot.",
      scope: "world",
      params: Named,
      response: v.strictObject({ status: v.literal("deleted"), name: v.string() }),
      refusals: ["snapshot_unknown"],
      run: ({ world, params: { name } }) => {
        world.snapshots.delete(name);
        return { status: "deleted", name };
      },
    }),
  ];
}

function shown({ name, atMs, objects }: SnapshotFacts): v.InferOutput<typeof Shown> {
  return { name, time: new Date(atMs).toISOString(), objects };
}
