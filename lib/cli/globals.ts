import type { Parameters } from "./parameter.ts";
import { flag, value, word } from "./parameter.ts";
import { UsageError } from "./usage_error.ts";

/** Options of every command. */
export const GLOBALS: {
  readonly db: ReturnType<typeof value<string>>;
  readonly folder: ReturnType<typeof value<string>>;
  readonly noColor: ReturnType<typeof flag>;
  readonly help: ReturnType<typeof flag>;
} = {
  db: value("--db", {
    label: "URL",
    about: "Path or URL of the database. Default: LOOM_DB, else .loom/loom.db in the nearest folder that has one",
    read: (text) => {
      if (text.trim() === "") throw new UsageError("Cannot read `--db`: it is empty; give a path or a URL");
      return word(text);
    },
  }),
  folder: value("--folder", { short: "-C", label: "FOLDER", about: "Work as if started in this folder", read: word }),
  noColor: flag("--no-color", { about: "Write no escape codes; so does the variable NO_COLOR" }),
  help: flag("--help", { short: "-h", about: "Say what a command does and takes" }),
} satisfies Parameters;
