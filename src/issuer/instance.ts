/** A Clerk instance as others see it: a host that answers requests. */
import type { Result } from "../base/result.ts";
import type { InstanceChange, InstanceView, IssuerOptions, MintOptions, Weather } from "../wire/issuer.ts";
import type { HttpRequest, HttpResponse } from "../wire/network.ts";
import { templateNotFound } from "./clerk-error.ts";
import { changeInstance, inspectInstance } from "./dashboard.ts";
import { answerRequest } from "./frontend-api.ts";
import type { Caller } from "./hops.ts";
import { createIdentifier } from "./identifiers.ts";
import { createSession } from "./client-state.ts";
import { createInstanceState, type InstanceEnvironment } from "./instance-state.ts";
import { CONVEX_TEMPLATE } from "./jwt-template.ts";
import { issueSessionToken } from "./session-token.ts";
import type { SigningKeys } from "./signing-keys.ts";
import { issueTemplateToken } from "./template-token.ts";

export type Instance = {
  /** Host of the Frontend API, without scheme. */
  readonly host: string;
  /** Answers any request; a refusal is a response as well. */
  respond(request: HttpRequest): Promise<HttpResponse>;
  /** A token of a template for a person, or a session token of a session that nobody has. Rejects when either is unknown. */
  mint(personId: string, templateName: string | null, options?: MintOptions): Promise<string>;
  inspect(): InstanceView;
  change(change: InstanceChange): Promise<Result<null, string>>;
  /** How the way to the instance is for a caller. */
  weather(caller: Caller): Weather;
};

/** Makes an instance with a fresh id. `createKeys` gets that id: it is the key id of the instance's tokens. */
export async function createInstance(
  options: IssuerOptions,
  createKeys: (keyId: string) => Promise<SigningKeys>,
  environment: InstanceEnvironment,
): Promise<Instance> {
  const id = createIdentifier("ins", environment.random);
  const keys = await createKeys(id);
  const state = createInstanceState(id, options, keys, [CONVEX_TEMPLATE], environment);
  return {
    host: options.frontendApiHost,
    respond: (request) => answerRequest(state, request),
    inspect: () => inspectInstance(state),
    change: (change) => changeInstance(state, change, createKeys),
    weather: (caller) => (caller === "server" ? "normal" : state.weather[caller]),
    async mint(personId, templateName, options) {
      const account = state.accounts.find(({ person }) => person.id === personId);
      if (account === undefined) throw new Error(`The instance has no person ${personId}`);
      const { appOrigin: origin } = state.options;
      if (templateName === null) {
        const session = createSession("", account, state.random, Math.floor(state.clock.now()));
        return issueSessionToken(state, session, { origin });
      }
      const template = state.templates.find(({ name }) => name === templateName);
      if (template === undefined) throw new Error(templateNotFound(templateName).longMessage);
      return issueTemplateToken(state, { account, belonging: null, origin }, template, options);
    },
  };
}
