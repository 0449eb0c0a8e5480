/**
 * The options of Git that are taken, command by command. What is not here is refused, so that an option which a later Git
 * brings along does nothing before somebody has looked at it. Left out on purpose is what runs programs, opens editors,
 * asks questions, reads or writes outside of the repository, or throws work away.
 *
 * @module
 */

/** Options of one command. Long ones are names in one text, short ones letters. */
export interface GitShape {
  /** Long options, which may also be said as `--no-…`. */
  readonly flags?: string;
  /** Long options that are said as `--no-…` only. */
  readonly no?: string;
  /** Long options that may have a value behind `=`. */
  readonly optional?: string;
  /** Long options with a value that is a text. */
  readonly text?: string;
  /** Long options with a value that is a path. */
  readonly path?: string;
  /** Short options. */
  readonly short?: string;
  /** Short options with a value that is a text. */
  readonly shortText?: string;
  /** Short options with a value that is a path. */
  readonly shortPath?: string;
  /** Short options that take the rest of their argument, if there is one. */
  readonly shortOptional?: string;
  /** A number is an option: `-5`. */
  readonly numbers?: true;
}

const DIFF: GitShape = {
  flags: "patch raw patch-with-raw patch-with-stat numstat shortstat summary cumulative name-only name-status binary " +
    "compact-summary full-index function-context prefix default-prefix irreversible-delete find-copies-harder renames " +
    "rename-empty follow minimal ignore-all-space ignore-space-change ignore-space-at-eol ignore-cr-at-eol quiet check " +
    "ignore-blank-lines indent-heuristic patience histogram text exit-code pickaxe-all pickaxe-regex cached staged " +
    "merge-base",
  no: "ext-diff textconv",
  optional: "stat dirstat dirstat-by-file unified color abbrev break-rewrites find-renames find-copies word-diff " +
    "color-words color-moved relative",
  text: "stat-width stat-name-width stat-graph-width stat-count src-prefix dst-prefix line-prefix inter-hunk-context " +
    "ignore-matching-lines diff-algorithm anchored word-diff-regex color-moved-ws rotate-to skip-to find-object diff-filter",
  short: "psuRabwzWtrcmD0123",
  shortText: "SGlUI",
  shortOptional: "MCBX",
};

const LOG: GitShape = {
  ...DIFF,
  flags: `${DIFF.flags} oneline all graph source first-parent merges reverse date-order topo-order author-date-order ` +
    "walk-reflogs boundary cherry cherry-pick cherry-mark left-right left-only right-only simplify-by-decoration mailmap " +
    "full-history dense sparse simplify-merges parents children invert-grep all-match regexp-ignore-case use-mailmap " +
    "extended-regexp fixed-strings perl-regexp basic-regexp abbrev-commit relative-date clear-decorations remove-empty",
  optional: `${DIFF.optional} decorate branches tags remotes pretty notes walk ancestry-path`,
  text:
    `${DIFF.text} max-count skip since until after before author committer grep grep-reflog format date min-parents ` +
    "max-parents glob exclude encoding decorate-refs decorate-refs-exclude since-as-filter diff-merges",
  short: `${DIFF.short}gEFPiq`,
  shortText: `${DIFF.shortText}nL`,
  numbers: true,
};

const MERGE: GitShape = {
  flags:
    "stat summary squash commit ff ff-only verbose quiet allow-unrelated-histories autostash signoff verify progress " +
    "rerere-autoupdate",
  no: "edit gpg-sign verify-signatures",
  optional: "log",
  text: "strategy strategy-option cleanup",
  short: "nqv",
  shortText: "sX",
};

const FETCH: GitShape = {
  flags:
    "all append atomic dry-run prune prune-tags tags verbose quiet progress set-upstream unshallow update-shallow keep " +
    "ipv4 ipv6 multiple write-fetch-head show-forced-updates",
  no: "force recurse-submodules auto-gc auto-maintenance",
  text: "depth deepen shallow-since shallow-exclude jobs filter negotiation-tip",
  short: "pPtnvqka46",
  shortText: "j",
};

