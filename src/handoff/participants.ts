/** The five lifelines of the sequence diagram, in the order in which the identity travels. */
import type { Participant } from "../wire/handoff.ts";

export const PARTICIPANTS: readonly { readonly id: Participant; readonly name: string }[] = [
  { id: "app", name: "Browser app" },
  { id: "clerk", name: "Clerk" },
  { id: "client", name: "Convex client" },
  { id: "deployment", name: "Convex deployment" },
  { id: "function", name: "Your function" },
];

/** Place of the lifeline, from 0 at the left. */
export function participantIndex(participant: Participant): number {
  return PARTICIPANTS.findIndex(({ id }) => id === participant);
}

export function participantName(participant: Participant): string {
  return PARTICIPANTS[participantIndex(participant)]?.name ?? participant;
}
