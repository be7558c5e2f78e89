import type { FC } from "hono/jsx";
import { Document } from "./document.tsx";

/** Asks for the admin token; the script keeps it for this tab and sends it as a header. */
export const TokenPage: FC<{ readonly of: string }> = ({ of }) => (
  <Document title={`Admin token · ${of}`}>
    <main id="main" class="alone" data-needs-token>
      <h1>Admin token</h1>
      <p>
        The admin API is protected. Give the token that the server was started with (<code>WT_ADMIN_TOKEN</code>
        ); it is kept for this tab only.
      </p>
      <form id="token-form" class="needs-script stack" method="post">
        <div class="field">
          <label class="field-label" for="token">
            Token
          </label>
          <input id="token" type="password" autocomplete="off" required aria-describedby="token-problem" />
        </div>
        <p id="token-problem" class="tone-bad" role="alert" />
        <div class="buttons">
          <button>Open the inspector</button>
        </div>
      </form>
      <p class="note tone-warn needs-no-script">
        Without JavaScript the token cannot be sent: it never stands in an address.
      </p>
    </main>
  </Document>
);
