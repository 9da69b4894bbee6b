import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import { getToken, type Person } from "./clerk";

type Database = { notes: { owner: string; text: string }[] };

/** In the browser. `person` is null while nobody is signed in. */
export async function client(person: Person | null) {
  const headers = new Headers();
  if (person) {
    headers.set("authorization", `Bearer ${await getToken(person)}`);
  }
  const response = await fetch("https://api.handoff.test/notes", { headers });
  console.log(response.status, await response.text());
}

/** On the server. Anybody on the internet can send it any request. */
export async function server(request: Request, database: Database): Promise<Response> {
  const token = request.headers.get("authorization")?.replace(/^Bearer /, "");
  if (!token) return new Response("Who are you?", { status: 401 });
  try {
    const { iss } = decodeJwt(token);
    const keys = createRemoteJWKSet(new URL(`${iss}/.well-known/jwks.json`));
    const { payload } = await jwtVerify(token, keys, { issuer: iss, audience: "convex" });
    return Response.json(database.notes.filter((note) => note.owner === payload.sub));
  } catch (error) {
    console.warn("refused:", error instanceof Error ? error.message : error);
    return new Response("This token proves nothing.", { status: 401 });
  }
}
