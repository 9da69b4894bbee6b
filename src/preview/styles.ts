/** The look of a learner's app that brings no styles of its own, and of what stands for Clerk's components. */
export const previewStyles = `
:root { color-scheme: light dark; --ink: #1c2330; --paper: #ffffff; --line: #c9d0dc; --accent: #4b3fd1; --soft: #f1f3f8; --danger: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7eaf2; --paper: #171b24; --line: #3a4252; --accent: #a9a2ff; --soft: #222836; --danger: #ff8f86; } }
:root[data-theme="light"] { color-scheme: light; --ink: #1c2330; --paper: #ffffff; --line: #c9d0dc; --accent: #4b3fd1; --soft: #f1f3f8; --danger: #b3261e; }
:root[data-theme="dark"] { color-scheme: dark; --ink: #e7eaf2; --paper: #171b24; --line: #3a4252; --accent: #a9a2ff; --soft: #222836; --danger: #ff8f86; }
body { margin: 0; padding: 16px; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1, h2, h3 { line-height: 1.25; margin: 0 0 8px; }
h1 { font-size: 1.375rem; }
button { font: inherit; padding: 6px 14px; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); color: inherit; cursor: pointer; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
input { font: inherit; padding: 6px 8px; border: 1px solid var(--line); border-radius: 6px; background: var(--paper); color: inherit; max-width: 100%; box-sizing: border-box; }
ul, ol { padding-left: 24px; }
.handoff-failure { border: 2px solid var(--danger); border-radius: 8px; padding: 16px; }
.handoff-failure pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: 0; }
.handoff-clerk { border: 1px solid var(--line); border-radius: 12px; padding: 24px; max-width: 340px; box-sizing: border-box; background: var(--paper); color: var(--ink); }
dialog.handoff-clerk { width: 340px; max-width: calc(100vw - 16px); }
.handoff-clerk h2 { font-size: 1.25rem; }
dialog.handoff-clerk::backdrop { background: rgb(10 12 20 / 55%); }
.handoff-clerk form { display: grid; gap: 8px; margin-top: 16px; }
.handoff-clerk p { margin: 0; overflow-wrap: anywhere; }
.handoff-clerk label { display: grid; gap: 4px; font-size: 0.875rem; }
.handoff-clerk .people { display: grid; gap: 8px; }
.handoff-clerk .person { text-align: left; }
.handoff-clerk .primary { background: var(--accent); border-color: var(--accent); color: var(--paper); }
.handoff-clerk .others { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.handoff-clerk .close { margin-top: 16px; }
.handoff-clerk .problem { color: var(--danger); }
/* Stays in the page, for it is a live region, and leaves no gap. */
.handoff-clerk .problem:empty { position: absolute; }
.handoff-clerk .note { font-size: 0.8125rem; }
.handoff-clerk .others + .note { margin-top: 16px; }
@media (max-height: 420px) {
  .handoff-clerk { max-width: 480px; padding: 8px 16px 16px; }
  dialog.handoff-clerk { width: 480px; max-width: calc(100vw - 16px); max-height: calc(100vh - 16px); margin: auto; }
  .handoff-clerk form { margin-top: 8px; }
  .handoff-clerk :is(form, .people) { grid-template-columns: repeat(auto-fit, minmax(min(176px, 100%), 1fr)); }
  .handoff-clerk form > :not(label) { grid-column: 1 / -1; }
}
.handoff-menu { position: relative; display: inline-block; max-width: 100%; }
.handoff-menu .opener::after { content: " \\25BE" / ""; }
.handoff-menu .popup { position: absolute; z-index: 1; inset: calc(100% + 4px) auto auto 0; width: 288px; max-width: calc(100vw - 16px); box-sizing: border-box; padding: 8px; border: 1px solid var(--line); border-radius: 8px; background: var(--paper); }
.handoff-menu .popup p { margin: 0 0 4px; padding: 0 8px; overflow-wrap: anywhere; }
.handoff-menu .popup p { font-size: 0.875rem; }
.handoff-menu .popup p:first-child { font-weight: 600; }
.handoff-menu .item { display: block; width: 100%; padding: 6px 8px; border-color: transparent; background: none; text-align: left; overflow-wrap: anywhere; }
.handoff-menu .item:is(:hover, :focus) { background: var(--soft); }
.handoff-menu [role="menuitemradio"]::before { content: "\\2713" / ""; display: inline-block; width: 1.25em; }
.handoff-menu [aria-checked="false"]::before { content: "" / ""; }
.handoff-clerk-said { margin: 16px 0 0; font-size: 0.75rem; overflow-wrap: anywhere; }
.handoff-clerk-said:empty { margin: 0; }
`;
