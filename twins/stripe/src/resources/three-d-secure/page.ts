/** What the page asks the card holder to confirm. */
export interface PageContent {
  readonly heading: string;
  readonly text: string;
}

const STYLE =
  "body{font:16px system-ui,sans-serif;max-width:26rem;margin:4rem auto;padding:0 1rem;color:#1a1f36}" +
  "button{font:inherit;padding:.6rem 1rem;margin:1rem .5rem 0 0;border:1px solid #4f566b;border-radius:.3rem}" +
  "#test-source-authorize-3ds{background:#635bff;border-color:#635bff;color:#fff}";

/** The test page of an open challenge. Its buttons have the ids that the vendor's own test page has. */
export function challengePage({ heading, text }: PageContent): string {
  return document(
    heading,
    `<p>${escaped(text)}</p><form method="post">` +
      '<button id="test-source-authorize-3ds" name="outcome" value="complete">Complete</button>' +
      '<button id="test-source-fail-3ds" name="outcome" value="fail">Fail</button></form>',
  );
}

/** A page that only says something. */
export function messagePage({ heading, text }: PageContent): string {
  return document(heading, `<p>${escaped(text)}</p>`);
}

function document(heading: string, body: string): string {
  return (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
    `<title>${escaped(heading)}</title><style>${STYLE}</style></head>` +
    `<body><h1>${escaped(heading)}</h1>${body}</body></html>`
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}
