/** What the editor's parser makes of a learner's file, and where it is nested deeper than the compiler can follow. */
import { parser } from "@lezer/javascript";
import { failure, success, type Result } from "../base/result.ts";

export type SyntaxTree = ReturnType<typeof parser.parse>;

/** `path` says whether it may hold JSX. */
export function syntaxTree(path: string, text: string): SyntaxTree {
  return parser.configure({ dialect: /\.[jt]sx$/.test(path) ? "ts jsx" : "ts" }).parse(text);
}

/** Twenty times as deep as code that people write; esbuild overflows its stack a little later and is gone then. */
export const MOST_LEVELS = 500;

/**
 * The tree, or where the first construct begins that is too deep: an offset into the text. Brackets are counted first,
 * wherever they stand: the parser takes seconds for thousands of open ones.
 */
export function readSyntax(path: string, text: string): Result<SyntaxTree, number> {
  const open = tooManyOpenAt(text);
  if (open !== null) return failure(open);
  const tree = syntaxTree(path, text);
  const at = tooDeepAt(tree);
  return at === null ? success(tree) : failure(at);
}

function tooManyOpenAt(text: string): number | null {
  let open = 0;
  for (const { 0: bracket, index } of text.matchAll(/[()[\]{}]/g)) {
    open = "([{".includes(bracket) ? open + 1 : Math.max(0, open - 1);
    if (open > MOST_LEVELS) return index;
  }
  return null;
}

function tooDeepAt(tree: SyntaxTree): number | null {
  let levels = 0;
  let at: number | null = null;
  tree.iterate({
    enter({ from }) {
      levels += 1;
      if (levels > MOST_LEVELS) at ??= from;
    },
    leave() {
      levels -= 1;
    },
  });
  return at;
}
