import { createEmulator } from "emulate";
import { announce } from "./ready.ts";

/** The peer: emulate's Stripe service alone, as its README starts it. */
const emulator = await createEmulator({ service: "stripe", port: 0 });
announce([emulator.url]);
