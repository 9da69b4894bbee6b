import { createRemoteJWKSet, jwtVerify } from "jose";
import { getToken, ISSUER, type Person } from "./clerk";

type Database = { notes: { owner: string; text: string }[] };

/** In the browser. `person` is null while nobody is signed in. */
export async function client(person: Person | null) {
  const headers = new Headers();
  if (person) {
    const token = await getToken(person);
    // Your turn: attach the token to the headers.
    console.log("Clerk gave me a token that begins with", token.slice(0, 12));
  }
  const response = await fetch("https://api.handoff.test/notes", { headers });
  console.log(response.status, await response.text());
}

const keys = createRemoteJWKSet(new URL(`${ISSUER}/.well-known/jwks.json`));

/** On the server. Anybody on the internet can send it any request. */
export async function server(request: Request, database: Database): Promise<Response> {
  const token = request.headers.get("authorization")?.replace(/^Bearer /, "");
  // Your turn: verify the token with `jwtVerify` and `keys`,
  // and return only the notes of its subject.
  return Response.json(database.notes);
}
