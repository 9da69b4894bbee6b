/** Third party: the real, unmodified clerk-js with tickets, several sessions and organizations. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InstanceChange } from "../wire/issuer.ts";
import { LOAD_OPTIONS, openClerkJs, type ClerkJs, type ClerkOnInstance } from "./test-clerk-js.ts";
import { ADA, askAsServer, at, GRACE, json } from "./test-instance.ts";

let on: ClerkOnInstance;
let clerk: ClerkJs;

beforeAll(async () => {
  on = await openClerkJs();
  clerk = on.clerk;
  await clerk.load(LOAD_OPTIONS);
});
afterAll(() => on.close());

async function change(wanted: InstanceChange): Promise<void> {
  expect(await on.opened.instance.change(wanted)).toEqual({ ok: true, value: null });
}

async function ticketFor(person: string, seconds?: number): Promise<string> {
  const wanted = { user_id: person, ...(seconds === undefined ? {} : { expires_in_seconds: seconds }) };
  const { status, body } = await json(askAsServer(on.opened.instance, "POST", "/v1/sign_in_tokens", wanted));
  expect(status).toBe(200);
  return String(at(body, "token"));
}

async function enter(person: typeof ADA): Promise<string> {
  const signIn = await on.signIn().create({ identifier: person.emailAddress, password: person.password });
  await clerk.setActive({ session: signIn.createdSessionId });
  return signIn.createdSessionId ?? "";
}

const refusal = (code: string) => ({ errors: [{ code }] });

describe("a ticket", () => {
  test("signs in whom it was made for, once", async () => {
    const ticket = await ticketFor(GRACE.id);
    const signIn = await on.signIn().create({ strategy: "ticket", ticket });
    expect(signIn.status).toBe("complete");
    await clerk.setActive({ session: signIn.createdSessionId });
    expect(clerk.user?.id).toBe(GRACE.id);
    expect(await on.verified(await clerk.session?.getToken())).toMatchObject({ sub: GRACE.id });
    await clerk.signOut();
    await expect(on.signIn().create({ strategy: "ticket", ticket })).rejects.toMatchObject(
      refusal("sign_in_token_already_used_code"),
    );
  });

  test("is of no use when it is made up, or too old", async () => {
    const ticket = await ticketFor(ADA.id, 1);
    on.opened.clock.advance(1001);
    await expect(on.signIn().create({ strategy: "ticket", ticket })).rejects.toMatchObject(
      refusal("ticket_expired_code"),
    );
    await expect(on.signIn().create({ strategy: "ticket", ticket: "made-up" })).rejects.toMatchObject(
      refusal("ticket_invalid_code"),
    );
  });
});

describe("an instance that allows one session at a time", () => {
  test("lets nobody in while somebody is in", async () => {
    await enter(ADA);
    await expect(on.signIn().create({ identifier: GRACE.emailAddress })).rejects.toMatchObject(
      refusal("session_exists"),
    );
    await clerk.signOut();
  });
});

describe("an instance that allows several sessions", () => {
  beforeAll(() => change({ type: "set-session-mode", mode: "multi" }));

  test("keeps each person's session, and one is in use", async () => {
    const adas = await enter(ADA);
    const graces = await enter(GRACE);
    expect(clerk.client?.sessions.map(({ id, user }) => [id, user.id])).toEqual([
      [adas, ADA.id],
      [graces, GRACE.id],
    ]);
    expect(clerk.user?.id).toBe(GRACE.id);
    await clerk.setActive({ session: adas });
    expect(clerk.user?.id).toBe(ADA.id);
    const token = await clerk.session?.getToken({ template: "convex" });
    expect(await on.verified(token, "convex")).toMatchObject({ sub: ADA.id });
  });

  test("refuses who is in already, and names the session", async () => {
    const again = on.signIn().create({ identifier: ADA.emailAddress, password: ADA.password });
    await expect(again).rejects.toMatchObject({
      status: 400,
      errors: [{ code: "identifier_already_signed_in", meta: { sessionId: clerk.session?.id } }],
    });
  });

  test("signs out one of them; the other stays", async () => {
    await clerk.signOut({ sessionId: clerk.session?.id ?? "" });
    expect(clerk.client?.sessions.map(({ user }) => user.id)).toEqual([GRACE.id]);
    await clerk.signOut();
    expect(clerk.client?.sessions).toEqual([]);
  });
});

describe("a person", () => {
  test("changes their name, and the next token has it", async () => {
    await enter(ADA);
    await clerk.user?.update({ firstName: "Augusta" });
    expect(clerk.user?.fullName).toBe("Augusta Lovelace");
    const token = await clerk.session?.getToken({ template: "convex", skipCache: true });
    expect(await on.verified(token, "convex")).toMatchObject({ name: "Augusta Lovelace" });
  });

  test("keeps metadata of their own, which shortcodes know", async () => {
    await clerk.user?.update({ unsafeMetadata: { theme: { name: "dark" } } });
    expect(clerk.user?.unsafeMetadata).toEqual({ theme: { name: "dark" } });
    await clerk.user?.update({ unsafeMetadata: { theme: { name: "dark" }, size: 2 } });
    await clerk.user?.update({ unsafeMetadata: { theme: { name: "dark" } } });
    expect(clerk.user?.unsafeMetadata).toEqual({ theme: { name: "dark" } });
    const claimsJson = '{ "theme": "{{user.unsafe_metadata.theme.name || \'light\'}}" }';
    const template = { name: "themed", lifetimeSeconds: 60, clockSkewSeconds: 5, claimsJson };
    await change({ type: "save-template", former: null, template });
    const token = await clerk.session?.getToken({ template: "themed" });
    expect(await on.verified(token)).toMatchObject({ theme: "dark" });
  });

  test("sees their sessions, and revokes one", async () => {
    const sessions = (await clerk.user?.getSessions()) ?? [];
    expect(sessions.map(({ id }) => id)).toEqual([clerk.session?.id]);
    await sessions[0]?.revoke();
    expect(clerk.session).toBe(null);
  });
});

describe("organizations", () => {
  beforeAll(() => change({ type: "set-organizations", areOn: true }));

  test("who makes one is its admin, and works in it when it is active", async () => {
    await enter(ADA);
    const made = await clerk.createOrganization({ name: "Analytical Engines" });
    expect(made).toMatchObject({ name: "Analytical Engines", slug: "analytical-engines" });
    expect(clerk.organization).toBe(null);
    await clerk.setActive({ organization: made.id });
    expect(clerk.organization).toMatchObject({ id: made.id });
    expect(await on.verified(await clerk.session?.getToken())).toMatchObject({
      o: { id: made.id, rol: "admin", slg: "analytical-engines" },
    });
  });

  test("shortcodes of a template know it", async () => {
    const claimsJson = JSON.stringify({ aud: "convex", team: "{{org.slug}}", role: "{{org.role}}" });
    const template = { name: "convex", lifetimeSeconds: 60, clockSkewSeconds: 5, claimsJson };
    await change({ type: "save-template", former: "convex", template });
    const token = await clerk.session?.getToken({ template: "convex", skipCache: true });
    expect(await on.verified(token)).toMatchObject({ team: "analytical-engines", role: "org:admin" });
  });

  test("an admin adds a member and changes the role; the member may not", async () => {
    const [own] = clerk.user?.organizationMemberships ?? [];
    const added = await own?.organization.addMember({ userId: GRACE.id, role: "org:member" });
    expect(added?.publicUserData?.userId).toBe(GRACE.id);
    const listed = await own?.organization.getMemberships();
    expect(listed?.data.map(({ role, publicUserData }) => [publicUserData?.userId, role])).toEqual([
      [ADA.id, "org:admin"],
      [GRACE.id, "org:member"],
    ]);
    await clerk.signOut();

    await enter(GRACE);
    const [hers] = clerk.user?.organizationMemberships ?? [];
    await clerk.setActive({ organization: hers?.organization.id ?? "" });
    expect(await on.verified(await clerk.session?.getToken())).toMatchObject({ o: { rol: "member" } });
    await expect(hers?.organization.update({ name: "Mine" })).rejects.toMatchObject({
      status: 403,
      errors: [{ code: "missing_organization_permission" }],
    });
  });

  test("back in the personal account the token names none", async () => {
    await clerk.setActive({ organization: null });
    expect(clerk.organization).toBe(null);
    expect(await on.verified(await clerk.session?.getToken())).not.toHaveProperty("o");
  });

  test("who leaves is no member any more, and one of others is not to be seen", async () => {
    const [hers] = clerk.user?.organizationMemberships ?? [];
    await clerk.user?.leaveOrganization(hers?.organization.id ?? "");
    expect(clerk.user?.organizationMemberships).toEqual([]);
    await expect(hers?.organization.getMemberships()).rejects.toMatchObject(
      refusal("organization_not_found_or_unauthorized"),
    );
    await clerk.signOut();
  });

  test("a deleted one is gone from its members' tokens", async () => {
    await enter(ADA);
    const [own] = clerk.user?.organizationMemberships ?? [];
    await clerk.setActive({ organization: own?.organization.id ?? "" });
    await own?.organization.destroy();
    const token = await clerk.session?.getToken({ skipCache: true });
    expect(await on.verified(token)).not.toHaveProperty("o");
    await clerk.signOut();
  });

  test("are refused while they are switched off", async () => {
    await change({ type: "set-organizations", areOn: false });
    await enter(ADA);
    await expect(clerk.createOrganization({ name: "None" })).rejects.toMatchObject({
      status: 403,
      errors: [{ code: "organization_not_enabled_in_instance" }],
    });
    await clerk.signOut();
  });
});
