/** Why the start did not come to its end; the message says what happened and what to do. */
export class StartError extends Error {
  override readonly name = "StartError";
}
