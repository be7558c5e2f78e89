const WIDTH = 10;

/** One thing that happened, on one line. An empty name continues the line above. */
export function say(name: string, text: string): void {
  process.stdout.write(`${name.padEnd(WIDTH)} ${text}\n`);
}

export function gap(): void {
  process.stdout.write("\n");
}
