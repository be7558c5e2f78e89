import { callAdmin, request } from "./api.mjs";
import { refresh, say, visit } from "./page.mjs";

/** Sends a form with `data-api="METHOD /path"` to the admin API, asking first where it says `data-asks`. */
export async function runAction(form, submitter) {
  const { asks, yes } = form.dataset;
  if (asks !== undefined && !(await ask(asks, yes))) return;
  const [method, path] = form.dataset.api.split(" ");
  const body = form.dataset.body === "file" ? await readFile(form) : readFields(form, submitter);
  if (body === null) return;
  form.setAttribute("aria-busy", "true");
  const { ok, answer } = await callAdmin({
    method,
    path,
    body,
    world: form.dataset.world ?? document.querySelector("#page")?.dataset.world,
  });
  form.removeAttribute("aria-busy");
  if (!ok) return refuse(form, answer.error);
  say(fill(form.dataset.done ?? "Done.", answer));
  form.reset();
  await (form.dataset.next === undefined ? refresh() : visit(fill(form.dataset.next, answer)));
}

/** Puts the text that is shown beside a button on the clipboard. */
export async function copyBody(button) {
  const text = button.closest("section")?.querySelector(".body")?.textContent ?? "";
  try {
    await navigator.clipboard.writeText(text);
    say("Copied.");
  } catch {
    say("The browser does not let this page copy; select the text instead.", "bad");
  }
}

/** Saves an answer of the admin API as a file. */
export async function download({ dataset }) {
  const world = document.querySelector("#page")?.dataset.world;
  const response = await request(dataset.downloads, { headers: world === undefined ? {} : { "wt-world": world } });
  if (!response.ok) return say((await response.json()).error.message, "bad");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = dataset.file;
  link.click();
  URL.revokeObjectURL(link.href);
  say(`Saved as ${dataset.file}.`);
}

async function readFile(form) {
  const field = form.querySelector("input[type=file]");
  clearProblem(field);
  try {
    return JSON.parse(await field.files[0].text());
  } catch {
    refuse(form, { message: "The file is not JSON.", path: field.name });
    return null;
  }
}

/** The JSON body that the fields of a form describe; `match.path` nests. Empty fields are left out. */
function readFields(form, submitter) {
  const body = {};
  for (const field of form.elements) {
    if (field.name === "" || (field.nodeName === "BUTTON" && field !== submitter)) continue;
    clearProblem(field);
    const value = field.value.trim();
    const type = field.dataset.type ?? "text";
    if (value === "" && type !== "nullable") continue;
    const parsed = parseField(type, value);
    if (parsed === undefined) {
      refuse(form, { message: `${labelOf(field)} is not JSON.`, path: field.name });
      return null;
    }
    place(body, field.name.split("."), parsed);
  }
  return body;
}

function parseField(type, value) {
  if (type === "number") return Number(value);
  if (type === "boolean") return value === "true";
  if (type === "nullable") return value === "" ? null : value;
  if (type === "list") return value.split(",").map((item) => item.trim());
  if (type !== "json") return value;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

function place(body, [name, ...rest], value) {
  if (rest.length === 0) body[name] = isObject(value) ? { ...body[name], ...value } : value;
  else place((body[name] ??= {}), rest, value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(form, { message, path }) {
  say(message, "bad");
  const field = [...form.elements].findLast(({ name, type }) => name === path && type !== "hidden");
  if (field === undefined) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", "said");
  field.focus();
}

function clearProblem(field) {
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-errormessage");
}

function labelOf(field) {
  return field.labels?.[0]?.textContent ?? "A field";
}

/** Fills `{worlds.0.time}` from an answer. */
function fill(text, answer) {
  return text.replace(/\{([\w.]+)\}/g, (_, path) =>
    String(path.split(".").reduce((at, name) => at?.[name], answer) ?? ""),
  );
}

function ask(question, yes = "Continue") {
  const dialog = document.querySelector("#ask");
  document.querySelector("#ask-text").textContent = question;
  document.querySelector("#ask-yes").textContent = yes;
  dialog.returnValue = "no";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
