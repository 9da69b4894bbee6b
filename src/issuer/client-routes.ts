import { createIdentifier } from "./identifiers.ts";
import { jsonResponse } from "./json-response.ts";
import { clientResource } from "./resources/client.ts";
import type { RouteAnswer } from "./route-answer.ts";

/** The client itself is the response; only mutations carry a second one beside it. */
export const getClient: RouteAnswer = async ({ state, tokenOf, now }) =>
  jsonResponse(200, { response: await clientResource(state, tokenOf, now), client: null });

/** `signOut()`: everybody is signed out, the client stays. */
export const removeSessions: RouteAnswer = async ({ state, tokenOf, now }) => {
  state.client.removeSessions(now);
  const client = await clientResource(state, tokenOf, now);
  return jsonResponse(200, { response: client, client });
};

/** `signOut()` with `persistClient: false`: the next client is a new one. */
export const deleteClient: RouteAnswer = async ({ state, tokenOf, now }) => {
  state.client.reset(now);
  return jsonResponse(200, { response: await clientResource(state, tokenOf, now), client: null });
};

/** Development instances name the browser by this instead of a cookie. Here it is handed out and never asked for. */
export const developerBrowser: RouteAnswer = ({ state, now }) => {
  const id = createIdentifier("dvb", state.random);
  return jsonResponse(200, {
    object: "dev_browser",
    id,
    token: id,
    home_origin: state.options.appOrigin,
    created_at: now,
    updated_at: now,
  });
};
