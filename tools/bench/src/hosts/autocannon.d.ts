/** The part of autocannon's interface that is used; it ships no types. */
declare module "autocannon" {
  interface Request {
    readonly method: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
  }
  interface Options {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    /** Sent in turn. */
    readonly requests: readonly Request[];
  }
  export default function autocannon(options: Options): Promise<unknown>;
}
