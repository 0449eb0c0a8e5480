/** Who drives a run, in words, and whether that process is still there. */
import process from "node:process";
import type { Lease } from "../store/store.ts";

/** How long a silent driver keeps its run, in milliseconds. */
export const LEASE_TTL = 15_000;
/** How often a driver says that it is there. */
export const HEARTBEAT = 1_000;

interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Tells two drivers of one process apart, and a process from a later one of the same number. */
  readonly id: string;
}

const born = crypto.randomUUID().slice(0, 8);
let drivers = 0;

/** Words about this process that no other driver shares. */
export function newHolder(): string {
  const holder: Holder = { host: hostname(), pid: process.pid, id: `${born}.${++drivers}` };
  return JSON.stringify(holder);
}

/** Whether the holder of a live lease is known to be dead: on this machine, and its process is gone. */
export function isGone({ holder, live }: Lease): boolean {
  const known = holderIn(holder);
  if (!live || !known) return !live;
  const { host, pid, id } = known;
  if (host !== hostname()) return false;
  if (pid === process.pid) return !id.startsWith(`${born}.`);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as { code?: unknown }).code === "ESRCH";
  }
}

/** What people are told of a holder. */
export function describeHolder(holder: string): string {
  if (holder === "") return "nobody";
  const known = holderIn(holder);
  if (!known) return "another program";
  const { host, pid } = known;
  return host === hostname() ? `process ${pid} on this machine` : `process ${pid} on ${host}`;
}

/** What a holder says of itself; undefined when it is not one of ours. */
function holderIn(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder> | null;
    if (typeof holder?.pid !== "number" || typeof holder.host !== "string") return undefined;
    return { host: holder.host, pid: holder.pid, id: String(holder.id) };
  } catch {
    return undefined;
  }
}

function hostname(): string {
  try {
    return Deno.hostname();
  } catch {
    return "unknown";
  }
}
