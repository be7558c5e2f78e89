import type { Segment } from "./segment.ts";

/** Segments with a text as WebVTT (W3C) or SubRip: a cue each, in the order of their times. */
export function subtitles(segments: readonly Segment[], form: "vtt" | "srt"): string {
  const point = form === "vtt" ? "." : ",";
  const cues = segments
    .filter(({ segment_text }) => (segment_text ?? "") !== "")
    .toSorted((a, b) => (a.time_start_milliseconds ?? 0) - (b.time_start_milliseconds ?? 0))
    .map((segment, index) => {
      const from = timeOf(segment.time_start_milliseconds ?? 0, point);
      const to = timeOf(segment.time_end_milliseconds ?? segment.time_start_milliseconds ?? 0, point);
      return `${index + 1}\n${from} --> ${to}\n${segment.segment_text ?? ""}\n`;
    });
  return [...(form === "vtt" ? ["WEBVTT\n"] : []), ...cues].join("\n");
}

/** `01:02:03.004` */
function timeOf(milliseconds: number, point: string): string {
  const two = (value: number): string => String(Math.floor(value)).padStart(2, "0");
  const seconds = milliseconds / 1_000;
  const rest = String(milliseconds % 1_000).padStart(3, "0");
  return `${two(seconds / 3_600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${point}${rest}`;
}
