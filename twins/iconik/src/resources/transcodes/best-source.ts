import type { State } from "../../types.ts";
import { currentVersion } from "../assets/version.ts";
import type { File } from "../files/file.ts";

/** The file to transcode where none is named: a whole one of the version, of the original format if there is one. */
export function bestSource(
  state: State,
  assetId: string,
  versionId = currentVersion(state.assets.require(assetId)).id,
  formatName = "ORIGINAL",
): File | undefined {
  const whole = state.files
    .by("asset_id", assetId)
    .filter(({ status, version_id }) => status === "CLOSED" && version_id === versionId);
  return whole.find(({ format_id = "" }) => state.formats.get(format_id)?.name === formatName) ?? whole[0];
}
