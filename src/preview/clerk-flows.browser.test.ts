/** Third party: the real clerk-js goes through Clerk's flows inside the opaque frame, as an app's code calls it. */
import type { Browser, Frame } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { launchChromium, preparePage, type OpenedPage } from "../tools/testing/browser.ts";
import { WorkbenchPage } from "../tools/testing/workbench-page.ts";

const ADA = { identifier: "ada+clerk_test@example.com", password: "analytical-engine" };
const GRACE = { identifier: "grace+clerk_test@example.com", password: "first-compiler" };

let browser: Browser;
let opened: OpenedPage;
let workbench: WorkbenchPage;
let app: Frame;

beforeAll(async () => {
  browser = await launchChromium();
  opened = await preparePage(browser, inject("siteUrl"));
  workbench = await WorkbenchPage.open(opened.page, inject("siteUrl"), "identity-handoff&answer=solution");
  await runAnew();
});
afterAll(() => browser.close());

async function runAnew(): Promise<void> {
  await workbench.run();
  app = await workbench.appFrame();
  await app.waitForFunction(() => (window as unknown as Page).Clerk.loaded);
}

/** What the page says of itself; the functions below run in it. */
type Page = { readonly Clerk: ClerkOfPage };
type ClerkOfPage = {
  readonly loaded: boolean;
  readonly user: UserOfPage | null;
  readonly organization: { readonly id: string } | null;
  readonly session: {
    readonly id: string;
    getToken(options?: object): Promise<string | null>;
    touch(): Promise<unknown>;
    end(): Promise<unknown>;
  } | null;
  readonly client: {
    readonly sessions: readonly { readonly id: string }[];
    readonly signIn: { create(options: object): Promise<SignInOfPage> };
    readonly signUp: { create(options: object): Promise<SignUpOfPage> };
  };
  createOrganization(options: object): Promise<OrganizationOfPage>;
  setActive(options: object): Promise<void>;
  signOut(options?: object): Promise<void>;
};
type UserOfPage = {
  readonly primaryEmailAddress: { readonly emailAddress: string };
  readonly organizationMemberships: readonly {
    readonly role: string;
    readonly organization: OrganizationOfPage;
  }[];
  getSessions(): Promise<readonly { revoke(): Promise<unknown> }[]>;
};
type OrganizationOfPage = {
  readonly id: string;
  update(options: object): Promise<unknown>;
  addMember(options: object): Promise<unknown>;
};
type SignInOfPage = {
  readonly createdSessionId: string | null;
  readonly supportedFirstFactors: readonly { readonly strategy: string; readonly emailAddressId: string }[];
  prepareFirstFactor(options: object): Promise<unknown>;
  attemptFirstFactor(options: object): Promise<SignInOfPage>;
};
type SignUpOfPage = {
  readonly createdSessionId: string | null;
  prepareEmailAddressVerification(options: object): Promise<unknown>;
  attemptEmailAddressVerification(options: object): Promise<SignUpOfPage>;
};
type Attempt = { readonly person: string | null; readonly code: string | null };

/** Signs in by what `options` hold and makes the session active; the code of Clerk's refusal, if it refuses. */
function signIn(options: object): Promise<Attempt> {
  return app.evaluate(async (wanted) => {
    const { Clerk } = window as unknown as Page;
    try {
      const { createdSessionId } = await Clerk.client.signIn.create(wanted);
      await Clerk.setActive({ session: createdSessionId });
      return { person: Clerk.user?.primaryEmailAddress.emailAddress ?? null, code: null };
    } catch (error) {
      const { errors } = error as { errors?: { code: string }[] };
      return { person: null, code: errors?.[0]?.code ?? String(error) };
    }
  }, options);
}

const personNow = (): Promise<string | null> =>
  app.evaluate(() => (window as unknown as Page).Clerk.user?.primaryEmailAddress.emailAddress ?? null);
