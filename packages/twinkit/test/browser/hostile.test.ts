import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { openTab, soon } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";
import { serveProbe } from "./served-probe.ts";

/** Each would set `window.marker` if the page took it for more than text. */
const HOSTILE = [
  `<img src=x onerror="window.marker=1">`,
  `</script><script>window.marker=1</script>`,
  `"><svg onload=window.marker=1>`,
  `' autofocus onfocus='window.marker=1`,
  `javascript:window.marker=1`,
  `</pre></article></main><iframe srcdoc="<script>parent.marker=1</script>">`,
  `{{constructor.constructor('window.marker=1')()}} \${window.marker=1}`,
  `<a href="javascript:window.marker=1" id="main">a</a><form id="ask"><input name="dataset">`,
  `&lt;img src=x onerror=window.marker=1&gt;`,
  `\u202e\u2066<b onclick=window.marker=1>\u2069 \u0000\u2028\u2029`,
];

browserSuite("hostile data in the inspector", (browser) => {
  it("stays text: in bodies, queries, paths, headers, objects, deliveries and attempts", async () => {
    const receiver = createServer((request, response) => {
      request.resume();
      response.writeHead(500, { "x-hostile": HOSTILE[0] ?? "" }).end(HOSTILE.join("\n"));
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const { port } = receiver.address() as AddressInfo;
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await probe.call("POST", "/hooks", { url: `http://127.0.0.1:${port}/?${encodeURIComponent(HOSTILE[0] ?? "")}` });
    for (const text of HOSTILE) await probe.call("POST", "/notes", { text, owner: text, publish_after_ms: 0 });
    const all = encodeURIComponent(HOSTILE.join(""));
    await probe.call("GET", `/notes/${all}?owner=${all}&${all}=1`);
    await probe.call("GET", "/notes", undefined, { "x-hostile": HOSTILE[1] ?? "", "content-type": HOSTILE[2] ?? "" });
    await probe.call("POST", "/notes", HOSTILE.join("\n"), { "content-type": "text/html" });
    await probe.call("POST", "/notes", HOSTILE.map((text) => `text=${encodeURIComponent(text)}`).join("&"), {
      "content-type": "application/x-www-form-urlencoded",
    });
    await probe.settle();

    const visited = [`${probe.url}/admin/ui?world=default`];
    const seen = new Set<string>();
    for (const url of visited) {
      await page.goto(url);
      const links = await page.$$eval("main a", (found) =>
        found.map((link) => (link as unknown as { href: string }).href),
      );
      for (const link of links) {
        expect(link).toMatch(/^(?:http:\/\/127\.0\.0\.1:\d+\/admin\/ui|https:\/\/probe\.example\/)/);
        if (link.startsWith(probe.url) && !seen.has(pageOf(link))) visited.push(link);
        seen.add(pageOf(link));
      }
      await page.evaluate("for (const details of document.querySelectorAll('details')) details.open = true");
      expect([url, await page.evaluate("window.marker")]).toEqual([url, undefined]);
    }
    for (const path of ["/requests/9", "/webhooks/whd_000003", "/state"]) {
      expect(visited.some((url) => url.includes(path))).toBe(true);
    }
    receiver.close();
    expect(tab.problems).toEqual([]);
  });

  it("stays text when it arrives while a page is open", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui/state?world=default`);
    await page.getByText("Live", { exact: true }).waitFor();
    for (const text of HOSTILE) await probe.call("POST", "/notes", { text });
    const rows = page.getByRole("region", { name: "Collections and objects" }).locator("ol li");
    await soon(() => rows.count()).toBe(HOSTILE.length);
    await rows.first().getByRole("link").click();
    await page.getByText("U+202E").first().waitFor();
    expect(await page.evaluate("window.marker")).toBeUndefined();
    expect(tab.problems).toEqual([]);
  });

  it("stays text in searches, and in what the twin says of a refused value", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    for (const text of HOSTILE.map(encodeURIComponent)) {
      for (const path of ["/requests", "/state", "/worlds", "/webhooks", `/${text}`]) {
        await page.goto(`${probe.url}/admin/ui${path}?text=${text}&status=${text}&id=${text}&account=${text}`);
      }
      await page.goto(`${probe.url}/admin/ui/requests?world=${text}`);
      await page.getByRole("heading", { name: "This page cannot be shown" }).waitFor();
    }
    await page.goto(`${probe.url}/admin/ui/snapshots?world=default`);
    await page.getByLabel("Name").fill(HOSTILE[0] ?? "");
    await page.getByRole("button", { name: "Take a snapshot" }).click();
    await soon(() => page.getByRole("status").textContent()).toContain("must be 1 to 64 letters");
    expect(await page.evaluate("window.marker")).toBeUndefined();
    expect(tab.problems.every((problem) => /status of 40[04]/.test(problem))).toBe(true);
  });

  it("would not run even as markup: the browser refuses inline script, handlers and other origins", async () => {
    await using probe = await serveProbe();
    await using tab = await openTab(browser());
    const { page } = tab;
    await page.goto(`${probe.url}/admin/ui?world=default`);
    await page.evaluate(`
      document.querySelector("main").innerHTML = ${JSON.stringify(HOSTILE.join(""))};
      const script = document.createElement("script");
      script.textContent = "window.marker = 1";
      document.head.append(script);
    `);
    await soon(() => tab.problems.length).toBeGreaterThan(1);
    expect(await page.evaluate("window.marker")).toBeUndefined();
    expect(tab.problems.some((problem) => problem.includes("Content Security Policy"))).toBe(true);
  });
});

/** What a link leads to, however the list was narrowed that it stood in. */
function pageOf(link: string): string {
  const { pathname, searchParams } = new URL(link);
  return [pathname, searchParams.get("collection"), searchParams.get("id")].join(" ");
}
