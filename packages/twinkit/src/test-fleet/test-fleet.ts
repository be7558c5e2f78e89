import type { AnyTwinDefinition } from "../server/fleet.ts";
import type { TestScope } from "./test-scope.ts";
import type { TestSnapshot } from "./test-snapshot.ts";
import type { TestTwin, TestWorldTwin } from "./test-twin.ts";

/** Each twin under its name, where its type tells it. */
type Named<Twins extends readonly AnyTwinDefinition[], Each> = {
  readonly [Twin in Twins[number] as string extends Twin["name"] ? never : Twin["name"]]: Each;
};

/** A world of its own in every twin of the fleet; nothing in it is seen from elsewhere. */
export type TestWorld<Twins extends readonly AnyTwinDefinition[] = readonly AnyTwinDefinition[]> = TestScope &
  Disposable &
  Named<Twins, TestWorldTwin> & {
    readonly name: string;
    /** The twin of that name, for names that only the run knows. @throws TwinkitError `definition_invalid` */
    readonly twin: (name: string) => TestWorldTwin;
    /** @throws TwinkitError `snapshots_full` */
    readonly snapshot: () => TestSnapshot;
    /** Forgets the world and stops what it had pending. `using` does it at the end of a test. */
    readonly drop: () => void;
  };

/** Twins in the process of the tests. What is done to the fleet is done to every world of every twin. */
export type TestFleet<Twins extends readonly AnyTwinDefinition[] = readonly AnyTwinDefinition[]> = TestScope &
  AsyncDisposable &
  Named<Twins, TestTwin> & {
    /** The twin of that name, for names that only the run knows. @throws TwinkitError `definition_invalid` */
    readonly twin: (name: string) => TestTwin;
    /** Base URL of a twin. @throws TwinkitError `definition_invalid` */
    readonly url: (name: string) => string;
    /**
     * The world of that name, made on first use. Any text will do; the title of the test is a good one.
     * @default a new world with each call
     */
    readonly world: (name?: string) => TestWorld<Twins>;
    /** Ends requests and background work at once; nothing of the fleet stays active in the process. Idempotent. */
    readonly close: () => Promise<void>;
  };
