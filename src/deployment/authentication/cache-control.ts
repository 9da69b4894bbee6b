/** For how long a shared cache may keep a response (RFC 9111 §5.2.2): what the product does with an issuer's documents. */
import { headerValue, type HttpResponse } from "../../wire/network.ts";

/** Seconds; 0 = not at all. Without a word about it nothing is kept. */
export function keptForSeconds({ headers }: Pick<HttpResponse, "headers">): number {
  const directives = new Map(
    (headerValue(headers, "cache-control") ?? "").split(",").map((directive) => {
      const [name = "", value = ""] = directive.trim().toLowerCase().split("=");
      return [name, value.replaceAll('"', "")] as const;
    }),
  );
  if (["no-store", "no-cache", "private"].some((name) => directives.has(name))) return 0;
  const lifetime = seconds(directives.get("s-maxage")) ?? seconds(directives.get("max-age")) ?? 0;
  const age = seconds(headerValue(headers, "age") ?? undefined) ?? 0;
  return Math.max(0, lifetime - age);
}

function seconds(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
