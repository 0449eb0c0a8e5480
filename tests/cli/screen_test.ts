import assert from "node:assert/strict";
import { Screen } from "../../lib/cli/screen.ts";
import { VirtualScreen } from "./virtual_screen.ts";

function screenOf(columns: number, rows: number) {
  const seen = new VirtualScreen({ columns, rows });
  return { seen, screen: new Screen({ write: (text) => seen.write(text), size: () => seen.size }) };
}

Deno.test("a region is drawn in place, whatever its height becomes", () => {
  const { seen, screen } = screenOf(20, 10);
  seen.write("before\r\n");
  screen.draw(["one", "two", "three"]);
  assert.equal(seen.shown, "before\none\ntwo\nthree");
  screen.draw(["1"]);
  assert.equal(seen.shown, "before\n1");
  screen.draw(["1", "2", "3", "4"]);
  assert.equal(seen.shown, "before\n1\n2\n3\n4");
});

Deno.test("lines that stay are written above the region, once, and scroll away", () => {
  const { seen, screen } = screenOf(20, 5);
  for (let i = 1; i <= 9; i++) screen.draw([`a${i}`, `b${i}`], { above: [`round ${i}`] });
  assert.equal(seen.shown, "round 7\nround 8\nround 9\na9\nb9");
  assert.equal(seen.text, `${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => `round ${i}`).join("\n")}\na9\nb9`);
});

Deno.test("a region is never higher than the terminal", () => {
  const { seen, screen } = screenOf(20, 4);
  for (let i = 0; i < 3; i++) screen.draw(["1", "2", "3", "4", "5", String(i)]);
  assert.equal(seen.text, "1\n2\n3");
});

Deno.test("nothing is written for a frame like the last one", () => {
  let writes = 0;
  const screen = new Screen({ write: () => void writes++, size: () => ({ columns: 20, rows: 9 }) });
  screen.draw(["same"]), screen.draw(["same"]);
  assert.equal(writes, 1);
});

Deno.test("while it is drawn the cursor is hidden; closing brings it back and takes the region away", () => {
  const { seen, screen } = screenOf(20, 9);
  seen.write("before\r\n");
  screen.draw(["one", "two"]);
  assert.equal(seen.cursorIsShown, false);
  screen.close();
  assert.equal(seen.cursorIsShown, true);
  seen.write("after");
  assert.equal(seen.text, "before\nafter");
});

Deno.test("the last words of a process that is killed bring the cursor back below the region", () => {
  const { seen, screen } = screenOf(20, 9);
  screen.draw(["one", "two"]);
  seen.write(`${screen.lastWords()}$`);
  assert.equal(seen.cursorIsShown, true);
  assert.equal(seen.text, "one\ntwo\n$");
});

Deno.test("after a change of size the screen is drawn anew, with as much of what stays as fits", () => {
  const { seen, screen } = screenOf(40, 8), wide = "x".repeat(38);
  screen.draw([wide, wide, wide], { above: ["round 1", "round 2"] });
  seen.resize({ columns: 20, rows: 6 });
  // A frame that was on its way when the size changed: it lands anywhere.
  screen.draw([wide, wide, "late"]);
  screen.redraw(["a", "b", "c"], { above: ["round 1", "round 2", "round 3"] });
  assert.equal(seen.shown, "round 2\nround 3\na\nb\nc");
});

Deno.test("a screen that was never drawn on is left alone", () => {
  const { seen, screen } = screenOf(20, 9);
  screen.close();
  assert.equal(seen.text, "");
});
