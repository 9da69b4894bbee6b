import { people, script, tokenOf, type TokenFault } from "handoff/checks";
import { expect, test } from "vitest";

const ada = people.ada!;
const grace = people.grace!;
const NOTES = "https://api.handoff.test/notes";

/** The notes that cross to a caller, whatever form the answer has: each holds the random word of its owner. */
async function notesFor(token: string | null, url = NOTES): Promise<string[]> {
  const response = await fetch(url, { headers: token === null ? {} : { authorization: `Bearer ${token}` } });
  const text = await response.text();
  return [ada, grace]
    .flatMap(({ canary }) => [`${canary} one`, `${canary} two`])
    .filter((note) => text.includes(note));
}

const notesForFaulty = async (fault: TokenFault): Promise<string[]> => notesFor(await tokenOf(ada, fault));

test("An anonymous request gets nothing", async () => {
  expect(await notesFor(null)).toEqual([]);
});

test("Ada's token gets Ada's notes and only hers", async () => {
  const token = await tokenOf(ada);
  expect(await notesFor(token)).toEqual([`${ada.canary} one`, `${ada.canary} two`]);
  for (const name of ["owner", "user", "userId", "sub"]) {
    expect(await notesFor(token, `${NOTES}?${name}=${grace.id}`)).not.toContain(`${grace.canary} one`);
  }
});

test("A token that Clerk did not sign gets nothing", async () => {
  expect(await notesForFaulty("forged")).toEqual([]);
  expect(await notesForFaulty("unsigned")).toEqual([]);
  expect(await notesForFaulty("other-issuer")).toEqual([]);
});

test("A token that has expired gets nothing", async () => {
  expect(await notesForFaulty("expired")).toEqual([]);
});

test("A token made for somebody else gets nothing", async () => {
  expect(await notesForFaulty("wrong-audience")).toEqual([]);
  expect(await notesForFaulty("no-audience")).toEqual([]);
});

test("The client attaches the token that Clerk gave it", async () => {
  const { requests, error } = await script.client(ada);
  expect(error).toBe(null);
  expect(requests.map(({ bearer }) => bearer)).toContain("a Convex token that Clerk gave to the client");
  const { requests: anonymous } = await script.client(null);
  expect(anonymous.map(({ bearer }) => bearer)).toEqual(["none"]);
});
