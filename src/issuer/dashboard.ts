/** A Clerk instance as its owner sees and changes it in Clerk's dashboard. Every change counts from the next request on. */
import { failure, success, type Result } from "../base/result.ts";
import type { InstanceChange, InstanceView, TemplateView } from "../wire/issuer.ts";
import { createIdentifier } from "./identifiers.ts";
import type { InstanceState } from "./instance-state.ts";
import type { Json } from "./json-response.ts";
import { CONVEX_CLAIMS, CONVEX_TEMPLATE, type JwtTemplate } from "./jwt-template.ts";
import { changeOrganizations } from "./organization-changes.ts";
import { createAccount, findAccount, fullName } from "./people.ts";
import { createSignInToken, TICKET_LIFETIME_SECONDS } from "./sign-in-tokens.ts";
import type { SigningKeys } from "./signing-keys.ts";

export function inspectInstance(state: InstanceState): InstanceView {
  const { clients, keys, formerKeys } = state;
  return {
    issuer: state.issuer,
    people: state.accounts.map(({ person, isBanned }) => {
      const { id, emailAddress, password } = person;
      return { id, name: fullName(person), emailAddress, password, isBanned };
    }),
    sessions: clients
      .sessions(Math.floor(state.clock.now()))
      .map(({ id, account, status, createdAt, lastActiveAt }) => {
        return { id, person: account.person.id, status, createdAt, lastActiveAt };
      }),
    signInTokens: state.signInTokens.map(({ id, account, token, status }) => {
      return { id, person: account.person.id, ticket: token, status };
    }),
    templates: state.templates.map(templateView),
    signUpMode: state.signUpMode,
    sessionMode: state.sessionMode,
    sessionTokenLifetimeSeconds: state.sessionTokenLifetimeSeconds,
    hasOrganizations: state.hasOrganizations,
    organizations: state.organizations.map(({ id, name, slug, members }) => {
      return {
        id,
        name,
        slug,
        members: members.map(({ account, role }) => ({ person: account.person.id, role })),
      };
    }),
    otherIssuer: state.otherIssuer,
    secretKey: state.secretKey,
    sessionTokenHasConvexClaims: state.sessionClaims === CONVEX_CLAIMS,
    signingKey: keys.publicJwk.kid,
    servedKeys: [keys, ...formerKeys].map(({ publicJwk }) => publicJwk.kid),
    clockSkewSeconds: state.clockSkewSeconds,
    weather: { ...state.weather },
  };
}

/** The failure is a sentence for whoever changed it; then nothing has changed. */
export async function changeInstance(
  state: InstanceState,
  change: InstanceChange,
  createKeys: (keyId: string) => Promise<SigningKeys>,
): Promise<Result<null, string>> {
  switch (change.type) {
    case "save-template":
      return saveTemplate(state, change.former, change.template);
    case "delete-template":
      state.templates = state.templates.filter(({ name }) => name !== change.name);
      return success(null);
    case "add-convex-template":
      state.templates = [
        ...state.templates.filter(({ name }) => name !== CONVEX_TEMPLATE.name),
        CONVEX_TEMPLATE,
      ];
      return success(null);
    case "put-convex-claims-into-session-token":
      state.sessionClaims = change.isOn ? CONVEX_CLAIMS : {};
      return success(null);
    case "rotate-key": {
      const former = change.keepsFormer ? [state.keys, ...state.formerKeys] : [];
      state.keys = await createKeys(createIdentifier("ins", state.random));
      state.formerKeys = former;
      return success(null);
    }
    case "revoke-session":
      return revokeSession(state, change.session);
    case "add-sign-in-token":
      return addSignInToken(state, change.person);
    case "ban-person":
      return banPerson(state, change.person, change.isBanned);
    case "add-person":
      return addPerson(state, change);
    case "set-sign-up-mode":
      state.signUpMode = change.mode;
      return success(null);
    case "set-session-mode":
      state.sessionMode = change.mode;
      return success(null);
    case "set-session-token-lifetime":
      if (!isCount(change.seconds, 1, LONGEST_LIFETIME_SECONDS))
        return failure("The lifetime is a whole number of seconds, at least 1.");
      state.sessionTokenLifetimeSeconds = change.seconds;
      return success(null);
    case "set-other-issuer":
      state.otherIssuer = change.issuer;
      return success(null);
    case "set-organizations":
      state.hasOrganizations = change.areOn;
      return success(null);
    case "add-organization":
    case "delete-organization":
    case "set-member":
      return changeOrganizations(state, change);
    case "set-clock-skew":
      state.clockSkewSeconds = change.seconds;
      return success(null);
    case "set-weather":
      state.weather[change.caller] = change.weather;
      return success(null);
    default:
      return change satisfies never;
  }
}

