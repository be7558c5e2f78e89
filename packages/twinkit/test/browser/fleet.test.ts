import { expect, it } from "vitest";
import { defineTwin } from "../../src/define/define-twin.ts";
import type { TwinDefinition } from "../../src/define/twin-definition.ts";
import type { TwinTypes } from "../../src/define/twin-types.ts";
import { startFleet } from "../../src/server/fleet.ts";
import { START } from "../../src/testing/client.ts";
import { probeTwin } from "../../src/testing/probe-twin.ts";
import { openTab, pictures, soon } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";

const other = defineTwin({ ...(probeTwin as unknown as TwinDefinition<TwinTypes>), name: "other" });
const frozen = { clock: { start: { mode: "frozen", atMs: START } } } as const;

browserSuite("the page of a fleet", (browser) => {
  it("lists the twins, leads to their pages, and moves all clocks at once", async () => {
    const members = [probeTwin, other].map((definition) => ({ definition, port: 0, options: frozen }));
    const fleet = await startFleet(members, { control: { port: 0 } });
    await using _ = { [Symbol.asyncDispose]: () => fleet.close() };
    await using tab = await openTab(browser());
    const { page } = tab;
    const [one = "", two = ""] = fleet.listeners.map(({ url }) => url);
    const timeOf = async (url: string): Promise<unknown> =>
      ((await (await fetch(`${url}/admin/time`)).json()) as { time: string }).time;
    await page.goto(`${fleet.control?.url}/admin/ui`);
    await page.getByText("Live", { exact: true }).waitFor();
    await page.getByText("version 1.2.3 · 1 world · 0 requests").first().waitFor();
    await page
      .getByRole("button", { name: "Freeze" })
      .or(page.getByRole("button", { name: "Let it flow" }))
      .waitFor();
    const row = page.locator("#twin-other");
    await fetch(`${two}/notes`, { headers: { authorization: "Bearer k", "wt-world": "default" } });
    await row.getByText("1 request").waitFor();
    await pictures(page, "fleet");

    await page.getByRole("button", { name: "Advance by 1 day" }).click();
    await soon(() => page.getByRole("status").textContent()).toContain("The clocks are moved");
    expect([await timeOf(one), await timeOf(two)]).toEqual(["2026-01-02T00:00:00.000Z", "2026-01-02T00:00:00.000Z"]);
    await page.getByLabel("An instant").fill("2031-01-01T00:00:00Z");
    await page.keyboard.press("Enter");
    await soon(async () => [await timeOf(one), await timeOf(two)]).toEqual(Array(2).fill("2031-01-01T00:00:00.000Z"));
    await page.getByRole("button", { name: "Reset every world" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Reset everything" }).click();
    await row.getByText("0 requests").waitFor();
    expect(await timeOf(two)).toBe("2026-01-01T00:00:00.000Z");

    await row.getByRole("link", { name: "other" }).click();
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    expect(new URL(page.url()).origin).toBe(two);
    expect(tab.problems).toEqual([]);
  });
});
