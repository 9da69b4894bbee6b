/** The look of a learner's app that brings no styles of its own, and of the sign-in form. */
export const previewStyles = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #ffffff; --line: #c9d0dc; --accent: #4b3fd1; --soft: #f1f3f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf2; --paper: #171b24; --line: #3a4252; --accent: #a9a2ff; --soft: #222836; } }
:root[data-theme="light"] { color-scheme: light; --ink: #1c2330; --paper: #ffffff; --line: #c9d0dc; --accent: #4b3fd1; --soft: #f1f3f8; }
:root[data-theme="dark"] { color-scheme: dark; --ink: #e7eaf2; --paper: #171b24; --line: #3a4252; --accent: #a9a2ff; --soft: #222836; }
body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1, h2, h3 { line-height: 1.25; margin: 0 0 8px; }
h1 { font-size: 1.375rem; }
button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
input { font: inherit; padding: 6px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: inherit; max-width: 100%; box-sizing: border-box; }
ul, ol { padding-left: 24px; }
.handoff-failure { border: 2px solid #b3261e; border-radius: 8px; padding: 16px; }
.handoff-failure pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.handoff-clerk { border: 1px solid var(--line); border-radius: 12px; padding: 24px; max-width: 340px; background: var(--paper); color: var(--ink); }
dialog.handoff-clerk::backdrop { background: rgb(10 12 20 / 55%); }
.handoff-clerk form { display: grid; gap: 8px; margin-top: 16px; }
.handoff-clerk label { display: grid; gap: 4px; font-size: 0.875rem; }
.handoff-clerk .people { display: grid; gap: 8px; }
.handoff-clerk .people button { text-align: left; }
.handoff-clerk .primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.handoff-clerk .problem { color: #b3261e; min-height: 1.5em; margin: 0; }
@media (prefers-color-scheme: dark) { .handoff-clerk .problem { color: #ff8f86; } }
.handoff-clerk .note { font-size: 0.8125rem; margin: 16px 0 0; }
`;
