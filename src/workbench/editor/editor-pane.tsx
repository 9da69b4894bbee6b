/** The files as tabs over the editor; until that is loaded, the code as plain text. */
import { useEffect, useRef } from "preact/hooks";
import { computed, effect } from "@preact/signals";
import { DraftBar } from "../drafts/draft-bar.tsx";
import { SolutionBar } from "../solution/solution-bar.tsx";
import { TabList } from "../tabs.tsx";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import "../styles/editor.css";

export function EditorPane({ model }: { readonly model: WorkbenchModel }) {
  const { exercise, activeFile, editor, run } = model;
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => openEditor(model, host.current), [model]);

  const file = exercise.files.find(({ path }) => path === activeFile.value);
  const broken = new Set(run.value.diagnostics.map((diagnostic) => diagnostic.file));
  const left = model.solution.left.value;
  const badgeOf = (path: string, editable: boolean): string | null => {
    if (broken.has(path)) return "error";
    if (left.has(path)) return "differs";
    return editable && !model.options.readonly ? null : "read-only";
  };
  const tabs = exercise.files.map(({ path, editable }) => ({
    id: path,
    name: path,
    badge: badgeOf(path, editable),
  }));
  return (
    <>
      <TabList
        label="Files"
        prefix="file"
        tabs={tabs}
        selected={activeFile}
        panel="file-panel"
        class="file-tabs"
        onSelect={(path) => editor.value?.show(path)}
      />
      <div
        role="tabpanel"
        id="file-panel"
        aria-labelledby={`file-tab-${activeFile.value}`}
        class="editor-panel"
      >
        {file?.editable === false && (
          <p class="note">
            This file is read-only.{file.path.startsWith(".env") && " The app reads it when it starts."}
          </p>
        )}
        <DraftBar model={model} />
        <SolutionBar model={model} />
        {editor.value === null && (
          <>
            <p role="status" class="editor-loading">
              Loading editor…
            </p>
            <pre class="editor-preview" tabIndex={0} aria-label={`Code of ${activeFile.value}`}>
              {model.texts.value[activeFile.value]}
            </pre>
          </>
        )}
        <div ref={host} class="editor-host" />
      </div>
    </>
  );
}

/** Loads CodeMirror into `parent`; the returned function takes it away again. */
function openEditor(model: WorkbenchModel, parent: HTMLElement | null): () => void {
  const closing = new AbortController();
  if (parent !== null) void loadEditor(closing.signal, model, parent);
  return () => closing.abort();
}

async function loadEditor(signal: AbortSignal, model: WorkbenchModel, parent: HTMLElement): Promise<void> {
  const { createCodeEditor } = await import("./code-editor.ts");
  if (signal.aborted) return;
  const editor = createCodeEditor({
    parent,
    files: model.exercise.files,
    texts: model.texts.value,
    path: model.activeFile.value,
    isReadOnly: model.options.readonly,
    onChange(path, text, isReplaced) {
      model.texts.value = { ...model.texts.peek(), [path]: text };
      if (isReplaced) return;
      model.canUndoReset.value = false;
      model.share.adopt();
    },
  });
  const diagnostics = computed(() => model.run.value.diagnostics);
  const unmark = effect(() => editor.mark(diagnostics.value));
  const unlock = effect(() => editor.setReadOnly(model.options.readonly));
  model.editor.value = editor;
  signal.addEventListener("abort", () => {
    unmark();
    unlock();
    editor.destroy();
    model.editor.value = null;
  });
}
