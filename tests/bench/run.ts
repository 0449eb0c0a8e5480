/**
 * `deno task bench [--work DIR] [--rounds N] [--seconds N] [--out FILE] [NAME…]`
 *
 * Without names everything is measured and written to `docs/performance.md`. With names of peers and of files in
 * `micro/`, only those, to stdout. A work folder that is kept saves the next run its minute of installing.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { killAll } from "./child.ts";
import { install } from "./install.ts";
import { type Bench, measure, versionsOf } from "./measure.ts";
import { microNames, type MicroResult, runMicro } from "./micro.ts";
import { type Machine, performancePage } from "./page.ts";
import { type Peer, PEERS } from "./peers.ts";
import { type Row, WORKLOADS } from "./values.ts";

const PAGE = new URL("../../docs/performance.md", import.meta.url).pathname;

const { values: options, positionals: names } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    work: { type: "string" },
    rounds: { type: "string", default: "1" },
    seconds: { type: "string", default: "600" },
    out: { type: "string" },
  },
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  Deno.addSignalListener(signal, () => {
    killAll();
    Deno.exit(130);
  });
}
await main();

async function main(): Promise<void> {
  const micro = await microNames(), wanted = names.length ? names : [...PEERS.map((peer) => peer.name), ...micro];
  const unknown = wanted.filter((name) => !micro.includes(name) && !PEERS.some((peer) => peer.name === name));
  if (unknown.length) {
    throw new Error(`Cannot measure \`${unknown.join("`, `")}\`: there is no such peer or file in \`micro/\``);
  }

  const rows = await measurePeers(PEERS.filter((peer) => wanted.includes(peer.name)));
  const found: MicroResult[] = [];
  for (const name of micro.filter((each) => wanted.includes(each))) {
    console.error(name);
    found.push(await runMicro(name));
  }
  const page = performancePage({ date: new Date().toISOString().slice(0, 10), machine: machine(), rows, micro: found });
  const out = options.out ?? (names.length ? undefined : PAGE);
  if (out) await Deno.writeTextFile(out, page);
  else console.log(page);
}

/** Installs what is needed, measures round by round, and leaves nothing behind but a work folder that was asked for. */
async function measurePeers(peers: readonly Peer[]): Promise<readonly Row[]> {
  if (peers.length === 0) return [];
  const home = options.work ?? await Deno.makeTempDir({ prefix: "loom-bench-" });
  await Deno.mkdir(home, { recursive: true });
  try {
    if (peers.some((peer) => peer.runtime !== "project")) await install(home);
    const rows: Row[] = [];
    for (let round = 1; round <= Number(options.rounds); round++) rows.push(...await measureRound(home, peers));
    return rows;
  } finally {
    await Deno.remove(options.work ? `${home}/data` : home, { recursive: true });
  }
}

async function measureRound(home: string, peers: readonly Peer[]): Promise<readonly Row[]> {
  const bench: Bench = { home: await Deno.realPath(home), deadline: Date.now() + Number(options.seconds) * 1_000 };
  const rows: Row[] = [];
  for (const peer of peers) {
    const versions = await versionsOf(bench, peer);
    for (const workload of WORKLOADS) {
      const began = performance.now();
      const found = await measure(bench, peer, workload), note = peer.notes?.[workload];
      console.error(`${peer.name} ${workload}: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
      rows.push({ ...found, peer: peer.name, workload, versions, ...(note ? { note } : {}) } as Row);
    }
  }
  return rows;
}

function machine(): Machine {
  const [major, minor] = Deno.osRelease().split(".");
  const system = Deno.build.os === "linux" ? "Linux" : Deno.build.os;
  return {
    cores: navigator.hardwareConcurrency,
    memoryGb: Math.round(Deno.systemMemoryInfo().total / 2 ** 30),
    kernel: `${system} ${major}.${minor}, ${Deno.build.arch}`,
    deno: Deno.version.deno,
  };
}
