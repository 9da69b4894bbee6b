/** Measures the deployment in its worker, with its isolate in the sandbox, through the real `ConvexHttpClient`. */
import { catalogue } from "virtual:handoff/catalogue";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Exercise, ExerciseAnswers } from "../../../exercise/exercise.ts";
import { createFetch } from "../../../network/fetch.ts";
import { networkPort } from "../../../network/network-port.ts";
import { routes } from "../../../network/routes.ts";
import { deploy } from "../../../run/app-stage.ts";
import { openBackstage } from "../../../run/backstage.ts";
import { openSandboxFrame } from "../../../run/sandbox-frame.ts";
import { loadSandboxScripts } from "../../../run/sandbox-scripts.ts";
import { HopLog } from "../../../run/hop-log.ts";
import { startRealms } from "../../../run/realms.ts";
import { Stage, type StageParts } from "../../../run/stage.ts";
import type { SeedRow } from "../../../wire/deployment.ts";
import { OWN_ROWS, type DeploymentFigures } from "./figures.ts";

const SIZES = [100, 1_000, 10_000];
const ROUNDS = 20;
const WARM_UP = 4;
/** Calls a sample: the page's clock ticks in tenths of a millisecond. */
const CALLS = 10;

const list = makeFunctionReference<"query">("tasks:list");
const add = makeFunctionReference<"mutation">("tasks:add");

/** One deployment with a table of one size, and two people's clients of it. */
type Subject = {
  readonly rows: number;
  readonly query: () => Promise<unknown>;
  readonly mutation: () => Promise<unknown>;
  readonly wayOnly: () => Promise<unknown>;
};

async function openSubject(
  parts: StageParts,
  exercise: Exercise,
  answers: ExerciseAnswers,
  rows: number,
): Promise<Subject> {
  const { backend, scenarios } = exercise;
  const [reader, writer] = scenarios.people;
  const solution = answers.precompiled[0]?.app;
  if (reader === undefined || writer === undefined || solution?.kind !== "app") {
    throw new Error("The exercise lacks two people or a solution.");
  }
  const log = new HopLog(
    () => undefined,
    () => undefined,
  );
  const stage = await Stage.open(`rows-${rows}`, parts, backend, scenarios, log);
  await stage.replaceIsolate("empty");
  const { environment } = scenarios;
  const deployed = await deploy(parts.deployment, stage.id, solution, environment, manyRows(rows, reader.id));
  if (!deployed.ok) throw new Error(deployed.error.message);

  const { port1, port2 } = new MessageChannel();
  await stage.connectClient(port2, log);
  const host = `${backend.deploymentName}.convex.cloud`;
  const url = `https://${host}`;
  const fetch = createFetch({
    routes: routes({ [host]: networkPort(port1) }),
    baseUrl: () => url,
    origin: () => url,
    onUnreachable: () => undefined,
  });
  const client = async (personId: string): Promise<ConvexHttpClient> =>
    new ConvexHttpClient(url, {
      logger: false,
      fetch,
      auth: await parts.issuer.mint(stage.id, personId, "convex"),
    });
  const [asReader, asWriter] = [await client(reader.id), await client(writer.id)];

  const found: unknown = await asReader.query(list, {});
  if (!Array.isArray(found) || found.length !== OWN_ROWS) throw new Error("The query gave other rows.");
  return {
    rows,
    query: () => asReader.query(list, {}),
    mutation: () => asWriter.mutation(add, { text: "one more" }, { skipQueue: true }),
    wayOnly: () => fetch(`${url}/nothing-here`),
  };
}

function manyRows(count: number, ownerId: string): SeedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    table: "tasks",
    document: {
      owner: index < OWN_ROWS ? ownerId : `user_other${index % 97}`,
      text: `task ${index}`,
      isDone: false,
    },
  }));
}

/** Milliseconds per call, over {@link CALLS} calls in a row. */
async function perCall(call: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let count = 0; count < CALLS; count++) await call();
  return (performance.now() - start) / CALLS;
}

async function measure(): Promise<readonly DeploymentFigures[]> {
  const entry = catalogue.find(({ id }) => id === "identity-handoff");
  const [exercise, answers] = await Promise.all([entry?.load(), entry?.loadAnswers?.()]);
  if (exercise === undefined || answers === undefined)
    throw new Error("The exercise is not in the catalogue.");
  const realms = startRealms();
  const backstage = openBackstage(
    openSandboxFrame(document.body, "Functions", () => undefined),
    loadSandboxScripts(),
  );
  const parts: StageParts = {
    loadClerkUi: () => Promise.resolve(null),
    issuer: realms.issuer,
    deployment: realms.deployment,
    backstage: () => backstage,
  };
  const subjects: Subject[] = [];
  for (const rows of SIZES) subjects.push(await openSubject(parts, exercise, answers, rows));

  const figures = SIZES.map((rows) => ({
    rows,
    query: [] as number[],
    mutation: [] as number[],
    wayOnly: [] as number[],
  }));
  // The sizes in turns: a slow second hits them all.
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [index, subject] of subjects.entries()) {
      const query = await perCall(subject.query);
      const mutation = await perCall(subject.mutation);
      const wayOnly = await perCall(subject.wayOnly);
      const figure = figures[index];
      if (round < 0 || figure === undefined) continue;
      figure.query.push(query);
      figure.mutation.push(mutation);
      figure.wayOnly.push(wayOnly);
    }
  }
  return figures;
}

window.handoffBench = measure();
