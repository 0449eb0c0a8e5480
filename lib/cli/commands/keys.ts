import { visible } from "../../text/visible.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { note } from "../note.ts";
import { argument, several, word } from "../parameter.ts";
import { say } from "../report_failure.ts";
import { UsageError } from "../usage_error.ts";
import { nearest } from "../../base/near.ts";

const ACTIONS = ["ls", "set", "rm"] as const;

/** `loom keys`. */
export const keys: Command = command({
  name: "keys",
  summary: "Keep keys of providers in a file that only you can read",
  details: [
    "`loom keys set NAME` asks for the value and does not show it; piped, it is read from standard input. A value is never " +
    "taken from the command line, where other programs could see it, and never printed.",
    "A spec names a key as `{key: NAME}`.",
  ],
  parameters: {
    action: argument("ls|set|rm", {
      about: "List the names, store a key, or remove one",
      read: readAction,
      suggest: () => Promise.resolve([...ACTIONS]),
    }),
    names: several("[NAME...]", { about: "The name of the key", read: word }),
  },
  examples: [
    { line: "loom keys set openai", does: "asks for a key and stores it" },
    { line: "pass openai | loom keys set openai", does: "takes it from another program" },
  ],
  run: async (host, { action, names }) => {
    const [name] = names;
    // What is too much may be a key: it is not repeated.
    if (names.length > 1) {
      throw new UsageError(`\`loom keys ${action}\` takes one name, and a value never from the command line`, "keys");
    }
    if (action === "ls") return await list(host, name);
    if (name === undefined) throw new UsageError(`\`loom keys ${action}\` needs the name of a key`, "keys");
    return action === "set" ? await set(host, name) : await remove(host, name);
  },
});

function readAction(text: string): typeof ACTIONS[number] {
  const action = ACTIONS.find((known) => known === text);
  if (action) return action;
  const near = nearest(text, ACTIONS);
  throw new UsageError(
    `Cannot do \`keys ${text}\`: ${near ? `did you mean \`${near}\`?` : "write ls, set or rm"}`,
    "keys",
  );
}

async function openKeys() {
  const { keyFile } = await import("../../app/secrets.ts");
  return keyFile();
}

async function list(host: Host, name: string | undefined): Promise<number> {
  if (name !== undefined) throw new UsageError("`loom keys ls` takes no name", "keys");
  const file = await openKeys(), names = Object.keys(await file.read()).sort();
  if (names.length === 0) note(host, "No keys yet: `loom keys set NAME` stores one");
  else host.out.write(names.map((known) => `${visible(known)}\n`).join(""));
  return EXIT.ok;
}

async function set(host: Host, name: string): Promise<number> {
  if (!/^[A-Za-z][\w.-]{0,99}$/.test(name)) {
    throw new UsageError(
      `Cannot store a key as \`${name}\`: a name begins with a letter and has letters, digits, \`_\`, \`.\` and \`-\``,
      "keys",
    );
  }
  const value = await readValue(host, name);
  if (value === "") throw new UsageError(`Cannot store \`${name}\`: the value is empty`, "keys");
  if (/[\r\n\0]/.test(value)) {
    throw new UsageError(`Cannot store \`${name}\`: the value has more than one line`, "keys");
  }
  const file = await openKeys();
  await file.set(name, value);
  note(host, `\`${name}\` is stored in ${file.path}`);
  const { SHORTEST } = await import("../../app/secrets.ts");
  if (value.trim().length < SHORTEST) {
    say(
      host,
      `\`${name}\` has fewer than ${SHORTEST} characters: wherever a run shows or stores it, it is not masked, for it stands in ordinary text by chance`,
    );
  }
  return EXIT.ok;
}

async function readValue({ input, err }: Host, name: string): Promise<string> {
  if (!input.isTerminal) return new TextDecoder().decode(await input.readAll()).trim();
  try {
    return (await input.readHidden(() => err.write(`Value of ${name} (it is not shown): `))).trim();
  } finally {
    err.write("\n");
  }
}

async function remove(host: Host, name: string): Promise<number> {
  const file = await openKeys(), isGone = await file.remove(name);
  if (isGone) note(host, `\`${name}\` is removed`);
  else say(host, `Cannot remove \`${name}\`: there is no such key, \`loom keys ls\` lists them`);
  return isGone ? EXIT.ok : EXIT.usage;
}
