export { shorten as extractEnds } from "../../base/shorten.ts";
