import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Addresses and folders of one start. */
export interface Places {
  readonly root: string;
  /** Everything that a start leaves behind lies below it. */
  readonly work: string;
  readonly platformPort: number;
  readonly platformUrl: string;
  readonly portOffset: number;
  /** The fleet's home: licence and what belongs to it. */
  readonly home: string;
}

const PLATFORM_PORT = 4100;

/** `portOffset` is added to every port of the published table. */
export function placesOf(portOffset: number): Places {
  // This file is built into tools/start/dist.
  const root = join(dirname(fileURLToPath(import.meta.url)), "../../..");
  const work = join(root, ".wt");
  const platformPort = PLATFORM_PORT + portOffset;
  return {
    root,
    work,
    platformPort,
    platformUrl: `http://127.0.0.1:${platformPort}`,
    portOffset,
    home: join(work, "home"),
  };
}
