import type { FC } from "hono/jsx";
import type { Delivery } from "../../webhooks/delivery.ts";
import { Badge, type Tone } from "../render/status.tsx";

const TONES: Readonly<Record<Delivery["status"], Tone>> = { pending: "info", delivered: "ok", failed: "bad" };

export const DeliveryStatus: FC<{ readonly status: Delivery["status"] }> = ({ status }) => (
  <Badge tone={TONES[status]}>{status}</Badge>
);
