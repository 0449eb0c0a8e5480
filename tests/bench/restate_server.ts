import { kill, launch } from "./child.ts";

/** A restate-server on loopback with a data folder of its own. */
export interface RestateServer {
  /** What a worker needs to find it, as environment variables. */
  readonly env: Readonly<Record<string, string>>;
  start(): void;
  ready(): Promise<void>;
  kill(): Promise<void>;
}

/** Prepares a server; nothing runs before `start`. */
export async function restateServer(binary: string, dir: string): Promise<RestateServer> {
  const ports = freePorts();
  const config = `${dir}/restate.toml`;
  await Deno.mkdir(`${dir}/data`, { recursive: true });
  await Deno.writeTextFile(config, configuration(dir, ports));

  const admin = `http://127.0.0.1:${ports.admin}`, ingress = `http://127.0.0.1:${ports.ingress}`;
  let process: Deno.ChildProcess | undefined;
  return {
    env: { RESTATE_INGRESS: ingress, RESTATE_ADMIN: admin, RESTATE_SERVICE_PORT: String(ports.service) },
    start() {
      process = launch(binary, { args: ["--no-logo", "-c", config], stdout: "null", stderr: "inherit" });
    },
    async ready() {
      for (const url of [`${admin}/health`, `${ingress}/restate/health`]) {
        while (process && !await answers(url)) await new Promise((next) => setTimeout(next, 20));
      }
    },
    async kill() {
      const ending = process;
      process = undefined;
      if (ending) kill(ending);
      await ending?.status;
    },
  };
}

interface Ports {
  readonly node: number;
  readonly admin: number;
  readonly ingress: number;
  readonly service: number;
}

function configuration(dir: string, { node, admin, ingress }: Ports): string {
  return `
cluster-name = "bench"
node-name = "n1"
bind-address = "127.0.0.1:${node}"
advertised-address = "http://127.0.0.1:${node}"
listen-mode = "tcp"
disable-telemetry = true
base-dir = "${dir}/data"
log-filter = "error,octocrab=off"
log-disable-ansi-codes = true
default-num-partitions = 4
rocksdb-total-memory-size = "256.0 MiB"
[admin]
bind-address = "127.0.0.1:${admin}"
[ingress]
bind-address = "127.0.0.1:${ingress}"
`;
}

/** All are held before the first is given back, so that no two are the same. */
function freePorts(): Ports {
  const listen = () => Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const held = { node: listen(), admin: listen(), ingress: listen(), service: listen() };
  const port = (name: keyof Ports) => held[name].addr.port;
  const ports = { node: port("node"), admin: port("admin"), ingress: port("ingress"), service: port("service") };
  for (const listener of Object.values(held)) listener.close();
  return ports;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url);
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
