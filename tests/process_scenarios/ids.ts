/**
 * What every process has to stand, and how others of its sort are known to break. A test of any of these begins with its
 * id in brackets, wherever it stands.
 */

/** Words of a scenario, and why what is done here differs from them where it does. */
export interface Scenario {
  /** What it asks for. */
  readonly words: string;
  /** What is done instead, and why. */
  readonly instead?: string;
}

/** What every process has to stand. */
export const SCENARIOS: { readonly [id: string]: Scenario } = {
  // Definitions.
  P1: { words: "phases that need each other in a circle are an error that tells the way around" },
  P2: { words: "a need that there is not is an error" },
  P3: { words: "two phases of one id are an error" },
  P4: { words: "a phase without a description is an error" },
  P5: { words: "a name in another form is an error" },
  P6: { words: "a mode that there is not is an error" },
  P7: { words: "one file of two phases is an error" },
  P8: { words: "a tool that is required and excluded is an error" },
  P9: { words: "a pattern that cannot be read is an error, and so is a severity that there is not" },
  P10: { words: "everything that is wrong is told at once, with the file" },
  P11: { words: "of several processes of a name the one of the later place is meant" },
  P12: { words: "a folder is found as a package" },
  P13: { words: "a process that is not there is told with those that are" },
  // Planning and scheduling.
  P14: { words: "a planner's JSON becomes the graph" },
  P15: {
    words: "where a planner's answer cannot be read there is one task for the whole goal",
    instead: "it is asked again with what was wrong, and then the run fails: a graph that nobody asked for is none",
  },
  P16: { words: "tasks are done in their order" },
  P17: { words: "tasks that do not need each other are done at the same time" },
  P18: {
    words: "a batch has no more tasks than may run at a time",
    instead: "there are no batches: a task begins the moment there is room, and no more run than may",
  },
  P19: { words: "tasks that wait for each other are told" },
  P20: { words: "a task begins when all that it needs is done" },
  P21: { words: "in a strict process the structure is the author's, not the planner's" },
  P22: { words: "a graph that is made anew may not use finished ids for other work, and is left alone if it does" },
  P23: { words: "what brings everything together waits for all others" },
  P24: {
    words: "a graph is made anew when all outcomes of a batch are taken in",
    instead: "there are no batches: it is made anew around what runs, whose ends are taken in when they come",
  },
  P25: { words: "a graph that cannot go on tells what never began" },
  // Agents.
  P26: { words: "a call of a tool that there is not is told back to the model" },
  P27: { words: "what a tool returns is told to the model" },
  P28: { words: "the next attempt is told why the last one was not taken" },
  P29: { words: "a task fails when its attempts are used up" },
  P30: { words: "later attempts are made by abler models" },
  P31: { words: "what breaks fails its task" },
  // Verification.
  P32: { words: "files that cannot be read as what they are fail" },
  P33: { words: "an empty file fails" },
  P34: { words: "a pattern that is an error fails where it is found, and one that is a warning does not" },
  P35: { words: "where a free check fails no model is asked" },
  P36: { words: "without a verdict nothing is taken" },
  P37: { words: "a majority of votes decides" },
  P38: { words: "a task is held to its own files" },
  // Trust and approval.
  P39: {
    words: "confidence decides by bands whether a person is asked",
    instead: "it is told, and a spec may say below which a person is asked; nothing is refused because of it",
  },
  P40: {
    words: "in automatic mode what destroys is gated whatever the confidence is",
    instead: "a policy decides before a call is made, by what the call would do",
  },
  P41: {
    words: "a question that nobody answers is a no",
    instead: "it is waited for, durably, unless the policy sets a time; then nobody's answer is a no",
  },
  P42: { words: "later attempts make a result less sure" },
  // What is kept, undoing, editing.
  P43: { words: "all that a run is comes back when it is read again" },
  P44: {
    words: "decisions and errors are pruned",
    instead: "all of them are kept; what a task is told of them is bounded",
  },
  P45: { words: "what was made, changed, deleted or moved is undone: one change, one task, all" },
  P46: { words: "an edit bears blanks at the ends of lines, and tabs for spaces" },
  P47: { words: "an edit that could mean two places is refused" },
  P48: { words: "several edits are made in order, or none" },
  P49: { words: "a text that stands in several places is not replaced unless that is said" },
  P50: { words: "line ends of a file stay" },
  // Safety.
  P51: { words: "no path leads out of the workspace" },
  P52: { words: "commands that destroy are refused, others are not" },
  P53: { words: "what overwrites or throws away in Git is refused" },
  P54: { words: "a sum is no program" },
  P55: { words: "private hosts are not reached, and redirects are looked at anew" },
  // Conversations.
  P56: { words: "turns and calls are found again, of one's own run alone" },
};

/** How others of the sort are known to break: a test of the inverse begins with its id. */
export const DEFECTS: { readonly [id: string]: string } = {
  V1: "what is read again has lost approvals, attempts, tiers, criteria and most of each answer",
  V2: "the first task is held to the files of all of them, so that every ready process fails",
  V3: "a call that failed and was got over fails its task",
  V4: "being blocked, running out of turns and answering nothing count as success",
  V5: "a graph that cannot be run is taken, ends without a word, or is replaced by another one for prose around it",
  V6: "a graph made anew drops what is done, breaks what runs, and is made anew without end",
  V9: "a process that is named on the command line is not followed, and nothing is told of turns and tools",
  V11: "tasks side by side overwrite what each other's changes are undone by",
  V12: "an edit changes line ends, shifts over form feeds, and loses the indentation",
  V13: "what destroys passes in other spellings, what does not is refused, and what takes too long runs on",
  V14: "pushes that overwrite pass in other spellings, and words in a message are refused",
  V15: "paths of searches begin where the process stands, and a workspace that is a link breaks writing",
  V16: "what a judge says is lost, its `false` is true, and it sees the first 200 characters",
  V17: "the last attempt is refused by nobody's answer after it was told as done",
  V18: "types that are remembered become another one, and tasks they matter to are dropped",
  V19: "prompts hold marks of templates, and what must hold is cut first",
  V20: "patterns are looked for in the first 200 characters of an answer",
  V23: "addresses of this machine pass in other spellings, and public names that look like them do not",
  V24: "modes, required tools, triggers, what comes last and what is critical are declared and do nothing",
};
