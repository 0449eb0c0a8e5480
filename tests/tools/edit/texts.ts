import fc from "../../properties.ts";

/** Texts of everything that was ever taken for a line end or a blank, and some words. */
export function anyText(): fc.Arbitrary<string> {
  const piece = fc.constantFrom(
    ..."\n\r\t \f\v\0",
    "\r\n",
    "\u2028",
    "\u2029",
    "\u0085",
    "\ufeff",
    "\u00a0",
    "a",
    "b",
    "ab",
    "é",
    "😀",
    "{",
    "}",
  );
  return fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(""));
}

/** Lines of code that are all different, none like another. */
export function distinctLines(): fc.Arbitrary<string[]> {
  const words = ["alpha", "bravo", "delta", "hotel", "india", "kilo", "lima", "oscar", "quebec", "sierra", "tango"];
  const line = fc.tuple(fc.constantFrom("", "  ", "    "), fc.integer({ min: 100, max: 9_999 })).map(([indent, n]) =>
    `${indent}${words[n % words.length]} = call_${n}("${words[n % 7]}", x)`
  );
  return fc.uniqueArray(line, { minLength: 3, maxLength: 20, selector: (line) => line.trim() });
}
