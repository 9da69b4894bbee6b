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
  environment: {
    CLERK_JWT_ISSUER_DOMAIN: "https://calm-otter-42.clerk.accounts.dev",
  },
  rows: [
    {
      table: "tasks",
      document: {
        owner: "{{ada.id}}",
        text: "Write note G",
        isDone: false,
      },
    },
    {
      table: "tasks",
      document: {
        owner: "{{ada.id}}",
        text: "Order punched cards",
        isDone: true,
      },
    },
    {
      table: "tasks",
      document: {
        owner: "{{grace.id}}",
        text: "Find the moth",
        isDone: false,
      },
    },
  ],
  checkRows: [
    {
      table: "tasks",
      document: {
        owner: "{{ada.id}}",
        text: "{{ada.canary}} one",
        isDone: false,
      },
    },
    {
      table: "tasks",
      document: {
        owner: "{{grace.id}}",
        text: "{{grace.canary}} one",
        isDone: false,
      },
    },
    {
      table: "tasks",
      document: {
        owner: "{{ada.id}}",
        text: "{{ada.canary}} two",
        isDone: true,
      },
    },
  ],
} satisfies Scenarios;
