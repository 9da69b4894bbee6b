/**
 * Full-text search: an inverted index of one field, as a persistent tree from (term, document) to how often. Words are
 * runs of letters and digits in lower case; the last word of a search is also a prefix; relevance is BM25.
 */
import { compareValues, type Value } from "convex/values";
import type { SearchDefinition } from "./index-definitions.ts";
import { compareKeys, fieldAt, type IndexKey } from "./index-key.ts";
import { insert, remove, scanAscending, type Tree } from "./ordered-tree.ts";
import type { Row } from "./row.ts";

/** `length` is the number of words in the document's field. */
type Posting = { readonly id: string; readonly frequency: number; readonly length: number };

export type SearchIndex = SearchDefinition & {
  readonly postings: Tree<IndexKey, Posting> | null;
  /** Words in all documents. */
  readonly words: number;
};

export type SearchRequest = {
  readonly text: string;
  readonly filters: readonly { readonly field: string; readonly value: Value | undefined }[];
};

const MAX_WORD_BYTES = 32;
const MAX_QUERY_WORDS = 16;
const MAX_PREFIX_TERMS = 16;
/** BM25's constants, as Tantivy has them. */
const K1 = 1.2;
const B = 0.75;
const PREFIX_BOOST = 0.5;

export function emptySearchIndex(definition: SearchDefinition): SearchIndex {
  return { ...definition, postings: null, words: 0 };
}

export function changeSearchIndex(index: SearchIndex, before: Row | null, after: Row | null): SearchIndex {
  const old = textOf(index, before);
  const text = textOf(index, after);
  if (old === text && before?.id === after?.id) return index;
  let { postings, words } = index;
  if (before !== null && old !== null) {
    const gone = wordsOf(old);
    for (const term of new Set(gone)) postings = remove(postings, [term, before.id], compareKeys);
    words -= gone.length;
  }
  if (after !== null && text !== null) {
    const all = wordsOf(text);
    for (const [term, frequency] of frequencies(all)) {
      const posting = { id: after.id, frequency, length: all.length };
      postings = insert(postings, [term, after.id], posting, compareKeys);
    }
    words += all.length;
  }
  return { ...index, postings, words };
}

/** Relevance by document id; `documents` is how many the table has. */
export function scoresOf(index: SearchIndex, text: string, documents: number): Map<string, number> {
  const scores = new Map<string, number>();
  const average = index.words / Math.max(1, documents);
  for (const [term, boost] of termsOf(index, text)) {
    const postings = postingsOf(index, term);
    const rarity = Math.log(1 + (documents - postings.length + 0.5) / (postings.length + 0.5));
    for (const { id, frequency, length } of postings) {
      const weight = frequency / (frequency + K1 * (1 - B + (B * length) / average));
      scores.set(id, (scores.get(id) ?? 0) + boost * rarity * (1 + K1) * weight);
    }
  }
  return scores;
}

/** Whether a search would have found the row: what makes it stale when the row comes, goes or changes. */
export function finds(index: SearchIndex, { text, filters }: SearchRequest, row: Row): boolean {
  const own = textOf(index, row);
  if (own === null || !passes(filters, row)) return false;
  const wanted = wordsOf(text).slice(0, MAX_QUERY_WORDS);
  const last = wanted.at(-1) ?? "";
  return wordsOf(own).some((word) => wanted.includes(word) || (last !== "" && word.startsWith(last)));
}

export function passes(filters: SearchRequest["filters"], row: Row): boolean {
  return filters.every(({ field, value }) => compareValues(fieldAt(row.value, field), value) === 0);
}

/** The terms of the index that the search asks for; one that only begins like its last word counts half. */
function termsOf(index: SearchIndex, text: string): Map<string, number> {
  const wanted = wordsOf(text).slice(0, MAX_QUERY_WORDS);
  const terms = new Map(wanted.map((word) => [word, 1]));
  const last = wanted.at(-1);
  if (last === undefined) return terms;
  let found = 0;
  let previous = "";
  const bounds = {
    isBelow: ([term]: IndexKey) => compareValues(term, last) < 0,
    isAbove: ([term]: IndexKey) => typeof term !== "string" || !term.startsWith(last),
  };
  scanAscending(index.postings, bounds, (_, [term]) => {
    if (typeof term !== "string" || term === previous) return true;
    previous = term;
    if (!terms.has(term)) terms.set(term, PREFIX_BOOST);
    found += 1;
    return found < MAX_PREFIX_TERMS;
  });
  return terms;
}

function postingsOf(index: SearchIndex, wanted: string): Posting[] {
  const postings: Posting[] = [];
  const bounds = {
    isBelow: ([term]: IndexKey) => compareValues(term, wanted) < 0,
    isAbove: ([term]: IndexKey) => compareValues(term, wanted) > 0,
  };
  scanAscending(index.postings, bounds, (posting) => {
    postings.push(posting);
    return true;
  });
  return postings;
}

function textOf({ searchField }: SearchDefinition, row: Row | null): string | null {
  const text = row === null ? null : fieldAt(row.value, searchField);
  return typeof text === "string" ? text : null;
}

function wordsOf(text: string): string[] {
  const words = text.match(/[\p{Alphabetic}\p{N}]+/gu) ?? [];
  return words
    .filter((word) => new TextEncoder().encode(word).length < MAX_WORD_BYTES)
    .map((word) => word.toLowerCase());
}

function frequencies(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}
