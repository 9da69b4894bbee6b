import { jsonResponse } from "./json-response.ts";
import { clientResource } from "./resources/client.ts";
import type { RouteAnswer } from "./route-answer.ts";

/** The client itself is the response; only mutations carry a second one beside it. */
export const getClient: RouteAnswer = async ({ state, client, tokenOf, now }) =>
  jsonResponse(200, { response: await clientResource(state, client, tokenOf, now), client: null });

/** `signOut()`: everybody is signed out, the client stays. */
export const removeSessions: RouteAnswer = async ({ state, client, tokenOf, now }) => {
  client.removeSessions(now);
  const resource = await clientResource(state, client, tokenOf, now);
  return jsonResponse(200, { response: resource, client: resource });
};

/** `signOut()` with `persistClient: false`: the next client is a new one. */
export const deleteClient: RouteAnswer = async ({ state, client, tokenOf, now }) => {
  client.reset(now);
  return jsonResponse(200, { response: await clientResource(state, client, tokenOf, now), client: null });
};

/** Development instances name the browser by this instead of a cookie. */
export const developerBrowser: RouteAnswer = ({ state, now }) => {
  const id = state.clients.nameBrowser(now);
  return jsonResponse(200, {
    object: "dev_browser",
    id,
    token: id,
    home_origin: state.options.appOrigin,
    created_at: now,
    updated_at: now,
  });
};
