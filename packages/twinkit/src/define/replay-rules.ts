import type { Ids } from "../ids.ts";

/**
 * What a replay has to know of a vendor. Ids that collections and `requestId` make need no declaration, nor do instants:
 * a replay's clock stands where the recorded one stood.
 */
export interface ReplayRules {
  /**
   * Headers, by lower-case name, that stand in for scrubbed ones: they authenticate an ordinary user. Which world is meant
   * the recording says. Credentials that the twin itself gave out during the run are known to the replay without this.
   */
  readonly credential?: Readonly<Record<string, string>>;
  /**
   * Values, by field name, that stand in for scrubbed ones in queries and bodies. A text is for fields on whose value no
   * answer depends, such as the check digits of a test card. A function is for secrets of the user's own, such as passwords:
   * it is given the number by which the capture of a run tells secrets apart, and makes a value for each.
   */
  readonly samples?: Readonly<Record<string, string | ((nth: number) => string)>>;
  /** How the vendor's other ids and random texts are made: every text of such a form is taken for one. */
  readonly ids?: readonly ((ids: Ids) => string)[];
  /** Response headers, by lower-case name, that say nothing of what the service did. */
  readonly ignoredHeaders?: readonly string[];
}