function templateView({ name, lifetimeSeconds, clockSkewSeconds, claims }: JwtTemplate): TemplateView {
  return { name, lifetimeSeconds, clockSkewSeconds, claimsJson: JSON.stringify(claims, null, 2) };
}

/** Set by Clerk in every token of a template, whatever the template says. */
const DEFAULT_CLAIMS = ["azp", "exp", "iat", "iss", "jti", "nbf", "sub"];
/** Only in session tokens. */
const SESSION_CLAIMS = ["sid", "v", "pla", "fea"];
const LONGEST_LIFETIME_SECONDS = 315_360_000;

function saveTemplate(state: InstanceState, former: string | null, view: TemplateView): Result<null, string> {
  const { name, lifetimeSeconds, clockSkewSeconds } = view;
  if (!/^[a-z0-9_-]+$/i.test(name)) return failure("A template's name has letters, digits, - and _ only.");
  const others = state.templates.filter((template) => template.name !== former);
  if (others.some((template) => template.name === name))
    return failure(`There is a template ${name} already.`);
  if (!isCount(lifetimeSeconds, 1, LONGEST_LIFETIME_SECONDS))
    return failure("The lifetime is a whole number of seconds, at least 1.");
  if (!isCount(clockSkewSeconds, 0, 300)) return failure("The clock skew is between 0 and 300 seconds.");
  const claims = parseClaims(view.claimsJson);
  if (!claims.ok) return claims;
  const reserved = Object.keys(claims.value).filter((claim) =>
    [...DEFAULT_CLAIMS, ...SESSION_CLAIMS].includes(claim),
  );
  if (reserved.length > 0) return failure(`Clerk sets these claims itself: ${reserved.join(", ")}.`);
  const template = { name, lifetimeSeconds, clockSkewSeconds, claims: claims.value };
  state.templates = [...others, template];
  return success(null);
}

function parseClaims(json: string): Result<Readonly<Record<string, Json>>, string> {
  try {
    const claims = JSON.parse(json) as Json;
    if (typeof claims === "object" && claims !== null && !Array.isArray(claims))
      return success(claims as Readonly<Record<string, Json>>);
    return failure("The claims are one JSON object.");
  } catch (error) {
    return failure(`The claims are not JSON. ${(error as Error).message}`);
  }
}

function isCount(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

function revokeSession(state: InstanceState, id: string): Result<null, string> {
  const now = Math.floor(state.clock.now());
  if (!state.clients.sessions(now).some((session) => session.id === id))
    return failure(`There is no session ${id}.`);
  state.clients.revoke((session) => session.id === id, now);
  return success(null);
}

/** As a server would for somebody, by the Backend API. */
function addSignInToken(state: InstanceState, personId: string): Result<null, string> {
  const account = state.accounts.find(({ person }) => person.id === personId);
  if (account === undefined) return failure(`There is no person ${personId}.`);
  const now = Math.floor(state.clock.now());
  const token = createSignInToken(account, TICKET_LIFETIME_SECONDS, state.random, now);
  state.signInTokens = [...state.signInTokens, token];
  return success(null);
}

/** A banned person's sessions are revoked, and they may not sign in again. */
function banPerson(state: InstanceState, personId: string, isBanned: boolean): Result<null, string> {
  const account = state.accounts.find(({ person }) => person.id === personId);
  if (account === undefined) return failure(`There is no person ${personId}.`);
  account.isBanned = isBanned;
  if (isBanned) state.clients.revoke((session) => session.account === account, Math.floor(state.clock.now()));
  return success(null);
}

function addPerson(
  state: InstanceState,
  { firstName, lastName, emailAddress, password }: Extract<InstanceChange, { type: "add-person" }>,
): Result<null, string> {
  if (!/^[^@\s]+@[^@\s]+$/.test(emailAddress)) return failure("An email address has an @ in its middle.");
  if (findAccount(state.accounts, emailAddress) !== null) return failure("That email address is taken.");
  if (password.length < 8) return failure("A password has at least 8 characters.");
  const person = {
    id: createIdentifier("user", state.random),
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    emailAddress: emailAddress.trim(),
    password,
  };
  const account = createAccount(person, state.id, state.random, Math.floor(state.clock.now()));
  state.accounts = [...state.accounts, account];
  return success(null);
}
