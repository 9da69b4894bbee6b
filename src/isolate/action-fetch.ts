/** `fetch` of actions: the request goes to the deployment, which reaches the sandbox's own hosts and nothing else. */
import { decodeBase64, encodeBase64 } from "../base/base64.ts";
import { parseHttpActionAnswer } from "../wire/syscall.ts";

type Ask = (op: string, argsJson: string) => Promise<string>;

/** Statuses whose responses have no body (Fetch §2.2.3). */
const WITHOUT_BODY = [101, 204, 205, 304];

/** Rejects with a TypeError where nobody answers, as the platform does. */
export async function actionFetch(
  ask: Ask,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): Promise<Response> {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const { method, url } = request;
  const hasBody = method !== "GET" && method !== "HEAD";
  const body = hasBody ? encodeBase64(new Uint8Array(await request.arrayBuffer())) : null;
  const headers = [...request.headers].map(([name, value]): [string, string] => [name, value]);
  let answerJson: string;
  try {
    answerJson = await ask("handoff/fetch", JSON.stringify({ method, url, headers, body }));
  } catch (error) {
    throw new TypeError(`fetch failed: ${(error as Error).message}`, { cause: error });
  }
  const answer = parseHttpActionAnswer(JSON.parse(answerJson));
  if (answer === null) throw new TypeError("fetch failed: the answer cannot be read");
  const bytes = answer.body === null ? null : decodeBase64(answer.body);
  const response = new Response(
    bytes === null || WITHOUT_BODY.includes(answer.status) ? null : Uint8Array.from(bytes),
    {
      status: answer.status,
      headers: answer.headers.map(([name, value]): [string, string] => [name, value]),
    },
  );
  Object.defineProperty(response, "url", { value: url });
  return response;
}
