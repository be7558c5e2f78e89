/** Something that `npm start` could not do. The message says what happened and what to do; it is all that is shown. */
export class StartFailure extends Error {
  override readonly name = "StartFailure";
}
