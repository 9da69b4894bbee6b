/** Stands for `next/headers`: `@clerk/nextjs` clears a router cookie through it after sign-in; there is none. */
export function cookies(): Promise<{ delete(name: string): void }> {
  return Promise.resolve({ delete: () => undefined });
}
