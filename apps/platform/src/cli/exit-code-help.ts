import { EXIT } from "../errors/error-table.ts";

/** Shown under every `--help`. */
export const EXIT_CODE_HELP = `EXIT CODES

  ${EXIT.ok}  done
  ${EXIT.internal}  a fault of the platform itself, or a shutdown that did not complete
  ${EXIT.usage}  the command line or a value on it cannot be used
  ${EXIT.configuration}  the configuration, or a file it names, cannot be used
  ${EXIT.unavailable}  the database, the data directory, the address or the running server is not available
  ${EXIT.denied}  the running server does not accept the operator token
`;
