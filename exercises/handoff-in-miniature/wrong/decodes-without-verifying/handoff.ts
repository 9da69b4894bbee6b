import { decodeJwt } from "jose";
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
  const { sub } = decodeJwt(token);
  return Response.json(database.notes.filter((note) => note.owner === sub));
}
