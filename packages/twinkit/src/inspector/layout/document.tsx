import type { Child, FC } from "hono/jsx";
import { raw } from "hono/html";
import { UI_PATH } from "../view.ts";

/** The HTML document around every page. Script and style come from files of ours; the page itself carries none. */
export const Document: FC<{ readonly title: string; readonly children?: Child }> = ({ title, children }) => (
  <>
    {raw("<!doctype html>")}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={`${UI_PATH}/assets/icon.svg`} />
        <link rel="stylesheet" href={`${UI_PATH}/assets/inspector.css`} />
        <script type="module" src={`${UI_PATH}/assets/inspector.mjs`} />
      </head>
      <body>{children}</body>
    </html>
  </>
);
