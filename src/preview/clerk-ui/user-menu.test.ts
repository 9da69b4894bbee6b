import { expect, test } from "vitest";
import { userMenu, type SignedInState } from "./user-menu.ts";

const ada = { fullName: "Ada Lovelace", primaryEmailAddress: { emailAddress: "ada@example.com" } };
const grace = { fullName: "Grace Hopper", primaryEmailAddress: { emailAddress: "grace@example.com" } };
const state = (others: readonly { id: string; user: typeof ada }[] = []): SignedInState => ({
  user: ada,
  session: { id: "sess_1" },
  client: { signedInSessions: [{ id: "sess_1", user: ada }, ...others] },
});

test("nobody signed in has no menu, before Clerk has loaded either", () => {
  expect(userMenu({ user: null, session: null, client: { signedInSessions: [] } }, true)).toBeNull();
  expect(userMenu({}, true)).toBeNull();
});

test("one person has a name and an address, and adds an account only where several may be signed in", () => {
  const menu = { name: "Ada Lovelace", emailAddress: "ada@example.com", others: [] };
  expect(userMenu(state(), true)).toEqual({ ...menu, canAdd: false });
  expect(userMenu(state(), false)).toEqual({ ...menu, canAdd: true });
});

test("the other signed-in sessions are offered, the one in use is not", () => {
  const menu = userMenu(state([{ id: "sess_2", user: grace }]), false);
  expect(menu?.others).toEqual([{ session: "sess_2", name: "Grace Hopper" }]);
});

test("somebody without a name is called by the address", () => {
  const user = { fullName: "", primaryEmailAddress: { emailAddress: "new@example.com" } };
  expect(userMenu({ ...state(), user }, true)?.name).toBe("new@example.com");
  expect(userMenu({ ...state(), user: { fullName: null, primaryEmailAddress: null } }, true)?.name).toBe(
    "Somebody",
  );
});
