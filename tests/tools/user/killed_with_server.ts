/** A program that starts a server which would stay, says the number of its process, and waits to be killed. */
import { callMcpTool } from "../../../lib/tools/user/mcp_client.ts";
import { openMcpServers } from "../../../lib/tools/user/mcp_servers.ts";

const run = [Deno.execPath(), "run", "--quiet", "--allow-all", Deno.args[0]!, "stay"];
const servers = openMcpServers({
  servers: { it: { run, env: {} } },
  permissions: { run: [Deno.execPath()], net: [], env: ["DENO_DIR"] },
  folder: "/",
  secret: () => "",
});
const call = { facts: { name: "it_pid", timeout: 60_000 }, server: "it", tool: "pid", input: {} };
const result = await callMcpTool(servers, call);
const { pid } = (result.ok ? result.data : { pid: 0 }) as { readonly pid: number };
Deno.stdout.writeSync(new TextEncoder().encode(`${pid}\n`));
await new Promise<void>((done) => setTimeout(done, 600_000));
