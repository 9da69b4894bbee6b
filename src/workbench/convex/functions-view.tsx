/** A form that calls a function as anybody, with a token that Clerk makes for them. */
import type { FunctionView } from "../../wire/deployment.ts";
import type { ConvexView, SentCall } from "./convex-view.ts";

type FunctionsViewProps = { readonly view: ConvexView; readonly functions: readonly FunctionView[] };

export function FunctionsView({ view, functions }: FunctionsViewProps) {
  const { chosen, caller, typed, people, sent } = view;
  const target = functions.find(({ path }) => path === chosen.value) ?? functions[0];
  if (target === undefined) return null;
  const { path, exampleJson, args } = target;
  return (
    <div class="scroll dashboard-page">
      <form
        class="call-form"
        aria-label="Run a function"
        onSubmit={(event) => {
          event.preventDefault();
          void view.call(target);
        }}
      >
        <label>
          Function
          <select value={path} onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}>
            {functions.map((one) => (
              <option key={one.path} value={one.path}>
                {one.path} · {one.visibility === "internal" ? "internal " : ""}
                {one.kind}
              </option>
            ))}
          </select>
        </label>
        <label>
          Run as
          <select
            value={caller.value ?? ""}
            onChange={({ currentTarget }) => (caller.value = currentTarget.value || null)}
          >
            <option value="">nobody (anonymous)</option>
            {people.value.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="wide">
          Arguments <span class="soft">{args}</span>
          <textarea
            rows={3}
            spellcheck={false}
            value={typed.value[path] ?? exampleJson}
            onInput={({ currentTarget }) => (typed.value = { ...typed.value, [path]: currentTarget.value })}
          />
        </label>
        <button type="submit" class="button small">
          Run function
        </button>
      </form>
      <div role="status" class="call-answer">
        {sent.value !== null && <Answer sent={sent.value} />}
      </div>
    </div>
  );
}

function Answer({ sent: { caller, path, answer } }: { readonly sent: SentCall }) {
  const who = `${path} as ${caller}`;
  if (answer === null) return <p>{who} …</p>;
  return (
    <>
      <p class={answer.ok ? "is-ok" : "is-refused"}>
        {answer.ok ? "✓" : "✕"} {who}: {answer.ok ? "returned" : "refused"}
      </p>
      <pre>{answer.ok ? JSON.stringify(answer.value, null, 2) : answer.error}</pre>
    </>
  );
}
