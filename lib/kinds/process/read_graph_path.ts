/** Characters of a path. */
const LONGEST = 500;

/**
 * The path of a file to be left in a workspace, as it is written there: `./a//b.md` is `a/b.md`. What stands after a long
 * dash says what is in it and is no part of it. Undefined for what leads out or is no path.
 */
export function deliverablePath(text: string): string | undefined {
  const given = text.split("—")[0]!.trim().replaceAll("\\", "/");
  const names = given.split("/").map((name) => name.trim()).filter((name) => name !== "" && name !== ".");
  const path = names.join("/"), isInside = !/^(?:[A-Za-z]:|~)/.test(path) && !names.includes("..");
  const isPlain = path.length <= LONGEST && path.isWellFormed() && !/\p{Cc}/u.test(path);
  return isInside && isPlain && !given.startsWith("/") && path !== "" ? path : undefined;
}
