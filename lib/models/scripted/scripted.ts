import { stringify } from "../../base/json.ts";
import { nanos } from "../../base/money.ts";
import type { Abilities, ModelFacts, Price } from "../../plan/mod.ts";
import { hashedEmbedding } from "../hashed_embedding.ts";
import {
  type Finish,
  type Model,
  ModelError,
  type ModelEvent,
  type ModelRequest,
  type ScoreRequest,
  type ScoreResult,
} from "../model.ts";
import { splitPieces } from "../ngram/pieces.ts";
import { stopGate, type Told } from "../stops.ts";
import { replyOf, type Replying } from "./follow.ts";
import type { Reply, ReplyFailure } from "./options.ts";
