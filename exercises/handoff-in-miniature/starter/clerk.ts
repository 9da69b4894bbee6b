/** What Clerk's library does for an app, with nothing but fetch. */
export const ISSUER = "https://calm-otter-42.clerk.accounts.dev";

export type Person = { firstName: string; emailAddress: string; password: string };

/** Signs the person in and returns the token that Clerk makes from the JWT template "convex". */
export async function getToken(person: Person): Promise<string> {
  // Whoever was signed in before signs out.
  await post("/v1/client/sessions?_method=DELETE");
  const signIn = await post("/v1/client/sign_ins", {
    identifier: person.emailAddress,
    password: person.password,
  });
  const sessionId = signIn.response.created_session_id;
  const token = await post(`/v1/client/sessions/${sessionId}/tokens/convex`);
  return token.jwt;
}

async function post(path: string, fields: Record<string, string> = {}) {
  const response = await fetch(ISSUER + path, { method: "POST", body: new URLSearchParams(fields) });
  const answer = await response.json();
  if (!response.ok) throw new Error(`Clerk refuses: ${answer.errors[0].message}`);
  return answer;
}