/** Commands by name; one of two words is a command of a command. */
export const SHAPES: { readonly [command: string]: GitShape } = {
  status: {
    flags: "short branch long verbose show-stash ahead-behind null renames",
    optional: "porcelain untracked-files ignored column find-renames",
    short: "sbvz",
    shortOptional: "u",
  },
  diff: DIFF,
  log: LOG,
  show: LOG,
  blame: {
    flags:
      "root show-stats show-name show-number porcelain line-porcelain show-email incremental minimal color-lines " +
      "color-by-age score-debug progress first-parent",
    no: "textconv",
    optional: "abbrev",
    text: "ignore-rev date since",
    path: "ignore-revs-file contents",
    short: "bcltfnspewk",
    shortText: "L",
    shortPath: "S",
    shortOptional: "MC",
  },
  "ls-files": {
    flags:
      "cached deleted modified others ignored stage killed directory eol empty-directory unmerged resolve-undo debug " +
      "exclude-standard full-name error-unmatch deduplicate",
    optional: "abbrev",
    text: "exclude format with-tree exclude-per-directory",
    path: "exclude-from",
    short: "cdmoisktuvfz",
    shortText: "x",
    shortPath: "X",
  },
  "rev-parse": {
    flags:
      "verify quiet symbolic symbolic-full-name all show-toplevel show-prefix show-cdup git-dir absolute-git-dir not " +
      "git-common-dir is-inside-work-tree is-inside-git-dir is-bare-repository is-shallow-repository revs-only revs flags",
    optional: "short abbrev-ref branches tags remotes",
    text: "default since until after before exclude path-format",
    short: "q",
  },
  add: {
    flags: "all update verbose dry-run intent-to-add ignore-errors ignore-missing refresh renormalize sparse " +
      "ignore-removal",
    text: "chmod",
    path: "pathspec-from-file",
    short: "AuvnN",
  },
  commit: {
    flags:
      "quiet verbose all amend signoff verify allow-empty allow-empty-message dry-run short branch porcelain long null " +
      "status only include reset-author post-rewrite",
    no: "edit gpg-sign",
    optional: "untracked-files",
    text: "message author date fixup squash reuse-message cleanup",
    path: "file pathspec-from-file",
    short: "qvasnzio",
    shortText: "mC",
    shortPath: "F",
    shortOptional: "u",
  },
  reset: {
    flags: "quiet mixed soft intent-to-add refresh",
    path: "pathspec-from-file",
    short: "qN",
  },
  branch: {
    flags: "verbose quiet all remotes list show-current delete move copy unset-upstream ignore-case create-reflog",
    optional: "color column abbrev contains merged track",
    text: "set-upstream-to sort format points-at",
    short: "vqarldmct",
    shortText: "u",
  },
  tag: {
    flags: "list delete annotate ignore-case create-reflog",
    optional: "color column contains merged",
    text: "message sort format points-at cleanup",
    path: "file",
    short: "ldai",
    shortText: "m",
    shortPath: "F",
    shortOptional: "n",
  },
  checkout: {
    flags: "quiet detach guess progress",
    optional: "track",
    no: "recurse-submodules overlay",
    text: "orphan",
    short: "qdtl",
    shortText: "b",
  },
  switch: {
    flags: "quiet detach guess progress",
    optional: "track",
    no: "recurse-submodules",
    text: "create orphan",
    short: "qdt",
    shortText: "c",
  },
  restore: {
    flags: "staged quiet progress ignore-unmerged",
    no: "worktree recurse-submodules",
    text: "source",
    path: "pathspec-from-file",
    short: "Sq",
    shortText: "s",
  },
  merge: {
    ...MERGE,
    flags: `${MERGE.flags} abort continue quit`,
    text: `${MERGE.text} message into-name`,
    path: "file",
    shortText: "sXm",
    shortPath: "F",
  },
  rebase: {
    flags:
      "keep-base verify quiet verbose stat signoff committer-date-is-author-date reset-author-date ignore-whitespace " +
      "force-rebase ff continue skip abort quit show-current-patch apply merge autosquash update-refs autostash fork-point " +
      "root reapply-cherry-picks keep-empty",
    optional: "rebase-merges",
    no: "gpg-sign interactive",
    text: "onto whitespace strategy strategy-option empty",
    short: "qvfnm",
    shortText: "sXC",
    shortOptional: "r",
  },
  "stash push": {
    flags: "keep-index staged quiet include-untracked",
    text: "message",
    path: "pathspec-from-file",
    short: "kSqu",
    shortText: "m",
  },
  "stash list": LOG,
  "stash show": { ...LOG, flags: `${LOG.flags} include-untracked only-untracked`, short: `${LOG.short}u` },
  "stash pop": { flags: "index quiet", short: "q" },
  "stash apply": { flags: "index quiet", short: "q" },
  "stash branch": {},
  "stash create": {},
  fetch: FETCH,
  pull: {
    ...MERGE,
    ...FETCH,
    flags: `${MERGE.flags} ${FETCH.flags}`,
    no: `${MERGE.no} ${FETCH.no}`,
    optional: `${MERGE.optional} rebase`,
    text: `${MERGE.text} ${FETCH.text}`,
    shortText: "sXj",
    shortOptional: "r",
  },
  push: {
    flags:
      "all branches tags follow-tags atomic dry-run porcelain quiet verbose progress set-upstream verify ipv4 ipv6",
    no: "force force-with-lease force-if-includes signed recurse-submodules thin",
    short: "nqvu46",
  },
  remote: { flags: "verbose", short: "v" },
  "remote show": { short: "n" },
  "remote get-url": { flags: "push all" },
  "remote add": { flags: "fetch tags", text: "track master", short: "f", shortText: "tm" },
  "remote remove": {},
  "remote rm": {},
  "remote rename": { flags: "progress" },
  "remote set-url": { flags: "push add" },
  "remote set-head": { flags: "auto delete", short: "ad" },
  "remote set-branches": { flags: "add" },
  "remote prune": { flags: "dry-run", short: "n" },
  "remote update": { flags: "prune", short: "p" },
  mv: { flags: "verbose dry-run sparse", short: "kvn" },
  rm: { flags: "cached dry-run quiet ignore-unmatch sparse", path: "pathspec-from-file", short: "rnq" },
  init: { flags: "bare quiet", text: "initial-branch object-format", short: "q", shortText: "b" },
};

/** Names of the commands that are taken. */
export const COMMANDS: readonly string[] = [...new Set(Object.keys(SHAPES).map((name) => name.split(" ")[0]!))];
