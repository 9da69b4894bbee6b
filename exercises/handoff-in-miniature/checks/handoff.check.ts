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

/** Ada's token with a fault must open nothing; `what` describes it. */
async function expectNothing(fault: TokenFault, what: string): Promise<void> {
  expect(await notesFor(await tokenOf(ada, fault)), `what ${what} gets`).toEqual([]);
}

test("An anonymous request gets nothing", async () => {
  expect(await notesFor(null), "what a caller without a token gets").toEqual([]);
});

test("Ada's token gets Ada's notes and only hers", async () => {
  const token = await tokenOf(ada);
  expect(await notesFor(token), "what Ada's token gets").toEqual([`${ada.canary} one`, `${ada.canary} two`]);
  for (const name of ["owner", "user", "userId", "sub"]) {
    const answer = await notesFor(token, `${NOTES}?${name}=${grace.id}`);
    expect(answer, `what Ada's token gets from /notes?${name}=…`).not.toContain(`${grace.canary} one`);
  }
});

test("A token that your Clerk did not sign gets nothing", async () => {
  await expectNothing("forged", "a token signed by another key");
  await expectNothing("unsigned", "a token without a signature");
  await expectNothing("other-issuer", "a token that somebody else's Clerk instance signed");
});

test("A token that has expired gets nothing", async () => {
  await expectNothing("expired", "a token that has expired");
});

test("A token made for somebody else gets nothing", async () => {
  await expectNothing("wrong-audience", "a token for another audience");
  await expectNothing("no-audience", "a token without an audience");
});

test("The client attaches the token that Clerk gave it", async () => {
  const { requests, error } = await script.client(ada);
  expect(error, "the error that client(Ada) ended with").toBe(null);
  const sent = requests.map(({ bearer }) => bearer);
  expect(sent, "what client(Ada) sent as its token").toContain(
    "a Convex token that Clerk gave to the client",
  );
  const { requests: anonymous } = await script.client(null);
  const sentByNobody = anonymous.map(({ bearer }) => bearer);
  expect(sentByNobody, "what client(null) sent as its token").toEqual(["none"]);
});
