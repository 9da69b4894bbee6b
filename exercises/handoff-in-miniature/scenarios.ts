import type { Scenarios } from "handoff/exercise";

export default {
  people: [
    {
      key: "ada",
      id: "user_2handoffAdaLovelace0001",
      firstName: "Ada",
      lastName: "Lovelace",
      emailAddress: "ada+clerk_test@example.com",
      password: "analytical-engine",
    },
    {
      key: "grace",
      id: "user_2handoffGraceHopper0002",
      firstName: "Grace",
      lastName: "Hopper",
      emailAddress: "grace+clerk_test@example.com",
      password: "first-compiler",
    },
  ],
  environment: {},
  rows: [
    { table: "notes", document: { owner: "{{ada.id}}", text: "Write note G" } },
    { table: "notes", document: { owner: "{{grace.id}}", text: "Find the moth" } },
    { table: "notes", document: { owner: "{{ada.id}}", text: "Order punched cards" } },
  ],
  checkRows: [
    { table: "notes", document: { owner: "{{grace.id}}", text: "{{grace.canary}} one" } },
    { table: "notes", document: { owner: "{{ada.id}}", text: "{{ada.canary}} one" } },
    { table: "notes", document: { owner: "{{grace.id}}", text: "{{grace.canary}} two" } },
    { table: "notes", document: { owner: "{{ada.id}}", text: "{{ada.canary}} two" } },
  ],
} satisfies Scenarios;
