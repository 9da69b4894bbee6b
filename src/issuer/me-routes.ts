/** `/v1/me`: a person and what is theirs. */
import {
  ORGANIZATION_NOT_FOUND,
  parameterMissing,
  PASSWORD_INCORRECT,
  sessionNotFound,
} from "./clerk-error.ts";
import { formField } from "./frontend-request.ts";
import { jsonResponse } from "./json-response.ts";
import { mergeMetadata, readMetadata } from "./metadata.ts";
import { belongings, removeMember } from "./organizations.ts";
import { membershipResource, page } from "./resources/organization.ts";
import { activitySessionResource, sessionResource } from "./resources/session.ts";
import { userResource } from "./resources/user.ts";
import { refuse, withClient, type RouteContext } from "./route-answer.ts";
import type { Account } from "./people.ts";
import { passwordFault } from "./sign-up.ts";
import { whenSignedIn } from "./signed-in.ts";

const describe = (context: RouteContext, account: Account) => {
  const { organizations, hasOrganizations } = context.state;
  return withClient(context, userResource(account, organizations, hasOrganizations));
};

export const getMe = whenSignedIn((context) => describe(context, context.session.account));

/** `user.update()`: a field that is not given stays. */
export const updateMe = whenSignedIn((context) => {
  const { form, session, now } = context;
  const { account } = session;
  account.person = {
    ...account.person,
    firstName: form.get("first_name") ?? account.person.firstName,
    lastName: form.get("last_name") ?? account.person.lastName,
  };
  account.updatedAt = now;
  return describe(context, account);
});

/** `user.update({ unsafeMetadata })`, which sends what has changed. */
export const updateMetadata = whenSignedIn((context) => {
  const { form, session, now } = context;
  const { account } = session;
  const patch = readMetadata(form);
  if (!patch.ok) return refuse(context, patch.error);
  if (patch.value === null) return refuse(context, parameterMissing("unsafe_metadata"));
  account.unsafeMetadata = mergeMetadata(account.unsafeMetadata, patch.value);
  account.updatedAt = now;
  return describe(context, account);
});

export const changePassword = whenSignedIn((context) => {
  const { client, form, session, now } = context;
  const { account } = session;
  const wanted = formField(form, "new_password");
  if (wanted === null) return refuse(context, parameterMissing("new_password"));
  if (formField(form, "current_password") !== account.person.password)
    return refuse(context, { ...PASSWORD_INCORRECT, parameter: "current_password" });
  const unfit = passwordFault(wanted);
  if (unfit !== null) return refuse(context, { ...unfit, parameter: "new_password" });
  account.person = { ...account.person, password: wanted };
  account.updatedAt = now;
  if (form.get("sign_out_of_other_sessions") === "true")
    for (const other of client.activeSessions(now))
      if (other !== session && other.account === account) client.closeSession(other, "revoked", now);
  return describe(context, account);
});

/** On every browser. */
export const listSessions = whenSignedIn(({ state, session, now }) => {
  const own = state.clients
    .sessions(now)
    .filter(({ account, status }) => account === session.account && status === "active");
  return jsonResponse(200, own.map(activitySessionResource));
});

/** `sessionWithActivities.revoke()`. */
export const revokeMySession = whenSignedIn((context, [id = ""]) => {
  const { state, session, now } = context;
  const found = state.clients
    .sessions(now)
    .find((other) => other.id === id && other.account === session.account);
  if (found === undefined) return refuse(context, sessionNotFound(id));
  state.clients.revoke((other) => other === found, now);
  return withClient(context, sessionResource(state, found, null, now));
});

export const listMyMemberships = whenSignedIn((context) => {
  const { state, session, query } = context;
  const own = belongings(state.organizations, session.account).map(membershipResource);
  return withClient(context, page(own, query));
});

export const leaveOrganization = whenSignedIn((context, [id = ""]) => {
  const { state, session, now } = context;
  const own = belongings(state.organizations, session.account);
  const found = own.find(({ organization }) => organization.id === id);
  if (found === undefined) return refuse(context, ORGANIZATION_NOT_FOUND);
  removeMember(found.organization, session.account, now);
  const deleted = { object: "organization_membership", id: found.membership.id, deleted: true };
  return withClient(context, deleted);
});
