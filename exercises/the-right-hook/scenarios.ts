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
    CLERK_JWT_ISSUER_DOMAIN: "https://quiet-heron-17.clerk.accounts.dev",
  },
  rows: [],
  checkRows: [],
} satisfies Scenarios;
