type Port = { onmessage: (() => void) | null; postMessage(message: null): void };
declare const MessageChannel: new () => { readonly port1: Port; readonly port2: Port };

/** Calls back when all that can run now has run, in a task of its own. Bound now: learner code may replace the platform. */
export function createAfterTask(): (task: () => void) => void {
  const { port1, port2 } = new MessageChannel();
  const waiting: (() => void)[] = [];
  port1.onmessage = () => waiting.shift()?.();
  const next = port2.postMessage.bind(port2);
  return (task) => {
    waiting.push(task);
    next(null);
  };
}
