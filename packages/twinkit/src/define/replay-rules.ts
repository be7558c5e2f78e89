import type { Ids } from "../ids.ts";

/**
 * What a replay has to know of a vendor. Ids that collections and `requestId` make need no declaration, nor do instants:
 * a replay's clock stands where the recorded one stood.
 */
export interface ReplayRules {
  /**
   * Headers, by lower-case name, that stand in for scrubbed ones: they authenticate an ordinary user. Which world is meant
   * the recording says.
   */
  readonly credential?: Readonly<Record<string, string>>;
  /**
   * Values, by field name, that stand in for scrubbed ones in queries and bodies. Give only what a request may carry
   * without its answer depending on it, such as the check digits of a test card.
   */
  readonly samples?: Readonly<Record<string, string>>;
  /** How the vendor's other ids and random texts are made: every text of such a form is taken for one. */
  readonly ids?: readonly ((ids: Ids) => string)[];
  /** Response headers, by lower-case name, that say nothing of what the service did. */
  readonly ignoredHeaders?: readonly string[];
}
