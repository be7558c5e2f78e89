/** The shop's pages. */
export const formPage = (problem = ""): string =>
  page(
    "Checkout",
    `<h1>Pre-order the lamp for €42</h1><p role="alert">${problem}</p>
    <form method="post" action="/checkout">
      <label>Email <input name="email" type="email" required></label>
      <label>Card <select name="card">
        <option value="pm_card_visa">Visa</option>
        <option value="pm_card_threeDSecure2Required">Visa that asks</option>
        <option value="pm_card_chargeDeclined">Visa that is declined</option>
      </select></label>
      <button>Order</button>
    </form>`,
  );

export const orderPage = (status: string): string =>
  page("Your order", `<h1>Your order</h1><p role="status">${status}</p>`);

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
}
