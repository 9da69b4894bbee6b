/** What valibot found, as a sentence for an author: the place, what must be there, what is there. */
import * as v from "valibot";
import { nearest } from "../base/nearest.ts";

/** `knownKeys`: the keys of the object at a path, for "did you mean"; empty when it is no object. */
export function plainFault(
  issue: v.BaseIssue<unknown>,
  whole: string,
  knownKeys: (path: readonly (string | number)[]) => readonly string[],
): string {
  const keys = (issue.path ?? []).map(({ key }) => key as string | number);
  const place = keys.length === 0 ? whole : keys.join(".");
  const owner = keys.length > 1 ? `${keys.slice(0, -1).join(".")} ` : `${whole} `;
  const last = String(keys.at(-1));
  if (issue.type === "strict_object" && issue.expected === "never") {
    const known = knownKeys(keys.slice(0, -1));
    const meant = nearest(last, known);
    return `${owner}has a key "${last}" that means nothing here. ${
      meant === null ? `It can have ${known.join(", ")}.` : `Did you mean "${meant}"?`
    }`;
  }
  if (issue.type === "strict_object" && issue.received === "undefined" && keys.length > 0)
    return `${owner}has no "${last}". Add it.`;
  return `${place} must be ${wanted(issue)}, and is ${shown(issue.input)}.`;
}

function wanted(issue: v.BaseIssue<unknown>): string {
  const { requirement } = issue;
  switch (issue.type) {
    case "string":
      return "text";
    case "number":
      return "a number";
    case "integer":
      return "a whole number";
    case "boolean":
      return "true or false";
    case "array":
      return "a list";
    case "object":
    case "strict_object":
    case "record":
      return "an object";
    case "min_value":
      return `${String(requirement)} or more`;
    case "min_length":
      return requirement === 1 ? "something, not empty" : `${String(requirement)} or longer`;
    case "picklist":
    case "literal":
      return (issue.expected ?? "").replace(/^\(|\)$/g, "").replaceAll(" | ", " or ");
    case "email":
      return "an email address";
    case "url":
      return "an address such as https://example.com";
    case "starts_with":
      return `text that begins with ${String(requirement)}`;
    default:
      // Our own words, written to follow "must be".
      return issue.message.replace(/^must be /, "");
  }
}

function shown(input: unknown): string {
  if (input === undefined) return "missing";
  if (input === "") return "empty";
  const text = JSON.stringify(input) ?? typeof input;
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
