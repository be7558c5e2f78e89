/** Prints a command's result: the JSON document for programs, the text for people. */
export function printResult(json: boolean, document: unknown, text: string): void {
  process.stdout.write(`${json ? JSON.stringify(document) : text}\n`);
}
