import { clearEvidence } from "./evidence-files.ts";
import { staleCoverage, writeCoverage } from "./coverage-files.ts";

const USAGE = `usage, in a twin's folder:
  wt-coverage begin   forget the evidence of earlier test runs
  wt-coverage write   write coverage.json and COVERAGE.md from the last test run
  wt-coverage check   fail where they differ from what the last test run shows`;

const [command] = process.argv.slice(2);
const folder = process.cwd();

switch (command) {
  case "begin":
    await clearEvidence();
    break;
  case "write":
    await writeCoverage(folder);
    break;
  case "check": {
    const stale = await staleCoverage(folder);
    if (stale.length > 0) {
      console.error(`${stale.join(" and ")} differ from what the tests show; run \`pnpm coverage\` here and commit.`);
      process.exitCode = 1;
    }
    break;
  }
  default:
    console.error(USAGE);
    process.exitCode = 2;
}
