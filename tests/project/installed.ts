import config from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url).pathname;

/** Puts a command `loom`, as `deno task install` makes it, into a folder; gives the search path that finds it. */
export async function installed(folder: string): Promise<string> {
  const flags = config.tasks.install.command.split(" ").filter((word) => word.startsWith("--allow-"));
  const words = [
    ...[Deno.execPath(), "run", "--quiet", "--no-prompt", "--config", `${ROOT}deno.json`],
    ...[...flags, `${ROOT}cli.ts`],
  ];
  await Deno.mkdir(`${folder}/bin`);
  await Deno.writeTextFile(`${folder}/bin/loom`, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  return `${folder}/bin:${Deno.execPath().replace(/\/[^/]*$/, "")}:${Deno.env.get("PATH")}`;
}
