/** The lifelines of the sequence diagram, in the order in which the identity travels. */
import type { Participant } from "../wire/handoff.ts";

/** From left to right. */
export type Lifelines = readonly { readonly id: Participant; readonly name: string }[];

const OF_APPS: Lifelines = [
  { id: "app", name: "Browser app" },
  { id: "clerk", name: "Clerk" },
  { id: "client", name: "Convex client" },
  { id: "deployment", name: "Convex deployment" },
  { id: "function", name: "Your function" },
];

const OF_SCRIPTS: Lifelines = [
  { id: "stranger", name: "Another caller" },
  { id: "app", name: "Your client" },
  { id: "clerk", name: "Clerk" },
  { id: "server", name: "Your server" },
];

export function lifelinesOf(kind: "app" | "script"): Lifelines {
  switch (kind) {
    case "app":
      return OF_APPS;
    case "script":
      return OF_SCRIPTS;
    default:
      return kind satisfies never;
  }
}

/** Place of the lifeline, from 0 at the left. */
export function participantIndex(lifelines: Lifelines, participant: Participant): number {
  return lifelines.findIndex(({ id }) => id === participant);
}

export function participantName(lifelines: Lifelines, participant: Participant): string {
  return lifelines.find(({ id }) => id === participant)?.name ?? participant;
}
