import { openAnthropic } from "../../../lib/models/anthropic/open_anthropic.ts";
import { openOllama } from "../../../lib/models/ollama/open_ollama.ts";
import { openOpenai } from "../../../lib/models/openai/open_openai.ts";
import { ANTHROPIC_WIRE } from "./anthropic_wire.ts";
import { OLLAMA_WIRE } from "./ollama_wire.ts";
import { OPENAI_WIRE } from "./openai_wire.ts";
import { policyTests } from "./policies.ts";
import type { Subject } from "./subject.ts";

const SUBJECTS: readonly Subject[] = [
  {
    name: "openai, texts",
    wire: OPENAI_WIRE,
    form: "text",
    logprobs: true,
    id: "openai/gauge",
    open: openOpenai,
  },
  {
    name: "openai, chats",
    wire: OPENAI_WIRE,
    form: "chat",
    logprobs: true,
    id: "openai/gauge",
    open: openOpenai,
  },
  {
    name: "ollama, texts",
    wire: OLLAMA_WIRE,
    form: "text",
    logprobs: true,
    id: "ollama/gauge",
    open: openOllama,
  },
  {
    name: "ollama, chats",
    wire: OLLAMA_WIRE,
    form: "chat",
    logprobs: true,
    id: "ollama/gauge",
    open: openOllama,
  },
  {
    name: "anthropic, chats",
    wire: ANTHROPIC_WIRE,
    form: "chat",
    logprobs: false,
    id: "anthropic/gauge",
    open: openAnthropic,
  },
];

for (const subject of SUBJECTS) policyTests(subject);
