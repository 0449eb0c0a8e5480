import { safeJson } from "../../text/render_json.ts";
import type { OpenQuestion } from "../../views/open_question.ts";
import { paintFor } from "../ansi.ts";
import { clip } from "../clip.ts";
import type { Command } from "../command.ts";
import { command } from "../command.ts";
import { EXIT } from "../exit_codes.ts";
import type { Host } from "../host.ts";
import { databaseOf, openToRead } from "../open.ts";
import { questionJson, questionLines } from "../question_lines.ts";
import { JSON_LINES } from "../shared_parameters.ts";

/** `loom inbox`. */
export const inbox: Command = command({
  name: "inbox",
  summary: "List the questions that runs ask people, the oldest first",
  details: [
    "A question waits as long as it takes, with nobody listening: whoever resumes the run finds the answer. Questions of " +
    "child runs are listed under their own names, and are answered so.",
    "With --json every question is one JSON object on a line of its own.",
  ],
  parameters: { json: JSON_LINES },
  examples: [
    { line: "loom inbox", does: "what is asked, and how to answer it" },
    { line: "loom inbox --json | jq -r .run", does: "runs that wait for somebody" },
  ],
  run: async (host, { json }) => {
    const asked = await readAll(host);
    if (json) { for (const question of asked) host.out.write(`${safeJson(questionJson(question))}\n`); }
    else if (asked.length === 0) host.err.write("No run asks anything\n");
    else host.out.write(`${listed(asked, host).join("\n")}\n`);
    return EXIT.ok;
  },
});

/** Where there is no database nobody asks; that is no failure. */
async function readAll(host: Host): Promise<readonly OpenQuestion[]> {
  const { isUntouched } = await import("../../app/database.ts");
  if (isUntouched(await databaseOf(host))) return [];
  const { openQuestions } = await import("../../app/open_questions.ts");
  using loom = await openToRead(host);
  return await openQuestions(loom.store);
}

function listed(asked: readonly OpenQuestion[], { out, now }: Host): readonly string[] {
  const paint = paintFor(out), width = out.isTerminal ? { width: out.size().columns } : {}, at = now();
  const room = width.width ?? Infinity;
  return [
    ...asked.flatMap((question) => {
      const run = clip(question.run, room),
        where = clip(`at ${question.key}, ${question.status}`, room - run.length - 2);
      return [
        `${paint("strong", run)}  ${paint("faint", where)}`.trimEnd(),
        ...questionLines(question, { paint, ...width, now: at }),
        "",
      ];
    }),
    clip("`loom answer RUN KEY VALUE` answers one", room),
  ];
}
