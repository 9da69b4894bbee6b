/**
 * Markdown of lessons and hints to HTML that the page may show as it is: CommonMark's own elements without images, links
 * to `https:`, `mailto:` and places of the site, and no raw HTML. What else is there is refused by name, not left out.
 */
import { micromark } from "micromark";
import { failure, success, type Result } from "../../base/result.ts";
import { authorError } from "./author-error.ts";

/** Each element with its attributes and what these may say. */
const ALLOWED: Readonly<Record<string, Readonly<Record<string, RegExp>>>> = {
  a: { href: /./, title: /^/ },
  blockquote: {},
  br: {},
  code: { class: /^language-[\w-]+$/ },
  em: {},
  h1: {},
  h2: {},
  h3: {},
  h4: {},
  h5: {},
  h6: {},
  hr: {},
  li: {},
  ol: { start: /^\d+$/ },
  p: {},
  pre: {},
  strong: {},
  ul: {},
};
const SCHEMES: readonly string[] = ["https:", "mailto:"];
const LINKS = "Links go to https:, mailto: or places of the site.";
/** Stands for the site; a link that stays on it is relative. */
const SITE = "https://site.invalid/";

const TAG = /<\/?([a-z][a-z\d]*)((?: [a-z-]+="[^"]*")*) ?\/?>/g;
const ATTRIBUTE = / ([a-z-]+)="([^"]*)"/g;

/** Throws what {@link parseProse} finds; `place` names the file. */
export function renderProse(markdown: string, place: string): string {
  const prose = parseProse(markdown);
  if (prose.ok) return prose.value;
  throw authorError(`${place} ${prose.error}`);
}

/** The HTML, or a sentence without its subject: "has raw HTML near …". */
export function parseProse(markdown: string): Result<string, string> {
  const html = micromark(markdown);
  const raw = micromark(markdown, { allowDangerousHtml: true });
  if (raw !== html) return failure(`has raw HTML near "${difference(raw, html)}". Put code in \`…\`.`);
  // With every scheme left in, so that the one that is refused can be named.
  const linked = micromark(markdown, { allowDangerousProtocol: true });
  for (const [, name = "", attributes = ""] of linked.matchAll(TAG)) {
    const fault = tagFault(name, attributes);
    if (fault !== null) return failure(fault);
  }
  // What looks like a scheme to a browser alone.
  if (linked !== html) return failure(`has href="${difference(linked, html)}". ${LINKS}`);
  // A new tab: in an embed the lesson is a frame of somebody's page.
  return success(
    html.replaceAll(/<a (?=href="(?:https|mailto):)/gi, '<a target="_blank" rel="noopener noreferrer" '),
  );
}

function tagFault(name: string, attributes: string): string | null {
  const allowed = Object.hasOwn(ALLOWED, name) ? ALLOWED[name] : undefined;
  if (allowed === undefined) {
    const remedy = name === "img" ? " Say it in words: the site loads no pictures for lessons." : "";
    return `has <${name}>, which prose may not have.${remedy}`;
  }
  for (const [, attribute = "", escaped = ""] of attributes.matchAll(ATTRIBUTE)) {
    const value = decode(escaped);
    const form = Object.hasOwn(allowed, attribute) ? allowed[attribute] : undefined;
    const isAllowed = form?.test(value) === true && (attribute !== "href" || isAllowedLink(value));
    if (!isAllowed) {
      const remedy = attribute === "href" ? ` ${LINKS}` : "";
      return `has ${attribute}="${value}" on <${name}>, which prose may not have.${remedy}`;
    }
  }
  return null;
}

function isAllowedLink(href: string): boolean {
  if (!URL.canParse(href, SITE)) return false;
  const { protocol, username, password } = new URL(href, SITE);
  return SCHEMES.includes(protocol) && username === "" && password === "";
}

const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&amp;": "&" };

/** What micromark escapes, put back. */
export function decode(html: string): string {
  return html.replaceAll(/&(?:lt|gt|quot|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** Where two texts begin to differ, in a few words. */
function difference(one: string, other: string): string {
  let at = 0;
  while (one[at] === other[at]) at += 1;
  return one.slice(at, at + 30).split("\n")[0] ?? "";
}
