/**
 * The schema, as ordered steps: step n brings a database from version n to n + 1. A step that has been released
 * never changes.
 *
 * @module
 */

/**
 * Rowids carry meaning: a journal row is `run << 24 | seq`, so a run's rows stand together in one b-tree and need no
 * other index. Money and fences are held here, by triggers, because only the database sees all drivers. The journal
 * itself carries one trigger alone, the fence: SQLite compiles every trigger of a table for every insert, and the
 * wall on the journal made an unpaid step three times as dear. It stands on `flight`, which only paid calls touch.
 */
const INITIAL: readonly string[] = [
  `CREATE TABLE blob(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT`,
  `CREATE TABLE run(
      id INTEGER PRIMARY KEY CHECK (id < 536870912),
      name TEXT NOT NULL UNIQUE,
      title TEXT NOT NULL,
      program TEXT NOT NULL,
      plan INTEGER REFERENCES blob(id),
      inputs INTEGER NOT NULL REFERENCES blob(id),
      seed INTEGER NOT NULL,
      created INTEGER NOT NULL,
      parent INTEGER REFERENCES run(id),
      parent_key TEXT,
      origin INTEGER REFERENCES run(id),
      origin_seq INTEGER,
      driver INTEGER NOT NULL,
      durability TEXT NOT NULL,
      status TEXT NOT NULL,
      UNIQUE (parent, parent_key)
    ) STRICT`,
  `CREATE TABLE ancestry(run INTEGER NOT NULL, ancestor INTEGER NOT NULL, distance INTEGER NOT NULL,
      PRIMARY KEY (run, ancestor)) STRICT, WITHOUT ROWID`,
  `CREATE TABLE ledger(
      run INTEGER PRIMARY KEY,
      usd_limit INTEGER, usd_spent INTEGER NOT NULL DEFAULT 0, usd_reserved INTEGER NOT NULL DEFAULT 0,
      tokens_limit INTEGER, tokens_spent INTEGER NOT NULL DEFAULT 0, tokens_reserved INTEGER NOT NULL DEFAULT 0,
      calls_limit INTEGER, calls_spent INTEGER NOT NULL DEFAULT 0, calls_reserved INTEGER NOT NULL DEFAULT 0,
      iterations_limit INTEGER, wall_limit INTEGER, wall INTEGER NOT NULL DEFAULT 0, deadline INTEGER
    ) STRICT`,
  `CREATE TABLE lease(run INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, holder TEXT NOT NULL, expires INTEGER NOT NULL) STRICT`,
  `CREATE TABLE journal(
      id INTEGER PRIMARY KEY,
      type TEXT NOT NULL,
      key TEXT,
      hash BLOB,
      epoch INTEGER NOT NULL,
      at INTEGER NOT NULL,
      value TEXT,
      blob INTEGER REFERENCES blob(id),
      state TEXT,
      ref INTEGER,
      usd INTEGER,
      tokens INTEGER,
      calls INTEGER,
      reused INTEGER
    ) STRICT`,
  `CREATE TABLE flight(id INTEGER PRIMARY KEY, usd INTEGER NOT NULL, tokens INTEGER NOT NULL, calls INTEGER NOT NULL) STRICT`,
  // `steps` counts the outcomes up to the snapshot, so that looking at a long run does not count them all again.
  `CREATE TABLE snapshot(run INTEGER PRIMARY KEY, seq INTEGER NOT NULL, state TEXT NOT NULL,
    steps INTEGER NOT NULL) STRICT`,
  `CREATE TABLE inbox(id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, kind TEXT NOT NULL,
      value TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX inbox_run ON inbox(run)`,
  `CREATE TABLE document(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL) STRICT`,
  `CREATE TABLE node(
      n INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      document INTEGER NOT NULL REFERENCES document(id),
      parent INTEGER REFERENCES node(n),
      text TEXT NOT NULL,
      role TEXT NOT NULL,
      run INTEGER,
      at INTEGER NOT NULL,
      meta TEXT
    ) STRICT`,
  `CREATE INDEX node_document ON node(document)`,
  `CREATE INDEX node_parent ON node(parent)`,
  `CREATE TABLE note(id INTEGER PRIMARY KEY, node INTEGER NOT NULL REFERENCES node(n), kind TEXT NOT NULL,
      value TEXT NOT NULL, run INTEGER, at INTEGER NOT NULL) STRICT`,
  `CREATE INDEX note_node ON note(node)`,
  `CREATE TABLE projection(run INTEGER PRIMARY KEY, path TEXT NOT NULL, written TEXT, writing TEXT) STRICT`,
  // The fence: a row of a driver that has lost the lease takes its whole batch with it.
  `CREATE TRIGGER fence BEFORE INSERT ON journal WHEN NEW.epoch IS NOT
        (SELECT lease.epoch FROM run JOIN lease ON lease.run = run.driver WHERE run.id = NEW.id >> 24)
      BEGIN SELECT RAISE(ABORT, 'fenced'); END`,
  // The wall: an intent that would pass a limit of the run or of an ancestor is skipped, its neighbours stand.
  `CREATE TRIGGER wall BEFORE INSERT ON flight WHEN EXISTS (
        SELECT 1 FROM ancestry JOIN ledger ON ledger.run = ancestry.ancestor WHERE ancestry.run = NEW.id >> 24 AND (
          (NEW.usd > 0 AND usd_spent + usd_reserved + NEW.usd > usd_limit) OR
          (NEW.tokens > 0 AND tokens_spent + tokens_reserved + NEW.tokens > tokens_limit) OR
          (NEW.calls > 0 AND calls_spent + calls_reserved + NEW.calls > calls_limit)))
      BEGIN SELECT RAISE(IGNORE); END`,
  `CREATE TRIGGER reserve AFTER INSERT ON flight BEGIN
      UPDATE ledger SET usd_reserved = usd_reserved + NEW.usd, tokens_reserved = tokens_reserved + NEW.tokens,
        calls_reserved = calls_reserved + NEW.calls
        WHERE run IN (SELECT ancestor FROM ancestry WHERE run = NEW.id >> 24);
    END`,
  `CREATE TRIGGER release AFTER DELETE ON flight BEGIN
      UPDATE ledger SET usd_reserved = usd_reserved - OLD.usd, tokens_reserved = tokens_reserved - OLD.tokens,
        calls_reserved = calls_reserved - OLD.calls
        WHERE run IN (SELECT ancestor FROM ancestry WHERE run = OLD.id >> 24);
    END`,
  `CREATE TRIGGER journal_stays BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END`,
  `CREATE TRIGGER node_stays BEFORE UPDATE ON node BEGIN SELECT RAISE(ABORT, 'a node is never changed in place'); END`,
];

