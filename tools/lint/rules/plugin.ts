import { disableNeedsReason } from "./disable-needs-reason.ts";
import { importBoundaries } from "./import-boundaries.ts";
import { noAmbientInTwins } from "./no-ambient-in-twins.ts";
import { noEnum } from "./no-enum.ts";
import { noFileWrites } from "./no-file-writes.ts";
import { noOutboundHttp } from "./no-outbound-http.ts";

/** The house's own rules, for oxlint's `jsPlugins`. */
export default {
  meta: { name: "house" },
  rules: {
    "disable-needs-reason": disableNeedsReason,
    "import-boundaries": importBoundaries,
    "no-ambient-in-twins": noAmbientInTwins,
    "no-enum": noEnum,
    "no-file-writes": noFileWrites,
    "no-outbound-http": noOutboundHttp,
  },
};
