const MEDIA_TYPES: Readonly<Record<string, readonly string[]>> = {
  video: ["mp4", "mov", "mxf", "avi", "mkv", "m4v", "webm", "mpg", "ts"],
  audio: ["wav", "mp3", "aac", "aif", "aiff", "flac", "m4a"],
  image: ["jpg", "jpeg", "png", "gif", "tif", "tiff", "psd", "bmp", "dng"],
  document: ["pdf", "doc", "docx", "txt", "xls", "xlsx", "ppt", "pptx"],
};

/** The kind of media that a file name stands for; null where it tells nothing. */
export function mediaTypeOfName(name: string): string | null {
  const extension = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  return Object.keys(MEDIA_TYPES).find((type) => MEDIA_TYPES[type]?.includes(extension)) ?? null;
}

/** The kind of media of an asset, by its first file that tells one. */
export function mediaTypeOf(files: readonly { readonly original_name: string }[]): string | null {
  for (const { original_name } of files) {
    const type = mediaTypeOfName(original_name);
    if (type !== null) return type;
  }
  return null;
}
