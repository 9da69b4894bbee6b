/** The one line over an embedded exercise. */
import { Lamps } from "./header.tsx";
import { OfflineControl, type OfflineModel } from "./offline-control.tsx";
import type { WorkbenchModel } from "./state/workbench-model.ts";

type EmbeddedHeaderProps = { readonly model: WorkbenchModel; readonly offline: OfflineModel };

export function EmbeddedHeader({ model, offline }: EmbeddedHeaderProps) {
  return (
    <header class="header embedded-header">
      <h1 class="embedded-title">{model.exercise.title}</h1>
      <a href={ownAddress(location.search)} target="_blank" rel="noopener">
        Open on its own<span class="visually-hidden"> (new tab)</span>
      </a>
      <Lamps model={model} />
      <OfflineControl offline={offline} />
    </header>
  );
}

/** The same exercise with the site around it. */
function ownAddress(search: string): string {
  const parameters = new URLSearchParams(search);
  for (const name of ["embed", "height", "view", "readonly", "autorun"]) parameters.delete(name);
  return `?${parameters.toString()}`;
}
