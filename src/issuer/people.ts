/** The people of an instance. Others join by sign-up, where the owner allows it, or are added in the dashboard. */
import { encodeBase64Url } from "../base/base64.ts";
import type { RandomBytes } from "../base/random.ts";
import type { Person } from "../wire/issuer.ts";
import { createIdentifier } from "./identifiers.ts";
import type { Metadata } from "./metadata.ts";

/** A person with what Clerk keeps about them. Instants are milliseconds since the epoch; null = never. */
export type Account = {
  person: Person;
  readonly emailAddressId: string;
  readonly imageUrl: string;
  readonly createdAt: number;
  updatedAt: number;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
  isBanned: boolean;
  /** What the person's own browser keeps there. */
  unsafeMetadata: Metadata;
};

export function createAccounts(
  people: readonly Person[],
  instanceId: string,
  random: RandomBytes,
  now: number,
): readonly Account[] {
  return people.map((person) => createAccount(person, instanceId, random, now));
}

export function createAccount(person: Person, instanceId: string, random: RandomBytes, now: number): Account {
  return {
    person,
    emailAddressId: createIdentifier("idn", random),
    imageUrl: imageUrl(person, instanceId),
    createdAt: now,
    updatedAt: now,
    lastSignInAt: null,
    lastActiveAt: null,
    isBanned: false,
    unsafeMetadata: {},
  };
}

/** Email addresses are compared without regard to case, as Clerk does. */
export function findAccount(accounts: readonly Account[], emailAddress: string): Account | null {
  const wanted = emailAddress.trim().toLowerCase();
  return accounts.find((account) => account.person.emailAddress.toLowerCase() === wanted) ?? null;
}

export function fullName(person: Person): string {
  return `${person.firstName} ${person.lastName}`.trim();
}

/** Clerk's address of the default avatar: the picture's recipe as base64url JSON. Nothing here fetches it. */
function imageUrl(person: Person, instanceId: string): string {
  const initials = `${person.firstName.slice(0, 1)}${person.lastName.slice(0, 1)}`;
  const recipe = JSON.stringify({ type: "default", iid: instanceId, rid: person.id, initials });
  return `https://img.clerk.com/${encodeBase64Url(new TextEncoder().encode(recipe))}`;
}
