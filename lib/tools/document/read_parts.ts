import { isObject } from "../../base/is_object.ts";
import type { Json, JsonObject } from "../../base/json.ts";
import { isNestedDeeper } from "../../base/nesting.ts";
import { textOf } from "../files/input.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";
import type { DocumentParts, Section } from "./compose.ts";

/** Levels of headings in a document below its title. */
const LEVELS = { least: 2, most: 4 };
/** Characters of a heading or a title. */
const MOST_IN_LINE = 300;
/** How deep maps and lists of the front matter may lie in each other. */
const MOST_NESTED = 10;

/** The parts of a document that were given. @throws {WorkspaceTrouble} that says what does not fit. */
export function readParts(input: JsonObject): DocumentParts {
  const title = textOf(input, "title"), content = textOf(input, "content"), metadata = metadataOf(input["metadata"]);
  const parts: DocumentParts = {
    ...(metadata && { metadata }),
    ...(title === undefined ? {} : { title: lineOf(title, "`title`") }),
    ...(content === undefined ? {} : { content: wellFormed(content, "`content`") }),
    sections: sectionsOf(input["sections"]),
  };
  if (title === undefined && !content?.trim() && !metadata && parts.sections.length === 0) {
    throw invalid("The document is empty: give `content`, `sections` or a `title`");
  }
  return parts;
}

function sectionsOf(given: Json | undefined): readonly Section[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw invalid("`sections` is a list of `{heading, level, body}`: give one");
  return (given as readonly Json[]).map((section, index) => sectionOf(section, `section ${index} of \`sections\``));
}

function sectionOf(given: Json, what: string): Section {
  if (!isObject(given)) throw invalid(`${what} is no map: give \`{heading, level, body}\``);
  const { heading, level = LEVELS.least, body = "", ...rest } = given, [foreign] = Object.keys(rest);
  if (foreign !== undefined) {
    throw invalid(`${what} has \`${foreign.slice(0, 100)}\`: it takes heading, level and body`);
  }
  if (typeof heading !== "string") throw invalid(`${what} has no \`heading\`: give a text`);
  if (typeof level !== "number") throw invalid(`\`level\` of ${what} is a number from 2 to 4: give one`);
  if (typeof body !== "string") throw invalid(`\`body\` of ${what} is a text: give one`);
  return {
    // A heading that was given with its signs has them once.
    heading: lineOf(heading.replace(/^\s*#{1,6}[ \t]+/, ""), `\`heading\` of ${what}`),
    level: Math.min(LEVELS.most, Math.max(LEVELS.least, Math.round(level))),
    body: wellFormed(body, `\`body\` of ${what}`),
  };
}

function metadataOf(given: Json | undefined): JsonObject | undefined {
  if (given === undefined || given === null) return undefined;
  if (!isObject(given)) throw invalid("`metadata` is a map from names to values: give one");
  if (isNestedDeeper(given, MOST_NESTED)) throw invalid(`\`metadata\` is nested more than ${MOST_NESTED} deep`);
  for (const text of textsIn(given)) wellFormed(text, "A text of `metadata`");
  return Object.keys(given).length === 0 ? undefined : given;
}

function lineOf(text: string, what: string): string {
  const line = wellFormed(text, what).trim();
  if (line === "") throw invalid(`${what} is empty: give a text or leave it out`);
  if (/[\r\n]/.test(line)) throw invalid(`${what} has several lines: give one`);
  if (line.length <= MOST_IN_LINE) return line;
  throw invalid(`${what} has ${line.length} characters, ${MOST_IN_LINE} are allowed: say it shorter`);
}

function wellFormed(text: string, what: string): string {
  if (text.isWellFormed() && !text.includes("\0")) return text;
  throw invalid(`${what} is not a well-formed text: give another one`);
}

/** Every text in a value, names of maps included. */
function* textsIn(value: Json): Generator<string> {
  if (typeof value === "string") yield value;
  if (typeof value !== "object" || value === null) return;
  for (const [name, inner] of Object.entries(value)) yield name, yield* textsIn(inner);
}

function invalid(message: string): WorkspaceTrouble {
  return new WorkspaceTrouble("invalid", message);
}
