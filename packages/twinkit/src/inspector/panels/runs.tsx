import type { RunManifest } from "@twinkit-pro/contracts";
import type { FC } from "hono/jsx";
import { ActionForm, DownloadButton, Field } from "../layout/action.tsx";
import { Page } from "../layout/page.tsx";
import { formatBytes, formatInstant, plural } from "../render/format.ts";
import { SafeText } from "../render/safe-text.tsx";
import { Badge, type Tone } from "../render/status.tsx";
import type { View } from "../view.ts";

const TONES: Readonly<Record<RunManifest["status"], Tone>> = {
  running: "info",
  finished: "ok",
  failed: "bad",
  unfinished: "warn",
  elsewhere: "calm",
};

/** Runs: a world taken back to its beginning, and every exchange captured from there on. */
export const RunsPage: FC<{ readonly view: View; readonly runs: readonly RunManifest[] }> = ({ view, runs }) => {
  const current = runs.find(
    ({ status, world }) => status === "running" && (world === view.world.name || world === "*"),
  );
  return (
    <Page
      view={view}
      title="Runs"
      lead="A run resets the world with a seed and captures every exchange as it happens; the bundle replays anywhere."
    >
      <div class="stack">
        {current === undefined ? (
          <ActionForm
            api="POST /admin/runs/start"
            done="Run {run_id} captures this world."
            asks="Start a run? The world is taken back to its beginning first."
            yes="Start"
            class="card form-row"
          >
            <Field
              id="field-run_id"
              label="Name"
              hint="Made of the time where it is left empty."
              control={(about) => <input {...about} name="run_id" maxlength={128} autocomplete="off" />}
            />
            <Field
              id="field-seed"
              label="Seed"
              hint="The twin's where it is left empty."
              control={(about) => <input {...about} name="seed" type="number" data-type="number" step={1} />}
            />
            <button>Start a run</button>
          </ActionForm>
        ) : (
          <ActionForm
            api={`POST /admin/runs/finish${current.world === "*" ? "?world=*" : ""}`}
            done="Run {run_id} is finished; exchanges captured: {entries}."
            class="card form-row"
          >
            <p>
              <SafeText text={current.run_id} /> captures {current.world === "*" ? "all worlds" : "this world"}.
            </p>
            <button>Finish the run</button>
          </ActionForm>
        )}
        {runs.length === 0 ? (
          <div class="empty">
            <h2>No run yet</h2>
            <p>Start one, exercise your code, finish it: the capture is at GET /admin/replay.</p>
          </div>
        ) : (
          <ol class="rows">
            {runs.toReversed().map((run) => (
              <RunRow run={run} />
            ))}
          </ol>
        )}
      </div>
    </Page>
  );
};

const RunRow: FC<{ readonly run: RunManifest }> = ({ run }) => (
  <li class="row" id={`run-${run.run_id}`}>
    <span class="row-main">
      <span>
        <strong class="mono">{run.run_id}</strong> <Badge tone={TONES[run.status]}>{run.status}</Badge>
      </span>
      <span class="hint">
        {[
          run.world === "*" ? "all worlds" : `world ${run.world}`,
          `seed ${run.seed}`,
          run.entries === null ? null : plural(run.entries, "exchange"),
          formatBytes(run.bytes),
          `${formatInstant(run.started_at)} UTC`,
        ]
          .filter((part) => part !== null)
          .join(" · ")}
      </span>
      {run.problem === null ? null : (
        <span class="tone-bad">
          <SafeText text={run.problem} />
        </span>
      )}
      {run.path === null ? null : <span class="hint mono">{run.path}</span>}
    </span>
    <DownloadButton
      path={`/admin/replay?run_id=${encodeURIComponent(run.run_id)}`}
      file={`${run.run_id}.jsonl`}
      label="Download"
      of={run.run_id}
    />
  </li>
);
