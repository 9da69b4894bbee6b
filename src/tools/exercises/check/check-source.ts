/** What can be known of a `.check.ts` without running it: the titles of its tests, and uses of what the referee lacks. */
import { parseSync } from "vite";

export type CheckSource = {
  /** Titles of tests written as plain text. */
  readonly titles: readonly string[];
  /** Whether some titles are only known when the tests run (`test.each`, templates). */
  readonly hasMadeTitles: boolean;
  /** Sentences with their line: `line 3: …`. */
  readonly faults: readonly string[];
};

const IMPORTS = ["describe", "it", "test", "expect", "beforeAll", "beforeEach", "afterAll", "afterEach"];
const TEST_MEMBERS = ["each", "skip"];
const NOT_ON_EXPECT = ["soft", "poll", "assertions", "hasAssertions", "addSnapshotSerializer", "element"];
const SUPPORTED =
  "Checks can use describe, it and test (.each, .skip), expect without soft, poll, assertions and snapshots, and the hooks.";

type Node = { readonly type: string; readonly start: number } & Readonly<Record<string, unknown>>;

export function readCheckSource(text: string): CheckSource {
  const { program, errors } = parseSync("check.ts", text);
  if (errors.length > 0)
    return { titles: [], hasMadeTitles: true, faults: errors.map(({ message }) => message) };
  const titles: string[] = [];
  const faults: string[] = [];
  /** Local name → name in vitest. */
  const names = new Map<string, string>();
  let hasMadeTitles = false;

  const fault = (node: Node, sentence: string): void => {
    faults.push(`line ${text.slice(0, node.start).split("\n").length}: ${sentence} ${SUPPORTED}`);
  };

  function takeImport(node: Node): void {
    const source = (node["source"] as Node)["value"] as string;
    if (node["importKind"] === "type") return;
    if (source !== "vitest") {
      if (source !== "handoff/checks" && !source.startsWith("."))
        fault(node, `"${source}" cannot be imported; vitest, handoff/checks and files beside it can.`);
      return;
    }
    for (const specifier of node["specifiers"] as Node[]) {
      const imported = (specifier["imported"] as Node | undefined)?.["name"] as string | undefined;
      if (specifier["importKind"] === "type") continue;
      if (imported === undefined || !IMPORTS.includes(imported))
        fault(specifier, `vitest's ${imported ?? "whole module"} is not there.`);
      else names.set((specifier["local"] as Node)["name"] as string, imported);
    }
  }

  /** `test.skip.each` → `{ root: "test", members: ["skip", "each"] }`; null when the root is not vitest's. */
  function chainOf(node: Node): { readonly root: string; readonly members: readonly string[] } | null {
    if (node.type === "Identifier") {
      const root = names.get(node["name"] as string);
      return root === undefined ? null : { root, members: [] };
    }
    if (node.type !== "MemberExpression") return null;
    const chain = chainOf(node["object"] as Node);
    const member = (node["property"] as Node)["name"];
    return chain === null || typeof member !== "string"
      ? null
      : { root: chain.root, members: [...chain.members, member] };
  }

  function takeMember(node: Node): void {
    const member = (node["property"] as Node)["name"];
    if (typeof member === "string" && /^to\w*Snapshot$/.test(member))
      fault(node, `expect(…).${member} is not there.`);
    const chain = chainOf(node);
    const last = chain?.members.at(-1);
    if (chain === null || last === undefined) return;
    const isKnown = chain.root === "expect" ? !NOT_ON_EXPECT.includes(last) : TEST_MEMBERS.includes(last);
    if (!isKnown) fault(node, `${chain.root}.${last} is not there.`);
  }

  function takeCall(node: Node): void {
    const callee = node["callee"] as Node;
    const made = callee.type === "CallExpression" || callee.type === "TaggedTemplateExpression";
    const chain = chainOf(made ? ((callee["callee"] ?? callee["tag"]) as Node) : callee);
    if (chain === null || (chain.root !== "test" && chain.root !== "it")) return;
    if (chain.members.includes("each") && !made) return;
    const [title] = node["arguments"] as Node[];
    if (title?.type === "Literal" && typeof title["value"] === "string" && !made) titles.push(title["value"]);
    else hasMadeTitles = true;
  }

  function visit(value: unknown): void {
    if (Array.isArray(value)) {
      for (const item of value) visit(item);
      return;
    }
    if (!isNode(value)) return;
    if (value.type === "ImportDeclaration") takeImport(value);
    if (value.type === "MemberExpression") takeMember(value);
    if (value.type === "CallExpression") takeCall(value);
    for (const child of Object.values(value)) visit(child);
  }
  visit(program);
  return { titles, hasMadeTitles, faults };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
