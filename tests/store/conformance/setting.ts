export * from "../../../lib/store/conformance/setting.ts";
