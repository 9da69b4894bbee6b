/** The starter and another variant, file by file, read-only. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { ExerciseRows } from "./matrix.ts";
import { PanelFrame } from "./panel-frame.tsx";
import { differingFiles, STARTER, type Variant } from "../../exercise/variants.ts";

type DifferencePanelProps = {
  readonly row: ExerciseRows;
  readonly variant: Variant;
  readonly onClose: () => void;
};

export function DifferencePanel({ row, variant, onClose }: DifferencePanelProps) {
  const [isWhole, setWhole] = useState(false);
  const starter = row.variants.find(({ name }) => name === STARTER);
  const paths = starter === undefined ? [] : differingFiles(starter, variant);
  return (
    <PanelFrame title={`Starter and ${variant.name}`} onClose={onClose}>
      <label class="difference-choice">
        <input
          type="checkbox"
          checked={isWhole}
          onChange={({ currentTarget }) => setWhole(currentTarget.checked)}
        />{" "}
        Show unchanged lines
      </label>
      {paths.length === 0 && <p>No file differs.</p>}
      {paths.map((path) => (
        <section key={path} class="difference" aria-label={path}>
          <h4>
            <code>{path}</code>
          </h4>
          <Difference
            path={path}
            before={starter?.files[path] ?? ""}
            after={variant.files[path] ?? ""}
            name={variant.name}
            isWhole={isWhole}
          />
        </section>
      ))}
    </PanelFrame>
  );
}

type DifferenceProps = {
  readonly path: string;
  readonly before: string;
  readonly after: string;
  readonly name: string;
  readonly isWhole: boolean;
};

/** Two columns of code are legible from this width on. */
const WIDE = "(min-width: 700px)";

function Difference(props: DifferenceProps) {
  const { path, before, after, name, isWhole } = props;
  const place = useRef<HTMLDivElement>(null);
  const [isWide, setWide] = useState(() => matchMedia(WIDE).matches);
  const [hasFailed, setFailed] = useState(false);

  useEffect(() => {
    const leaving = new AbortController();
    const wide = matchMedia(WIDE);
    wide.addEventListener("change", () => setWide(wide.matches), { signal: leaving.signal });
    return () => leaving.abort();
  }, []);

  useEffect(() => {
    let isGone = false;
    let destroy: () => void = () => undefined;
    import("./difference.ts").then(
      ({ showDifference }) => {
        if (isGone || place.current === null) return;
        destroy = showDifference(place.current, { path, before, after, name, isWhole, isWide });
      },
      () => setFailed(true),
    );
    return () => {
      isGone = true;
      destroy();
    };
  }, [path, before, after, name, isWhole, isWide]);

  return (
    <>
      {hasFailed && <p>The comparison could not be loaded. Reload the page to try again.</p>}
      {!isWide && !hasFailed && (
        <p class="small-print">At each change the starter's lines come first, then those in their place.</p>
      )}
      {isWide && (
        <p class="difference-names small-print">
          <span>{STARTER}</span>
          <span>{name}</span>
        </p>
      )}
      <div ref={place} class="difference-code" />
    </>
  );
}