/**
 * What is written stays, against mistakes of programs and of people at a shell. Who removes runs on purpose inserts the
 * one row of `license` first and deletes it last, in the same batch: it refers to a row that there never is, so a batch
 * that leaves it behind cannot be committed. The triggers are not dropped and made again instead, because whoever does
 * that has to know the text of all that came later, and makes every other connection read the schema anew.
 */
const DELETED_BY_LICENSE: readonly string[] = [
  `CREATE TABLE license(id INTEGER PRIMARY KEY CHECK (id = 1),
      never INTEGER NOT NULL DEFAULT 0 CHECK (never = 0) REFERENCES license(id) DEFERRABLE INITIALLY DEFERRED) STRICT`,
  `CREATE TRIGGER journal_kept BEFORE DELETE ON journal WHEN NOT EXISTS (SELECT 1 FROM license)
      BEGIN SELECT RAISE(ABORT, 'the journal is insert-only'); END`,
  `CREATE TRIGGER node_kept BEFORE DELETE ON node WHEN NOT EXISTS (SELECT 1 FROM license)
      BEGIN SELECT RAISE(ABORT, 'a node is never deleted'); END`,
];

/**
 * Runs that were removed. The row of a run goes at once, with all that makes it a run; this says that its journal is
 * still to be deleted, and for ever after that its number and its name are used up: nodes that it wove stay in documents
 * under its number, and theirs are made of its name. The indexes find what a removal and its foreign keys ask for; SQLite
 * would read the whole journal for every value that is deleted.
 */
const REMOVED: readonly string[] = [
  `CREATE TABLE removed(run INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, swept INTEGER NOT NULL DEFAULT 0) STRICT`,
  `CREATE INDEX removed_unswept ON removed(run) WHERE swept = 0`,
  `CREATE INDEX run_driver ON run(driver)`,
  `CREATE INDEX run_origin ON run(origin) WHERE origin IS NOT NULL`,
  `CREATE INDEX run_plan ON run(plan)`,
  `CREATE INDEX run_inputs ON run(inputs)`,
  `CREATE INDEX journal_blob ON journal(blob) WHERE blob IS NOT NULL`,
];

/**
 * What runs keep beside their journals: what they have changed outside of the database, what was said in them, what they
 * have taught. `claim` never holds a row. A batch that begins by inserting one into it goes on if the epoch is that of
 * the lease, and the guard that it names one of the run, and is nothing if not: the fence for what is not the journal.
 */
