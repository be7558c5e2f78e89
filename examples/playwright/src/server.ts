import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer, text } from "node:stream/consumers";
import type Stripe from "stripe";
import { formPage, orderPage } from "./pages.ts";
import { Shop } from "./shop.ts";

interface Answer {
  readonly status: number;
  readonly html?: string;
  readonly location?: string;
}

/** The shop's web server, on a free port. */
export async function startShop(stripe: Stripe): Promise<{ url: string; close: () => Promise<void> }> {
  const shop = new Shop(stripe);
  let orders = 0;

  const checkout = async (form: URLSearchParams): Promise<Answer> => {
    const order = String((orders += 1));
    const choice = { email: form.get("email") ?? "", card: form.get("card") ?? "" };
    try {
      return { status: 303, location: await shop.checkout(order, choice, `${url}/orders/${order}`) };
    } catch (error) {
      const isCard = (error as { type?: string }).type === "StripeCardError";
      const problem = isCard ? "Your card was declined." : "We cannot take payments right now. Nothing was charged.";
      return { status: isCard ? 402 : 503, html: formPage(problem) };
    }
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(request.url ?? "/", url);
    if (pathname === "/checkout") return checkout(new URLSearchParams(await text(request)));
    if (pathname === "/webhooks") {
      shop.hear(await buffer(request), String(request.headers["stripe-signature"]));
      return { status: 204 };
    }
    if (pathname.startsWith("/orders/")) {
      return { status: 200, html: orderPage(shop.statusOf(pathname.slice("/orders/".length))) };
    }
    return pathname === "/" ? { status: 200, html: formPage() } : { status: 404 };
  };

  const server = createServer((request, response) => {
    const send = ({ status, html = "", location }: Answer): void => {
      const headers = { "content-type": "text/html", ...(location === undefined ? {} : { location }) };
      response.writeHead(status, headers).end(html);
    };
    answer(request).then(send, () => send({ status: 400 }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await shop.open(`${url}/webhooks`);
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  };
  return { url, close };
}