const sessionsNow = (): Promise<number> =>
  app.evaluate(() => (window as unknown as Page).Clerk.client.sessions.length);
const signOut = (): Promise<void> => app.evaluate(() => (window as unknown as Page).Clerk.signOut());
const claimsNow = (template?: string): Promise<Record<string, unknown>> =>
  app.evaluate(async (name) => {
    const { session } = (window as unknown as Page).Clerk;
    const token = await session?.getToken(name === null ? { skipCache: true } : { template: name });
    return JSON.parse(atob((token?.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/"))) as object;
  }, template ?? null) as Promise<Record<string, unknown>>;

async function inClerkPane(work: (page: OpenedPage["page"]) => Promise<void>): Promise<void> {
  const { page } = opened;
  await page.getByRole("tab", { name: "Clerk", exact: true }).click();
  await work(page);
  await page.getByRole("tab", { name: "Preview", exact: true }).click();
}

describe("clerk-js in the opaque frame", () => {
  test("signs in by password, is refused a wrong one, and a second session where one is allowed", async () => {
    expect(await signIn({ ...ADA, password: "wrong" })).toEqual({
      person: null,
      code: "form_password_incorrect",
    });
    expect(await signIn(ADA)).toEqual({ person: ADA.identifier, code: null });
    expect(await signIn(GRACE)).toEqual({ person: null, code: "session_exists" });
    expect(await claimsNow()).toMatchObject({ azp: "http://localhost:3000", v: 2, sts: "active" });
    expect(await claimsNow("convex")).toMatchObject({ aud: "convex", email: ADA.identifier });
  });

  test("touches and ends its session, which leaves nobody", async () => {
    await app.evaluate(async () => {
      const { Clerk } = window as unknown as Page;
      await Clerk.session?.touch();
      await Clerk.session?.end();
    });
    await expect.poll(personNow).toBe(null);
    expect(await sessionsNow()).toBe(0);
  });

  test("redeems a ticket once", async () => {
    let ticket = "";
    await inClerkPane(async (page) => {
      await page.getByRole("button", { name: "Make a ticket for Grace Hopper" }).click();
      await page.getByRole("status").filter({ hasText: "A ticket for Grace Hopper is made" }).waitFor();
      await page.getByRole("tab", { name: "Sessions", exact: true }).click();
      ticket = (await page.locator(".ticket").first().textContent()) ?? "";
    });
    const options = { strategy: "ticket", ticket };
    expect(await signIn(options)).toEqual({ person: GRACE.identifier, code: null });
    await signOut();
    expect(await signIn(options)).toEqual({ person: null, code: "sign_in_token_already_used_code" });
  });

  test("keeps several sessions where the instance allows them, and signs out of one", async () => {
    await inClerkPane(async (page) => {
      await page.getByRole("tab", { name: "Instance", exact: true }).click();
      await page.getByRole("checkbox", { name: "Several people at once on one browser" }).check();
      await page.getByRole("status").filter({ hasText: "Several people may be signed in" }).waitFor();
    });
    await runAnew();
    expect(await signIn(ADA)).toEqual({ person: ADA.identifier, code: null });
    expect(await signIn(GRACE)).toEqual({ person: GRACE.identifier, code: null });
    expect(await sessionsNow()).toBe(2);
    await app.evaluate(() => {
      const { Clerk } = window as unknown as Page;
      return Clerk.setActive({ session: Clerk.client.sessions[0]?.id });
    });
    expect(await personNow()).toBe(ADA.identifier);
    await workbench.expectLamps("signed in", "authenticated");
    expect(await workbench.tasks(2)).toEqual(["Write note G", "✓ Order punched cards"]);
    await app.evaluate(() => {
      const { Clerk } = window as unknown as Page;
      return Clerk.signOut({ sessionId: Clerk.session?.id });
    });
    await expect.poll(sessionsNow).toBe(1);
    await signOut();
    await workbench.expectLamps("signed out", "not authenticated");
  });

  test("signs in by an email code, and revokes its own session", async () => {
    await app.evaluate(async (identifier) => {
      const { Clerk } = window as unknown as Page;
      const signIn = await Clerk.client.signIn.create({ identifier });
      const factor = signIn.supportedFirstFactors.find(({ strategy }) => strategy === "email_code");
      await signIn.prepareFirstFactor({ strategy: "email_code", emailAddressId: factor?.emailAddressId });
      const done = await signIn.attemptFirstFactor({ strategy: "email_code", code: "424242" });
      await Clerk.setActive({ session: done.createdSessionId });
    }, GRACE.identifier);
    expect(await personNow()).toBe(GRACE.identifier);
    await app.evaluate(async () => {
      const [session] = (await (window as unknown as Page).Clerk.user?.getSessions()) ?? [];
      await session?.revoke();
    });
    await expect.poll(personNow).toBe(null);
    await workbench.expectLamps("signed out", "not authenticated");
  });

  test("signs up with a verified address where that is open", async () => {
    await inClerkPane(async (page) => {
      await page.getByRole("tab", { name: "Instance", exact: true }).click();
      await page.getByRole("checkbox", { name: "Anybody may sign up" }).check();
      await page.getByRole("status").filter({ hasText: "Anybody may sign up now." }).waitFor();
    });
    await app.evaluate(async () => {
      const { Clerk } = window as unknown as Page;
      const signUp = await Clerk.client.signUp.create({
        emailAddress: "katherine@example.com",
        password: "trajectory",
      });
      await signUp.prepareEmailAddressVerification({ strategy: "email_code" });
      const done = await signUp.attemptEmailAddressVerification({ code: "424242" });
      await Clerk.setActive({ session: done.createdSessionId });
    });
    expect(await personNow()).toBe("katherine@example.com");
    await workbench.expectLamps("signed in", "authenticated");
    await signOut();
  });

  test("works in an organization as what the person is there, and no further", async () => {
    await inClerkPane(async (page) => {
      await page.getByRole("tab", { name: "Organizations", exact: true }).click();
      await page.getByRole("checkbox", { name: "The instance has organizations" }).check();
      await page.getByRole("status").filter({ hasText: "Organizations are on." }).waitFor();
    });
    expect(await signIn(ADA)).toEqual({ person: ADA.identifier, code: null });
    const organization = await app.evaluate(async (member) => {
      const { Clerk } = window as unknown as Page;
      const made = await Clerk.createOrganization({ name: "Engines" });
      await made.addMember({ userId: member, role: "org:member" });
      await Clerk.setActive({ organization: made.id });
      return Clerk.organization?.id;
    }, "user_2handoffGraceHopper0002");
    expect(await claimsNow()).toMatchObject({
      o: { id: organization, rol: "admin", slg: expect.stringMatching(/^engines/) as unknown },
    });
    await signOut();

    expect(await signIn(GRACE)).toEqual({ person: GRACE.identifier, code: null });
    const refusal = await app.evaluate(async () => {
      const { Clerk } = window as unknown as Page;
      const [membership] = Clerk.user?.organizationMemberships ?? [];
      await Clerk.setActive({ organization: membership?.organization.id });
      try {
        await membership?.organization.update({ name: "Mine" });
        return null;
      } catch (error) {
        const { status, errors } = error as { status: number; errors: { code: string }[] };
        return [membership?.role, status, errors[0]?.code];
      }
    });
    expect(refusal).toEqual(["org:member", 403, "missing_organization_permission"]);
    expect(await claimsNow()).toMatchObject({ o: { id: organization, rol: "member" } });
    await signOut();
  });

  test("asked nothing of any other host, and the protocol's versions held", () => {
    expect(opened.foreignRequests).toEqual([]);
    workbench.expectSyncVersionsHeld();
  });
});
