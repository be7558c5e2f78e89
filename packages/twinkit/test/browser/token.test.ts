import { expect, it } from "vitest";
import { openTab, pictures, soon } from "./browser.ts";
import { browserSuite } from "./browser-suite.ts";
import { serveProbe } from "./served-probe.ts";

const TOKEN = "correct horse battery staple";

browserSuite("the inspector of a protected twin", (browser) => {
  it("asks once for the token, keeps it for the tab, and never puts it in an address", async () => {
    await using probe = await serveProbe({ adminToken: TOKEN });
    await using tab = await openTab(browser());
    const { page } = tab;
    const addresses: string[] = [];
    page.on("request", (request) => addresses.push(request.url()));
    await probe.call("GET", "/notes");
    await page.goto(`${probe.url}/admin/ui/requests?world=default`);
    await pictures(page, "token");
    await page.getByLabel("Token").fill("wrong");
    await page.getByRole("button", { name: "Open the inspector" }).click();
    await soon(() => page.getByRole("alert").textContent()).toBe("The twin refused this token.");
    await page.getByLabel("Token").fill(TOKEN);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Requests" }).waitFor();
    await page.getByText("Live", { exact: true }).waitFor();
    await probe.call("POST", "/notes", { text: "a" });
    await page.getByRole("link", { name: /POST \/notes 201/ }).click();
    await page.getByRole("link", { name: /^Clock/ }).click();
    await page.getByRole("button", { name: "Advance by 1 day" }).click();
    await soon(() => page.getByRole("status").textContent()).toContain("2026-01-02");

    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Clock" }).waitFor();
    expect(await page.evaluate("localStorage.length")).toBe(0);
    expect(await page.context().cookies()).toEqual([]);
    expect(addresses.filter((address) => /correct|horse|wrong/.test(address))).toEqual([]);

    await using other = await openTab(browser());
    await other.page.goto(`${probe.url}/admin/ui`);
    await other.page.getByLabel("Token").waitFor();
    expect(tab.problems.every((problem) => problem.includes("status of 401"))).toBe(true);
  });
});
