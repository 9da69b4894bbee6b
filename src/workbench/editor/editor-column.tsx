import { useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { WorkbenchState } from "../state/workbench-state.ts";
import { panelId, TabList, tabId } from "../tabs.tsx";
import type { CodeEditor } from "./code-editor.ts";
import { Toolbar } from "./toolbar.tsx";

/** A tab per file, the editor, the toolbar. Until the editor has loaded, the file's text stands in its place. */
export function EditorColumn(props: {
  readonly state: WorkbenchState;
  /** Handed the editor once it is usable, for those who move its cursor. */
  readonly onEditor: (editor: CodeEditor) => void;
}) {
  const { state, onEditor } = props;
  const box = useRef<HTMLDivElement>(null);
  const editor = useSignal<CodeEditor | null>(null);

  useEffect(() => {
    let isGone = false;
    void import("./code-editor.ts").then(({ createCodeEditor }) => {
      if (isGone || box.current === null) return;
      const created = createCodeEditor({
        parent: box.current,
        files: state.exercise.files,
        texts: state.files.peek(),
        active: state.activeFile.peek(),
        onChange: (path, text) => (state.files.value = { ...state.files.peek(), [path]: text }),
        onRun: state.run,
      });
      editor.value = created;
      onEditor(created);
      performance.mark("handoff:editor");
    });
    return () => {
      isGone = true;
      editor.value?.dispose();
    };
  }, [state]);

  useSignalEffect(() => editor.value?.open(state.activeFile.value));
  useSignalEffect(() => editor.value?.setDiagnostics(state.diagnostics.value));

  const path = state.activeFile.value;
  const tabs = state.exercise.files.map((file) => ({
    id: file.path,
    name: file.path,
    ...(file.editable ? {} : { badge: "read-only" }),
  }));
  return (
    <section class="column code" aria-label="Code">
      <TabList
        label="Files"
        group="file"
        tabs={tabs}
        selected={path}
        onSelect={(id) => (state.activeFile.value = id)}
      />
      <div class="editor" role="tabpanel" id={panelId("file", path)} aria-labelledby={tabId("file", path)}>
        {editor.value === null && (
          <div class="editor-waiting">
            <p role="status">Loading editor…</p>
            <pre>{state.files.value[path]}</pre>
          </div>
        )}
        <div class="editor-box" ref={box} />
      </div>
      <Toolbar state={state} editor={editor.value} />
    </section>
  );
}
