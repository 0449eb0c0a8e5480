import type { JsonObject } from "../../base/json.ts";

/** A part of a document below a heading. */
export interface Section {
  /** Its heading, one line. */
  readonly heading: string;
  /** Level of the heading, 2 to 4. */
  readonly level: number;
  /** What stands below it, as Markdown; may be empty. */
  readonly body: string;
}

/** What a document is made of. */
export interface DocumentParts {
  /** Fields of the front matter, if it has one. */
  readonly metadata?: JsonObject;
  /** Its title, one line. */
  readonly title?: string;
  /** What stands before the first section, as Markdown. */
  readonly content?: string;
  /** Its sections. */
  readonly sections: readonly Section[];
}

/** The Markdown of a document without its front matter: blocks with an empty line between them, and a line end. */
export function composed({ title, content, sections }: DocumentParts): string {
  const blocks = [
    title === undefined ? "" : `# ${title}`,
    trimmed(content ?? ""),
    ...sections.flatMap(({ heading, level, body }) => [`${"#".repeat(level)} ${heading}`, trimmed(body)]),
  ];
  const text = blocks.filter((block) => block !== "").join("\n\n");
  return text === "" ? "" : `${text}\n`;
}

/** A text that ends with what is to stand behind it, an empty line between them, in line ends as it has them. */
export function appended(before: string, addition: string): string {
  const crlf = before.includes("\r\n") && !/(?<!\r)\n/.test(before);
  const end = crlf ? "\r\n" : "\n", added = crlf ? addition.replace(/\r?\n/g, "\r\n") : addition;
  let last = before.length;
  while (last > 0 && " \t\r\n".includes(before[last - 1]!)) last--;
  const kept = before.slice(0, last);
  return kept === "" || kept === "\ufeff" ? kept + added : kept + end + end + added;
}

/** Without empty lines at its beginning and blanks at its end; what its first line is indented by means something. */
function trimmed(text: string): string {
  return text.replace(/^(?:[ \t]*\r?\n)+/, "").trimEnd();
}
