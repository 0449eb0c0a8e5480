/** A sound TOML document in its usual form: even spaces, indentation and quotes, one empty line at a time. */
export function formatToml(text: string): string {
  const lines: string[] = [], open: string[] = [];
  for (const line of linesOf(text.match(PIECE) ?? [])) {
    const inside = line.findIndex((piece) => !CLOSER.test(piece)), closed = inside < 0 ? line.length : inside;
    const indent = "  ".repeat(Math.max(0, open.length - closed));
    for (const piece of line) {
      if (OPENER.test(piece)) open.push(piece);
      else if (CLOSER.test(piece)) open.pop();
    }
    if (line.length > 0) lines.push(indent + spaced(line));
    else if (lines.length > 0 && lines.at(-1) !== "") lines.push("");
  }
  if (lines.at(-1) === "") lines.pop();
  return `${lines.join("\n")}\n`;
}

const OPENER = /^[[{]$/, CLOSER = /^[\]}]$/;

/** Texts of several lines, other texts, comments, line ends, blanks, marks, and whatever stands between these. */
const PIECE =
  /"""(?:\\[^]|(?!""")[^])*"{3,5}|'''(?:(?!''')[^])*'{3,5}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\r\n]*|\r?\n|[ \t\r]+|[[\]{}=,.]|[^\s[\]{}=,.#"']+|[^]/g;

/** The pieces of each line, its blanks as one space or none. A text of several lines is one piece. */
function linesOf(pieces: readonly string[]): readonly (readonly string[])[] {
  const lines: string[][] = [[]];
  for (const piece of pieces) {
    if (/^\r?\n$/.test(piece)) lines.push([]);
    else lines.at(-1)!.push(evened(piece));
  }
  return lines.map((line) => line.filter((piece, i) => piece !== " " || (i > 0 && i < line.length - 1)));
}

/** Blanks as one space, comments without blanks at their end, and double quotes where that asks for no escape. */
function evened(piece: string): string {
  if (/^[ \t\r]+$/.test(piece)) return " ";
  if (piece.startsWith("#")) return piece.trimEnd();
  const said = /^'(?!'')([^'"\\\p{Cc}]*)'$/u.exec(piece)?.[1];
  return said === undefined ? piece : `"${said}"`;
}

/** A line with the spaces it should have: around `=`, after `,`, inside `{ }`, and where words were apart. */
function spaced(line: readonly string[]): string {
  let text = "", before = "", apart = false;
  for (const piece of line) {
    if (piece !== " ") {
      text += (before !== "" && isApart({ before, piece, apart }) ? " " : "") + piece;
      before = piece;
    }
    apart = piece === " ";
  }
  return text;
}

function isApart(
  { before, piece, apart }: { readonly before: string; readonly piece: string; readonly apart: boolean },
): boolean {
  if (piece.startsWith("#") || before === "=" || piece === "=") return true;
  if (before === "{" || piece === "}") return before !== "{" || piece !== "}";
  if (OPENER.test(before) || CLOSER.test(piece) || /^[.,]$/.test(piece) || before === ".") return false;
  return before === "," || apart;
}
