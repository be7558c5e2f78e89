import { VendorError } from "../wire/vendor-error.ts";
import { worldNameRefusal } from "../world/worlds.ts";
import { type Rendered, render } from "./rendered.ts";

/** Our own refusal, not the vendor's: 507 (RFC 4918 section 11.5) says that it is about room on this machine. */
export function outOfRoom(code: "worlds_full" | "world_full", message: string): Rendered {
  return refused(507, code, message);
}

/** Our own refusal of a `WT-World` that names no world. */
export function noWorldName(named: string): Rendered {
  return refused(400, "world_name_invalid", worldNameRefusal(named));
}

function refused(status: number, code: string, message: string): Rendered {
  return render(new VendorError({ status, code, body: { error: { code, message, path: null } } }));
}
