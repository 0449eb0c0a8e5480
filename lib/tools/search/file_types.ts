import { nearest } from "../../base/near.ts";
import { type Glob, readGlob } from "../files/glob.ts";
import { WorkspaceTrouble } from "../workspace/trouble.ts";

/** Kinds of files by their names. */
const TYPES: { readonly [type: string]: string } = {
  c: "*.{c,h}",
  config: "*.{cfg,conf,config,ini}",
  cpp: "*.{cc,cpp,cxx,c++,hh,hpp,hxx,h++,h,inl}",
  cs: "*.cs",
  css: "*.{css,scss,sass,less}",
  csv: "*.{csv,tsv}",
  dart: "*.dart",
  docker: "{Dockerfile,Dockerfile.*,*.dockerfile}",
  elixir: "*.{ex,exs,eex,heex}",
  go: "*.go",
  haskell: "*.{hs,lhs}",
  html: "*.{htm,html}",
  java: "*.{java,jsp,properties}",
  js: "*.{js,jsx,cjs,mjs,vue}",
  json: "*.{json,jsonc,json5,jsonl}",
  kotlin: "*.{kt,kts}",
  log: "*.log",
  lua: "*.lua",
  make: "{Makefile,makefile,GNUmakefile,*.mk,CMakeLists.txt,*.cmake}",
  md: "*.{md,mdx,markdown}",
  perl: "*.{pl,pm,t}",
  php: "*.{php,phtml}",
  proto: "*.proto",
  py: "*.{py,pyi}",
  r: "*.{r,R,Rmd,qmd}",
  rst: "*.rst",
  ruby: "{*.rb,*.gemspec,*.rake,Gemfile,Rakefile}",
  rust: "*.rs",
  scala: "*.{scala,sbt}",
  sh: "*.{sh,bash,zsh,fish,ksh}",
  sql: "*.{sql,psql}",
  swift: "*.swift",
  tex: "*.{tex,bib,cls,sty}",
  tf: "*.{tf,tfvars,hcl}",
  toml: "*.toml",
  ts: "*.{ts,tsx,cts,mts}",
  txt: "*.txt",
  xml: "*.{xml,xsd,xsl,xslt,svg}",
  yaml: "*.{yaml,yml}",
  zig: "*.zig",
};

const OTHER_NAMES: { readonly [name: string]: string } = {
  bash: "sh",
  csharp: "cs",
  dockerfile: "docker",
  golang: "go",
  javascript: "js",
  markdown: "md",
  python: "py",
  rb: "ruby",
  rs: "rust",
  shell: "sh",
  text: "txt",
  typescript: "ts",
  yml: "yaml",
};

/** The files of a type, such as `py` or `ts`. @throws {WorkspaceTrouble} for one that is not known. */
export function filesOfType(type: string): Glob {
  const name = type.toLowerCase(), known = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : name;
  if (Object.hasOwn(TYPES, known)) return readGlob(TYPES[known]!);
  const near = nearest(name, [...Object.keys(TYPES), ...Object.keys(OTHER_NAMES)]);
  const meant = near ? `did you mean \`${near}\`?` : `there are ${Object.keys(TYPES).join(", ")}`;
  const given = type.slice(0, 50).toWellFormed();
  throw new WorkspaceTrouble("invalid", `\`${given}\` is no type of file: ${meant}; or give a \`glob\``);
}
