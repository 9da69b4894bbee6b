/** The app's clock: stand still, jump, go faster, and watch a token run out and be renewed. */
import { useEffect, useState } from "preact/hooks";
import type { ClockView } from "./clock-view.ts";
import "../styles/clock.css";

const RATES = [1, 5, 20];
const JUMPS_SECONDS = [10, 60];
/** Often enough for seconds. */
const TICK_MS = 250;

export function ClockBar({ view }: { readonly view: ClockView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="clock" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        Clock {isOpen ? <Reading view={view} /> : <span class="soft">{paceWords(view.pace.value.rate)}</span>}
      </summary>
      <Controls view={view} />
    </details>
  );
}

function Reading({ view }: { readonly view: ClockView }) {
  const [now, setNow] = useState(view.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(view.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [view]);
  return (
    <span class="soft">
      {new Date(now).toLocaleTimeString()} · {paceWords(view.pace.value.rate)}
      {expiryWords(view.expiresAt.value, now)}
    </span>
  );
}

function Controls({ view }: { readonly view: ClockView }) {
  const { rate } = view.pace.value;
  const expiresAt = view.expiresAt.value;
  return (
    <div class="clock-controls">
      <button type="button" class="button small" onClick={() => view.setRate(rate === 0 ? 1 : 0)}>
        {rate === 0 ? "Go on" : "Pause time"}
      </button>
      {JUMPS_SECONDS.map((seconds) => (
        <button key={seconds} type="button" class="button small" onClick={() => view.jump(seconds * 1000)}>
          +{seconds} s
        </button>
      ))}
      <button
        type="button"
        class="button small"
        disabled={expiresAt === null}
        onClick={() => expiresAt !== null && view.jump(Math.max(0, expiresAt - view.now()))}
      >
        To the token's end
      </button>
      <label>
        Speed{" "}
        <select
          value={String(rate)}
          onChange={({ currentTarget }) => view.setRate(Number(currentTarget.value))}
        >
          {rate === 0 && <option value="0">0 ×</option>}
          {RATES.map((one) => (
            <option key={one} value={String(one)}>
              {one} ×
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function paceWords(rate: number): string {
  if (rate === 0) return "stands still";
  return rate === 1 ? "goes as usual" : `goes ${rate} × as fast`;
}

function expiryWords(expiresAt: number | null, now: number): string {
  if (expiresAt === null) return "";
  const seconds = Math.round((expiresAt - now) / 1000);
  return seconds > 0 ? ` · the token ends in ${seconds} s` : ` · the token ended ${-seconds} s ago`;
}
