/** The deployment's HTTP interface: functions under `.convex.cloud`, HTTP actions under `.convex.site`. */
import type { HttpRequest, HttpResponse } from "../../wire/network.ts";
import type { TokenReport } from "./bearer.ts";
import { answerFunctionsApi, type FunctionsApiSeams } from "./functions-api.ts";
import { answerHttpAction } from "./http-actions.ts";
import { answerStorage } from "../storage/http.ts";
import type { Files } from "../storage/files.ts";
import { jsonResponse, textResponse } from "./respond.ts";

export type HttpSeams = FunctionsApiSeams & { readonly files: Files };

/** Answers a request. `report` receives what is known of its bearer token before any function runs. */
export async function answerRequest(
  request: HttpRequest,
  seams: HttpSeams,
  report: TokenReport,
): Promise<HttpResponse> {
  const { pathname, hostname } = new URL(request.url);
  if (hostname.endsWith(".convex.site")) return answerHttpAction(request, seams, report);
  if (request.method === "OPTIONS") return (report([]), jsonResponse(request, 204, null));
  if (pathname === "/" && request.method === "GET") {
    return (report([]), textResponse(request, 200, RUNNING));
  }
  if (pathname === "/version") return (report([]), jsonResponse(request, 200, "handoff"));
  if (pathname.startsWith("/api/storage/")) {
    report([]);
    return (await answerStorage(request, seams)) ?? nothing(request);
  }
  const answer = await answerFunctionsApi(request, seams, report);
  return answer ?? nothing(request);
}

const RUNNING = "This Convex deployment is running. See https://docs.convex.dev/.";

function nothing(request: HttpRequest): HttpResponse {
  const message = `Nothing answers ${request.method} ${new URL(request.url).pathname}`;
  return jsonResponse(request, 404, { code: "NotFound", message });
}
