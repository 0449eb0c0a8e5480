/** What the built-in tools give and refuse, beside what they say of themselves. */
export interface ToolNote {
  /** What comes of a call, and how much of it. */
  readonly gives: string;
  /** What it does not do. */
  readonly refuses: string;
}

/** A note for every built-in tool. */
export const TOOL_NOTES: { readonly [tool: string]: ToolNote } = {
  read_file: {
    gives:
      "30,000 characters of a text at most, and of each line 2,000; where there is more, the line to go on from. " +
      "Of a PDF document 30,000 characters as well, read by a process of its own that reaches nothing else. The image " +
      "itself, where the model looks at images. Bytes that are no UTF-8 are shown as `�`.",
    refuses: "Files of more than 16 MB, PDF documents of more than 32 MB.",
  },
  search_files: {
    gives:
      "200 matches and 30,000 characters at most; 10,000 characters of a line are searched, 300 shown. A pattern takes " +
      "time in proportion to its size and to the text, whatever it is; after a few seconds of work a search ends and says so.",
    refuses: "Patterns with references back or with looking around, and larger ones than 2,000 states.",
  },
  list_directory: {
    gives:
      "Two levels of a folder, 500 lines at most. A link is shown as one. Here as in all lists of paths, one that holds " +
      "what cannot be seen, such as a line end, stands in quotation marks with escapes of JSON.",
    refuses: "Nothing beside what all tools refuse.",
  },
  glob_find: {
    gives: "500 paths at most. Links are left out.",
    refuses: "Patterns of more than 500 characters or more than 64 alternatives.",
  },
  ripgrep_search: {
    gives:
      "What `search_files` gives, with its bounds, but for up to 1,000 matches. It is written for Loom: no program is run.",
    refuses: "What `search_files` refuses.",
  },
  analyze_code: {
    gives:
      "30,000 characters at most. It is read by a process of its own that reaches nothing but its grammars, within 9 " +
      "seconds and 512 MB; a text that takes more has no outline.",
    refuses: "Files of more than 1 MB, languages that it does not know, and texts that are no UTF-8.",
  },
  write_file: {
    gives: "The size, and what changed line by line, 200 lines and 100,000 characters at most.",
    refuses: "More than 1 MB, and a file whose permissions make it read-only.",
  },
  edit_file: {
    gives:
      "Which lines were replaced, and what changed, 40 lines at most. Where `old_str` stands nowhere as it is given, a " +
      "block of whole lines is taken that is at least 85 % like it and clearly more so than the next one; that is said. " +
      "Where somebody else has written to the file meanwhile, it is tried once more on what is there then.",
    refuses:
      "A text that stands in several places, unless `all` is set, and then in more than a million; two blocks that are " +
      "about as likely; files that are no UTF-8; what would become too long. Of several edits all are made or none.",
  },
  delete_file: {
    gives: "What was deleted.",
    refuses: "Folders with something in them, files of more than 16 MB, and links.",
  },
  move_file: {
    gives: "Both paths.",
    refuses: "A destination at which something is, folders, and links.",
  },
  spreadsheet: {
    gives:
      "Rows as lines of CSV, 100 and 30,000 characters at most, of each cell 500; of changes how many rows there are and " +
      "what changed. Cells are texts: what begins with `=` is written as it is, and is a formula to a program that takes it " +
      "for one.",
    refuses:
      "Tables of more than 5 MB or a million cells, that are no UTF-8, or with rows of different lengths: no row is " +
      "guessed at.",
  },
  document_write: {
    gives: "The size, and what changed, 200 lines at most.",
    refuses: "More than 1 MB; a `title` or `metadata` with `append`.",
  },
  shell_execute: {
    gives:
      "The exit code, whatever it is, and 30,000 bytes of both outputs, both ends of each; which files changed. All that " +
      "the program has started ends with it.",
    refuses: "See [programs](#programs).",
  },
  git_command: {
    gives: "The same, of Git.",
    refuses: "See [Git](#git).",
  },
  web_fetch: {
    gives: "The text of a page, of which 512 KB are read. Five redirects are followed, and a page may take 30 seconds.",
    refuses: "See [web addresses](#web-addresses).",
  },
  web_search: {
    gives:
      "20 results at most, of a page of DuckDuckGo. Where that asks whether a person searches, the call fails and says so.",
    refuses: "More than 500 characters of words.",
  },
  calculator: {
    gives: "A number, or a list of numbers. They are doubles.",
    refuses: "More than 1,000 characters, exponents beyond 10,000, and names of any other sort.",
  },
  task_tracker: {
    gives:
      "The list, or the step that was put on it. It belongs to one attempt of one agent, and is no part of the journal.",
    refuses: "More than 200 steps, and steps of more than 500 characters.",
  },
  ask_user: {
    gives:
      "The answer of a person, in words of its own: it is no data. It waits durably; see [approval](#approval) for how " +
      "people answer.",
    refuses: "Nothing: of a question 4,000 characters are shown, of options 20, each with 200.",
  },
  conversation_recall: {
    gives:
      "10 turns unless told otherwise, 2,000 characters of each, 30,000 in all. It sees this run alone, and no child runs. " +
      "Turn 0 is what an agent was told first. Calls of this tool and what they gave are left out.",
    refuses: "Nothing.",
  },
  delegate_task: {
    gives: "What the other agent answers; see [agents](agents.md#handing-work-on).",
    refuses: "To be there where the agent's `depth` is used up, and more than 20 agents in one attempt.",
  },
};