const BESIDE_THE_JOURNAL: readonly string[] = [
  `CREATE TABLE claim(run INTEGER NOT NULL, epoch INTEGER NOT NULL, guard INTEGER) STRICT`,
  `CREATE TRIGGER claim_holds BEFORE INSERT ON claim BEGIN
      SELECT CASE
        WHEN NEW.epoch IS NOT (SELECT lease.epoch FROM run JOIN lease ON lease.run = run.driver WHERE run.id = NEW.run)
          THEN RAISE(ABORT, 'fenced')
        WHEN NEW.guard IS NOT NULL AND NOT EXISTS (SELECT 1 FROM guard WHERE id = NEW.guard AND run = NEW.run)
          THEN RAISE(ABORT, 'let go')
        ELSE RAISE(IGNORE) END;
    END`,
  // Bytes, each content once. A server takes no value of 5 MB, so a content is cut: piece n is `content << 12 | n`.
  `CREATE TABLE content(id INTEGER PRIMARY KEY, hash TEXT NOT NULL UNIQUE, size INTEGER NOT NULL) STRICT`,
  `CREATE TABLE piece(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT`,
  // Numbers are never given twice: people name a change by its own, and a run that is gone must not lend its to another.
  `CREATE TABLE change(id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, made_by TEXT NOT NULL,
      change TEXT NOT NULL, at INTEGER NOT NULL, undone INTEGER) STRICT`,
  `CREATE INDEX change_run ON change(run)`,
  `CREATE TABLE changed(change INTEGER NOT NULL, name TEXT NOT NULL, content INTEGER NOT NULL REFERENCES content(id),
      PRIMARY KEY (change, name)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX changed_content ON changed(content)`,
  // A snapshot of a workspace; its entries are a JSON list that is cut as well: part n is `guard << 12 | n`.
  `CREATE TABLE guard(id INTEGER PRIMARY KEY AUTOINCREMENT, run INTEGER NOT NULL, made_by TEXT NOT NULL,
      at INTEGER NOT NULL, newest INTEGER NOT NULL) STRICT`,
  `CREATE INDEX guard_run ON guard(run)`,
  `CREATE TABLE guard_part(id INTEGER PRIMARY KEY, entries TEXT NOT NULL) STRICT`,
  `CREATE TABLE guarded(guard INTEGER NOT NULL, content INTEGER NOT NULL REFERENCES content(id),
      PRIMARY KEY (guard, content)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX guarded_content ON guarded(content)`,
  // A turn's number is `run << 26 | seq << 2 | role`, so those of a run stand together here and in the index of words.
  `CREATE TABLE turn(id INTEGER PRIMARY KEY, task TEXT NOT NULL, n INTEGER NOT NULL, role TEXT NOT NULL, tool TEXT,
      text TEXT NOT NULL, at INTEGER NOT NULL) STRICT`,
  `CREATE VIRTUAL TABLE turn_words USING fts5(text, content = '', contentless_delete = 1,
      tokenize = "unicode61 remove_diacritics 2")`,
  `CREATE TRIGGER turn_heard AFTER INSERT ON turn BEGIN
      INSERT INTO turn_words(rowid, text) VALUES (NEW.id, NEW.text);
    END`,
  `CREATE TRIGGER turn_gone AFTER DELETE ON turn BEGIN DELETE FROM turn_words WHERE rowid = OLD.id; END`,
  `CREATE TABLE learned(kind TEXT NOT NULL, key TEXT NOT NULL, count INTEGER NOT NULL, last INTEGER NOT NULL,
      value TEXT, PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID`,
  // Which runs have shown a pattern: one that is resumed shows it again.
  `CREATE TABLE learned_in(run INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
      PRIMARY KEY (run, kind, key)) STRICT, WITHOUT ROWID`,
];

/**
 * Until when a driver may have been at work whose command was cut off: what was changed in a workspace after that is
 * somebody else's. It is noted when the lease passes on or is given back, for the lease itself knows of one driver alone.
 */
const LAST_HEARD: readonly string[] = ["ALTER TABLE guard ADD COLUMN heard INTEGER"];

/** Statements of every step, oldest first. */
export const MIGRATIONS: readonly (readonly string[])[] = [
  INITIAL,
  DELETED_BY_LICENSE,
  REMOVED,
  BESIDE_THE_JOURNAL,
  LAST_HEARD,
];

/** The version this program writes. */
export const SCHEMA_VERSION: number = MIGRATIONS.length;
