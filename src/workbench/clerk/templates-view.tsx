/** The JWT templates: what stands in the tokens that an app asks for by name. */
import { useState } from "preact/hooks";
import type { TemplateView } from "../../wire/issuer.ts";
import type { ClerkView } from "./clerk-view.ts";

type TemplatesViewProps = { readonly view: ClerkView; readonly templates: readonly TemplateView[] };

const NEW: TemplateView = {
  name: "new-template",
  lifetimeSeconds: 60,
  clockSkewSeconds: 5,
  claimsJson: '{\n  "aud": "convex"\n}',
};

export function TemplatesView({ view, templates }: TemplatesViewProps) {
  return (
    <div class="scroll dashboard-page" tabIndex={0} role="region" aria-label="JWT templates">
      {templates.length === 0 && (
        <p>
          There is no template. Convex asks for the one named <code>convex</code>: without it people are
          signed in at Clerk and anonymous at Convex.
        </p>
      )}
      {templates.map((template) => (
        <TemplateForm key={template.name} view={view} template={template} />
      ))}
      <p class="card-actions">
        {templates.every(({ name }) => name !== "convex") && (
          <button
            type="button"
            class="button small"
            onClick={() => void view.change({ type: "add-convex-template" }, "The template convex is there.")}
          >
            Add the Convex preset
          </button>
        )}
        {templates.every(({ name }) => name !== NEW.name) && (
          <button
            type="button"
            class="button small"
            onClick={() =>
              void view.change(
                { type: "save-template", former: null, template: NEW },
                `${NEW.name} is there.`,
              )
            }
          >
            New template
          </button>
        )}
      </p>
    </div>
  );
}

type TemplateFormProps = { readonly view: ClerkView; readonly template: TemplateView };

/** Keeps what is typed until it is saved, or changed elsewhere. */
function TemplateForm({ view, template }: TemplateFormProps) {
  const saved = JSON.stringify(template);
  const [shown, setShown] = useState(saved);
  const [typed, setTyped] = useState(template);
  if (shown !== saved) {
    setShown(saved);
    setTyped(template);
  }
  const { name } = template;
  const save = () =>
    view.change(
      { type: "save-template", former: name, template: typed },
      `${typed.name} counts from the next token on.`,
    );
  return (
    <form
      class="call-form card"
      aria-label={`Template ${name}`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        Name
        <input
          value={typed.name}
          onInput={({ currentTarget }) => setTyped({ ...typed, name: currentTarget.value })}
        />
      </label>
      <label>
        Lifetime in seconds
        <input
          type="number"
          min={1}
          value={typed.lifetimeSeconds}
          onInput={({ currentTarget }) =>
            setTyped({ ...typed, lifetimeSeconds: currentTarget.valueAsNumber })
          }
        />
      </label>
      <label>
        Allowed skew in seconds
        <input
          type="number"
          min={0}
          max={300}
          value={typed.clockSkewSeconds}
          onInput={({ currentTarget }) =>
            setTyped({ ...typed, clockSkewSeconds: currentTarget.valueAsNumber })
          }
        />
      </label>
      <label class="wide">
        Claims
        <textarea
          rows={6}
          spellcheck={false}
          value={typed.claimsJson}
          onInput={({ currentTarget }) => setTyped({ ...typed, claimsJson: currentTarget.value })}
        />
      </label>
      <p class="card-actions wide">
        <button type="submit" class="button small">
          Save<span class="visually-hidden"> template {name}</span>
        </button>
        <button
          type="button"
          class="button small"
          onClick={() =>
            void view.change({ type: "delete-template", name }, `${name} is gone: asking for it ends in 404.`)
          }
        >
          Delete<span class="visually-hidden"> template {name}</span>
        </button>
      </p>
    </form>
  );
}
