/** Stands for `<UserButton>`: who is signed in, and the way out. */
import type { Clerk } from "@clerk/shared/types";
import { signOut } from "../clerk.ts";
import { element } from "./element.ts";

export function userButton(clerk: Clerk): HTMLElement {
  const name = clerk.user?.fullName ?? clerk.user?.primaryEmailAddress?.emailAddress ?? "signed out";
  const leave = element("button", { type: "button" }, "Sign out");
  leave.addEventListener("click", () => void signOut(clerk));
  return element("span", { className: "handoff-user-button" }, `${name} `, leave);
}
