/** The engines' own words for one fault, of which the cells hold those of Chromium. */

/** What stands for a fault in the source of a sentence, and what stands there for every engine. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:RangeError: )?Maximum call stack size exceeded/,
    String.raw`(?:$&\.?|(?:InternalError: )?too much recursion)`,
  ],
  [
    /(?:RangeError: )?Invalid string length/,
    "(?:$&|(?:InternalError: )?allocation size overflow|(?:RangeError: )?Out of memory)",
  ],
  [/(\w+) is not defined/, "(?:$&|Can't find variable: $1)"],
];

/** The same sentence with the words of any of them. */
export function inAnyWords({ source, flags }: RegExp): RegExp {
  return new RegExp(
    WORDS.reduce((text, [words, any]) => text.replace(words, any), source),
    flags,
  );
}
