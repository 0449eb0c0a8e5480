import assert from "node:assert/strict";
import { formatSpec } from "../../lib/compile/format_spec.ts";
import { plain } from "../../lib/spec/located.ts";
import { readLocated } from "../../lib/spec/read_located.ts";

async function formatted(name: string, text: string): Promise<string> {
  const result = await formatSpec({ name, text });
  assert.ok(result.ok);
  return result.text;
}

async function meaning(text: string): Promise<unknown> {
  const located = await readLocated({ name: "a.yaml", text }, (code) => assert.fail(code));
  return located && plain(located);
}

const UNEVEN = `#!/usr/bin/env -S loom run
# head

loom:   1
kind:     autoloom   # the kind


models:
    base:   {  use: 'ngram/builtin',   temperature: 0.50 }
    # in between
    other: &o
        use:   "x/y"   # c
    third: *o
start: |
    one

      two
description: >
    some folded text that is
    on several lines and so long that it does not fit into one line of eighty letters

    and more
expand:
    model:
    - base
    -   model:   other
        width:  2
    stop: ['it''s', 'say "x"', 'plain', "tab\\t"]
stop:
  done: score > 1 &&
    depth > 2
  # at the end
`;

const EVEN = `#!/usr/bin/env -S loom run
# head

loom: 1
kind: autoloom # the kind

models:
  base: {use: "ngram/builtin", temperature: 0.50}
  # in between
  other: &o
    use: "x/y" # c
  third: *o
start: |
  one

    two
description: >
  some folded text that is on several lines and so long that it does not fit
  into one line of eighty letters

  and more
expand:
  model:
    - base
    - model: other
      width: 2
  stop: ["it's", 'say "x"', "plain", "tab\\t"]
stop:
  done: score > 1 && depth > 2
  # at the end
`;

Deno.test("YAML comes out evenly indented and spaced, its comments, order and texts as they were", async () => {
  assert.equal(await formatted("a.yaml", UNEVEN), EVEN);
  assert.equal(await formatted("a.yaml", EVEN), EVEN);
});

Deno.test("TOML comes out evenly spaced, and what stands in texts of several lines is left alone", async () => {
  const text = `


loom=1   
kind   =   "autoloom"\r


# a comment
start = """
a  

 

b=3
"""   # c
[models.base]
use= "ngram/builtin"  
a.b   = {x=1,  y  = 2}

   

[expand]
stop = [
  "a = b",   

  "c"]


`;
  const once = await formatted("a.toml", text);
  assert.equal(
    once,
    `loom = 1
kind = "autoloom"

# a comment
start = """
a  

 

b=3
""" # c
[models.base]
use = "ngram/builtin"
a.b = { x = 1, y = 2 }

[expand]
stop = [
  "a = b",

  "c"]
`,
  );
  assert.equal(await formatted("a.toml", once), once);
});

Deno.test("TOML comes out with even spaces, indentation and quotes, and means what it meant", async () => {
  const text = `  [ models . 'a b' ]
\tuse='ngram/builtin'
  sampling  = {   x=1 ,y=[ 1,2 , 3 ]  ,  z = { } }   #   why
  path = 'C:\\x'
  quoted = 'say "x"'
  day = 2026-03-01 12:00:00
  far . away=1.5
lines = '''
  ' a '
'''
list = [
1,2,
    # in it
      [ 3,
   4 ],
]
`;
  const even = `[models."a b"]
use = "ngram/builtin"
sampling = { x = 1, y = [1, 2, 3], z = {} } #   why
path = 'C:\\x'
quoted = 'say "x"'
day = 2026-03-01 12:00:00
far.away = 1.5
lines = '''
  ' a '
'''
list = [
  1, 2,
  # in it
  [3,
    4],
]
`;
  assert.equal(await formatted("a.toml", text), even);
  assert.equal(await formatted("a.toml", even), even);
});

Deno.test("a text with a fault is not touched, and the fault is told", async () => {
  for (
    const [name, text] of [["a.yaml", "a: [1\nb: 2\n"], ["a.toml", "a = [1\n"], ["a.yaml", "a: 1\na: 2\n"], [
      "a.yaml",
      "",
    ]] as const
  ) {
    const result = await formatSpec({ name, text });
    assert.ok(!result.ok && result.diagnostics.length > 0, text);
  }
});

Deno.test("formatting never changes what a text means, and settles", async () => {
  const texts = [
    "a: >-\n  x\n\n\n  y\n    z\nb: |+\n  x\n\n\n",
    "a: \"x\\\n  y\"\nb: 'x\n\n  y'\n? c\n: d\n",
    "a:\n- b:\n  - c\n- - d\n  - e\n",
    "a: {b: [c, {d: e}], 'f g': ~}\n",
    "# only\na: 1 # one\n\n\n\n# two\n\nb: 2\n# three\n",
    "a: 0x10\nb: 1e3\nc: .5\nd: -0.0\ne: 010\nf: yes\ng: 2026-03-01\n",
    "a: |2\n   x\n  y\nb: |-\n  \ttab\n",
    "'a b': '#'\n\"c\\td\": ':'\ne: '- x'\nf: \"null\"\n",
    `long: ${"word ".repeat(60)}\nlist: [${"aaaa, ".repeat(40)}b]\n`,
    "a: 1\r\nb: |\r\n  x\r\n  y\r\n",
  ];
  for (const text of texts) {
    const once = await formatted("a.yaml", text);
    assert.equal(await formatted("a.yaml", once), once, text);
    assert.deepEqual(await meaning(once), await meaning(text), text);
  }
  assert.match(await formatted("a.yaml", texts[8]!), /^long: (word )+word\nlist: \[[a, ]+b\]\n$/);
});
