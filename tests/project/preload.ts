/**
 * Loads libSQL's native addon before any test does: loaded inside one test file and gone with it, it takes the next
 * file's process along.
 *
 * @module
 */
import "@libsql/client/sqlite3";
import "../store/collect_garbage.ts";
