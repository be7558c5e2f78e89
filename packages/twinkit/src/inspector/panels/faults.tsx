import type { FC } from "hono/jsx";
import type { Fault } from "../../faults/fault.ts";
import { ActionButton } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { SafeText } from "../render/safe-text.tsx";
import { Badge } from "../render/status.tsx";
import { pageUrl, type View } from "../view.ts";
import { FaultForm } from "./fault-form.tsx";
import { countText, effectText, matchText } from "./fault-text.ts";

/** The faults of the world, how often each has fired, and a form to arm one. */
export const FaultsPage: FC<{ readonly view: View }> = ({ view }) => {
  const faults = view.world.faults.list();
  return (
    <Page
      view={view}
      title="Faults"
      lead="What goes wrong on purpose. The first fault that fits a request decides; the same seed gives the same failures."
    >
      <div class="stack">
        {faults.length === 0 ? null : (
          <section class="stack" aria-labelledby="armed">
            <div class="section-head">
              <h2 id="armed">Armed</h2>
              <span class="buttons">
                <a href={pageUrl(view.world.name, "/requests", { status: "fault" })}>Requests they hit</a>
                <ActionButton
                  api="DELETE /admin/faults"
                  done="Every fault of this world is disarmed."
                  label="Disarm all"
                  tone="danger"
                />
              </span>
            </div>
            <ol class="rows">
              {faults.toReversed().map((fault) => (
                <FaultRow fault={fault} />
              ))}
            </ol>
          </section>
        )}
        <FaultForm view={view} />
        {faults.length > 0 ? null : (
          <div class="empty">
            <h2>No fault is armed</h2>
            <p>Arm one above, then run your code: retries, timeouts and error paths are yours to see.</p>
          </div>
        )}
      </div>
    </Page>
  );
};

const FaultRow: FC<{ readonly fault: Fault }> = ({ fault }) => (
  <li class="row" id={fault.id}>
    <span class="row-main">
      <span>
        <strong class="mono">
          <SafeText text={matchText(fault.spec)} />
        </strong>
        <Badge tone={fault.spent ? "calm" : "warn"}>{fault.spent ? "spent" : "armed"}</Badge>
      </span>
      <span>
        <SafeText text={effectText(fault.spec.effect)} />
      </span>
      <span class="hint">{`${fault.id} · ${countText(fault)}`}</span>
    </span>
    <ActionButton
      api={`DELETE /admin/faults/${encodeURIComponent(fault.id)}`}
      done={`Fault ${fault.id} is disarmed.`}
      label="Disarm"
      of={fault.id}
      tone="danger"
    />
  </li>
);
