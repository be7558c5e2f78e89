export { type PortHolder, portHolder } from "./fleet/port-holder.ts";
