/**
 * Processes by their names: what there is, what one says, and packages of them.
 *
 * @module
 */
export type { PackageHome, RemovableProcess, ReviewedPackage, ReviewOptions } from "./install_package.ts";
export { installedProcess, reviewSource } from "./install_package.ts";
export type { ListedProcess, ProcessSays } from "./list_processes.ts";
export { listProcesses } from "./list_processes.ts";
export type { LoadedProcess, LoadOptions, LocatedProcess } from "./load_process.ts";
export { loadProcess } from "./load_process.ts";
export { PackageError } from "./package/package_entry.ts";
export type { PackageReview, PackageRisk, PackageSays, PackageTool } from "./package/review_package.ts";
export type { PlaceKind, Standpoint } from "./process_places.ts";
