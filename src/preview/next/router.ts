/** Stands for `next/router`: imported by the pages-router half of `@clerk/nextjs`, which is never rendered here. */
import { router } from "./navigation.ts";

export function useRouter(): typeof router {
  return router;
}
