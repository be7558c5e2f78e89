import type { FC } from "hono/jsx";
import { UI_PATH, type View } from "../view.ts";
import { FILTER_METHODS, FILTER_STATUSES, type LedgerFilter } from "./ledger-filter.ts";

export const LedgerFilterForm: FC<{ readonly view: View; readonly filter: LedgerFilter }> = ({ view, filter }) => (
  <form class="filter" method="get" action={`${UI_PATH}/requests`} role="search" aria-label="Narrow the ledger">
    <input type="hidden" name="world" value={view.world.name} />
    <label class="grows">
      <span class="visually-hidden">Text in path or bodies</span>
      <input type="search" name="text" value={filter.text} placeholder="Text in path or bodies" autocomplete="off" />
    </label>
    <label>
      <span class="visually-hidden">Method</span>
      <select name="method" data-submits>
        <option value="">Any method</option>
        {FILTER_METHODS.map((method) => (
          <option value={method} selected={method === filter.method}>
            {method}
          </option>
        ))}
      </select>
    </label>
    <label>
      <span class="visually-hidden">Status</span>
      <select name="status" data-submits>
        <option value="">Any status</option>
        {Object.entries(FILTER_STATUSES).map(([status, label]) => (
          <option value={status} selected={status === filter.status}>
            {label}
          </option>
        ))}
      </select>
    </label>
    <button class="quiet">Filter</button>
  </form>
);
