/** The files as tabs over the editor; until that is loaded, the code as plain text. */
import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { TabList } from "../tabs.tsx";
import type { WorkbenchModel } from "../state/workbench-model.ts";
import "../styles/editor.css";

export function EditorPane({ model }: { readonly model: WorkbenchModel }) {
  const { exercise, activeFile, editor, run } = model;
  const host = useRef<HTMLDivElement>(null);

  useEffect(() => openEditor(model, host.current), [model]);

  const file = exercise.files.find(({ path }) => path === activeFile.value);
  const broken = new Set(run.value.diagnostics.map((diagnostic) => diagnostic.file));
  const tabs = exercise.files.map(({ path, editable }) => ({
    id: path,
    name: path,
    badge: broken.has(path) ? "error" : editable ? null : "read-only",
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
      <div role="tabpanel" id="file-panel" aria-labelledby={`file-tab-${activeFile.value}`} class="editor-panel">
        {file?.editable === false && <p class="note">This file is read-only. The app reads it when it starts.</p>}
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

/** Loads CodeMirror, and keeps its underlines in step with the run. */
function openEditor(model: WorkbenchModel, parent: HTMLElement | null): () => void {
  let isClosed = false;
  let unmark: () => void = () => undefined;
  if (parent === null) return unmark;
  void import("./code-editor.ts").then(({ createCodeEditor }) => {
    if (isClosed) return;
    const editor = createCodeEditor({
      parent,
      files: model.exercise.files,
      texts: model.texts.value,
      path: model.activeFile.value,
      onChange(path, text, isReset) {
        model.texts.value = { ...model.texts.peek(), [path]: text };
        if (!isReset) model.canUndoReset.value = false;
      },
    });
    model.editor.value = editor;
    let marked: unknown = null;
    unmark = effect(() => {
      const { diagnostics } = model.run.value;
      if (diagnostics === marked) return;
      marked = diagnostics;
      editor.mark(diagnostics);
    });
  });
  return () => {
    isClosed = true;
    unmark();
    model.editor.value?.destroy();
    model.editor.value = null;
  };
}
