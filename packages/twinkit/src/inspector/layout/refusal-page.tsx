import type { FC } from "hono/jsx";
import { SafeText } from "../render/safe-text.tsx";
import { UI_PATH } from "../view.ts";
import { Document } from "./document.tsx";

/** A page that cannot be shown, and where to go from here. */
export const RefusalPage: FC<{ readonly of: string; readonly message: string }> = ({ of, message }) => (
  <Document title={`Not shown · ${of}`}>
    <main id="main" class="alone">
      <h1>This page cannot be shown</h1>
      <p>
        <SafeText text={message} />
      </p>
      <p>
        <a href={UI_PATH}>Go to the overview</a>
      </p>
    </main>
  </Document>
);
