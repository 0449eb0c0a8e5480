/**
 * Imported for its effect by test files that open databases: the libSQL addon crashes the process when an isolate ends
 * while hundreds of its statements have not been collected. A test file is an isolate of its own; a program is not, and
 * ends in peace. So the garbage is collected when a file's tests are over.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
addEventListener("unload", () => collect());
