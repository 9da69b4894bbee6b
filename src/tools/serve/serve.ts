/** `npm run serve`: the deployment, and the Clerk instance if wanted, over real HTTP and WebSockets on 127.0.0.1. */
import { existsSync, watch } from "node:fs";
import { resolve } from "node:path";
import type { Person } from "../../wire/issuer.ts";
import { readFiles } from "../exercises/files.ts";
import { CLERK_HOST, openBackend, type Backend } from "./backend.ts";
import { listen } from "./listen.ts";
import { parseServeOptions, USAGE } from "./options.ts";

const PEOPLE: readonly Person[] = [
  {
    id: "user_2handoffAdaLovelace0001",
    firstName: "Ada",
    lastName: "Lovelace",
    emailAddress: "ada+clerk_test@example.com",
    password: "analytical-engine",
  },
  {
    id: "user_2handoffGraceHopper0002",
    firstName: "Grace",
    lastName: "Hopper",
    emailAddress: "grace+clerk_test@example.com",
    password: "first-compiler",
  },
];

/** Changes come in bursts when an editor saves. */
const SETTLE_MS = 100;

export async function serve(args: readonly string[]): Promise<void> {
  const parsed = parseServeOptions(args);
  if (!parsed.ok) return refuse(`${parsed.error}\n\n${USAGE}`);
  const { port, clerkPort, environment, adminKey, type, tokenProfile } = parsed.value;
  const folder = resolve(parsed.value.functions);
  if (!existsSync(folder)) return refuse(`There is no folder ${folder}.`);

  const backend = await openBackend({
    environment,
    people: PEOPLE,
    appOrigin: "http://localhost:3000",
    adminKey,
    origins: port === 0 ? null : { cloud: `http://127.0.0.1:${port}`, site: `http://127.0.0.1:${port + 1}` },
    type,
    tokenProfile,
  });
  await push(backend, folder);
  const cloud = await listen(port, backend.cloudOrigin, backend.deployment);
  const site = await listen(port === 0 ? 0 : port + 1, backend.siteOrigin, backend.deployment);
  console.log(`Convex deployment  ${cloud.url}\nHTTP actions       ${site.url}`);
  if (clerkPort !== null) {
    const clerk = await listen(clerkPort, backend.clerkOrigin, backend.issuer);
    const { secretKey } = await backend.inspectClerk();
    console.log(`Clerk instance     ${clerk.url} (issuer ${backend.clerkOrigin})
                   NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY=pk_test_${btoa(`${CLERK_HOST}$`)}
                   NEXT_PUBLIC_CLERK_PROXY_URL=${clerk.url}
                   CLERK_SECRET_KEY=${secretKey}
                   CLERK_API_URL=${clerk.url}`);
    for (const { emailAddress, password } of PEOPLE)
      console.log(`                   ${emailAddress} ${password}`);
  }
  let timer: NodeJS.Timeout | undefined;
  watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => void push(backend, folder), SETTLE_MS);
  });
  console.log(`Watching ${folder}. Stop with Ctrl+C.`);
}

async function push(backend: Backend, folder: string): Promise<void> {
  const pushed = await backend.push(readFiles(folder));
  console.log(pushed.ok ? `Functions are pushed (${new Date().toLocaleTimeString()}).` : pushed.error);
}

function refuse(sentence: string): void {
  console.error(sentence);
  process.exitCode = 1;
}
