import type { Actor } from "../../types.ts";
import type { File } from "../files/file.ts";
import { type Component, type Format, formatParts } from "../formats/format.ts";
import { mediaTypeOfName } from "../formats/media-type.ts";

/** The twin reads no media: every video is the same ten seconds. */
export const VIDEO = { width: 1_920, height: 1_080, frameRate: "25", durationMs: 10_000 } as const;

/** Writes into a format what mediainfo finds in its file. */
export function describeFormat(actor: Actor, file: File): void {
  const format = actor.state.formats.get(file.format_id ?? "");
  if (format === undefined) return;
  formatParts.change(actor, format, { components: componentsOf(actor, file), metadata: [summaryOf(file)] });
}

export function isDescribed({ components }: Format): boolean {
  return components.length > 0;
}

function componentsOf({ ids }: Actor, { original_name }: File): Component[] {
  const seconds = String(VIDEO.durationMs / 1_000);
  const video = { width: String(VIDEO.width), height: String(VIDEO.height), framerate: VIDEO.frameRate };
  const component = (type: Component["type"], metadata: Record<string, string>): Component => ({
    id: ids.uuid(),
    name: type,
    type,
    metadata,
  });
  switch (mediaTypeOfName(original_name)) {
    case "video":
      return [
        component("VIDEO", { ...video, duration: seconds }),
        component("AUDIO", { channels: "2", duration: seconds }),
      ];
    case "audio":
      return [component("AUDIO", { channels: "2", duration: seconds })];
    case "image":
      return [component("IMAGE", { width: video.width, height: video.height })];
    default:
      return [component("NON_MEDIA", {})];
  }
}

function summaryOf({ original_name, size = 0 }: File): Record<string, string> {
  const extension = original_name.slice(original_name.lastIndexOf(".") + 1).toLowerCase();
  const type = mediaTypeOfName(original_name) ?? "application";
  return { internet_media_type: `${type}/${extension}`, format: extension.toUpperCase(), file_size: String(size) };
}
