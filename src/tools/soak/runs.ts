/** Runs, and what their verdicts have to say of the code that is shown. */
import { build } from "esbuild-wasm";
import { compile } from "../../compiler/compile.ts";
import type { Verdict } from "../../wire/verdict.ts";
import { Breach, until, untilEqual } from "./breach.ts";
import { EDITABLE, EXERCISE_FILES, SOLUTION, STARTER, TASKS, type World } from "./world.ts";
import { applyEdit } from "./edits.ts";
import type { Random } from "./random.ts";
import type { Deployed } from "./rows.ts";

const WANTED = { solution: "passed", starter: "failed" } as const satisfies Record<
  Deployed,
  Verdict["status"]
>;

/** Puts the code there with Reset and a paste, as a person would. */
export async function showCode(world: World, code: Deployed): Promise<void> {
  const { tab } = world;
  await tab.button("Reset").click();
  await world.changed(tab, STARTER);
  if (code === "starter") return;
  await tab.selectAll(TASKS);
  await tab.paste(SOLUTION[TASKS] ?? "");
  await world.changed(tab, SOLUTION);
}

/** Runs code whose verdict is known, again where something that was killed before made an error of it. */
export async function runKnown(world: World, code: Deployed): Promise<void> {
  await showCode(world, code);
  for (;;) {
    const verdict = await run(world);
    if (verdict.status === WANTED[code]) {
      world.running = code;
      world.hasTables = true;
      return;
    }
    // Being killed is an error of the run, and never a judgement of the code.
    if (verdict.status !== "error" || verdict.error?.code === "compile" || world.debt === 0)
      throw new Breach("fault", `The ${code} ended as ${verdict.status}: ${JSON.stringify(verdict)}`);
    world.debt -= 1;
    world.runsLostToKills += 1;
    world.note(`  an error: ${verdict.error?.code} ${verdict.error?.message}`);
  }
}

/** Runs what is shown, whatever it is. The same compiler says here whether it can compile at all. */
export async function runEdits(world: World): Promise<Verdict["status"]> {
  const verdict = await run(world);
  const compiled = await compile({ build }, { ...EXERCISE_FILES, ...world.tab.texts.all }, "app");
  const didCompile = verdict.error?.code !== "compile";
  if (compiled.ok !== didCompile)
    throw new Breach(
      "fault",
      `Compiled: ${compiled.ok}, but the verdict is of other code: ${JSON.stringify(verdict)}`,
    );
  return verdict.status;
}

/** A fault at the head of a file keeps everything from running. */
export async function runBroken(world: World, random: Random): Promise<string> {
  const { tab } = world;
  await showCode(world, "solution");
  const path = random.pick(EDITABLE);
  const fault = { how: "typed", line: 0, column: 0, lines: 0, characters: 0, text: "const = 1;\n" } as const;
  await tab.select(path, fault);
  await tab.write(fault);
  await world.changed(tab, { ...tab.texts.all, [path]: applyEdit(tab.texts.of(path), fault) });
  const { status, error } = await run(world);
  if (status !== "error" || error?.code !== "compile" || error.file !== path)
    throw new Breach(
      "fault",
      `What does not compile in ${path} ended as ${status}: ${JSON.stringify(error)}`,
    );
  return path;
}

/** Presses Run, and gives the verdict of that very run once it is told beside the button. */
async function run(world: World): Promise<Verdict> {
  const { tab } = world;
  world.running = null;
  const runId = await tab.startRun();
  return ended(world, runId);
}

/** Waits for a run's verdict; nothing else may be told afterwards. */
export async function ended(world: World, runId: string): Promise<Verdict> {
  const { tab } = world;
  const verdict = await tab.verdictOf(runId);
  world.runs += 1;
  if (tab.told.runIds.at(-1) !== runId || tab.told.verdicts.at(-1)?.runId !== runId)
    throw new Breach("fault", `Run ${runId} is not the last that was told of.`);
  const sentence = sentenceOf(verdict, tab.told.runIds.length);
  await until({
    what: `the page says ${sentence}`,
    read: () => tab.page.getByRole("status").allTextContents(),
    isRight: (texts) => texts.some((text) => sentence.test(text)),
    withinMs: 5000,
  });
  return verdict;
}

function sentenceOf({ status, checks, error }: Verdict, number: number): RegExp {
  switch (status) {
    case "passed":
    case "failed": {
      const passed = checks.filter((check) => check.status === "passed").length;
      // An app that falls after its verdict is told in its stead.
      const score = `${passed} of ${checks.length} checks passed`;
      return new RegExp(
        `^Run ${number}: (?:${score}|The app kept its page busy|The function|A function|The browser ended the process)`,
      );
    }
    case "error":
      return error?.code === "compile"
        ? new RegExp(`^Run ${number}: Did not compile: \\d+ errors?\\. See Console\\.$`)
        : new RegExp(`^Run ${number}: .`);
    case "stopped":
      return /^Stopped\. Your rows are kept\.$/;
    default:
      return status satisfies never;
  }
}

/** The Convex pane has the rows that successful mutations made, and no others. */
export async function expectRows({ tab, rows }: World): Promise<void> {
  await tab.choose("Convex");
  const table = tab.page.getByRole("table", { name: "tasks", exact: true });
  await untilEqual({
    what: "the rows of tasks",
    kind: "loss",
    read: () =>
      table.evaluateAll((tables) =>
        tables.flatMap((one) => {
          const column = [...one.querySelectorAll("th")].findIndex(
            ({ textContent }) => textContent === "text",
          );
          return [...one.querySelectorAll("tbody tr")]
            .map((row) => row.children[column]?.textContent ?? "")
            .toSorted();
        }),
      ),
    wanted: rows.stored(),
  });
  await tab.choose("Preview");
}
