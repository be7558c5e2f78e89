import type { FC } from "hono/jsx";

/**
 * Characters that are not seen or that change how others are read: controls but tab and line breaks, and what turns the
 * direction of text (Unicode TR36; "Trojan Source", CVE-2021-42574). Joiners stay: scripts and emoji need them.
 */
const HIDDEN = /(?![\t\n\r\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const HIDDEN_SPLIT = new RegExp(`(${HIDDEN.source})`, "u");

/** Text from outside: characters that would hide or reorder something are shown by their code point. */
export const SafeText: FC<{ readonly text: string }> = ({ text }) => {
  if (!HIDDEN.test(text)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {text
        .split(HIDDEN_SPLIT)
        .map((part) => (HIDDEN.test(part) ? <span class="hidden-char">{codePoint(part)}</span> : part))}
    </bdi>
  );
};

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
