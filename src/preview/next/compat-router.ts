/** Stands for `next/compat/router`: null tells `@clerk/nextjs` that this is the app router. */
export function useRouter(): null {
  return null;
}
