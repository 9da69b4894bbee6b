/** A route: a method and a path in which `:name` stands for one segment. */
export type Route<Answer> = {
  readonly method: string;
  readonly pattern: string;
  readonly answer: Answer;
};

export type RouteMatch<Answer> = {
  readonly answer: Answer;
  /** The segments that took the place of `:name`, in order, decoded. */
  readonly segments: readonly string[];
};

/** The first route that matches, or null. */
export function matchRoute<Answer>(
  routes: readonly Route<Answer>[],
  method: string,
  path: string,
): RouteMatch<Answer> | null {
  for (const route of routes) {
    const segments = route.method === method ? matchPath(route.pattern, path) : null;
    if (segments !== null) return { answer: route.answer, segments };
  }
  return null;
}

function matchPath(pattern: string, path: string): readonly string[] | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const segments: string[] = [];
  for (const [index, part] of wanted.entries()) {
    const segment = given[index] ?? "";
    if (part.startsWith(":")) segments.push(decodeSegment(segment));
    else if (part !== segment) return null;
  }
  return segments;
}

/** A segment that is not valid percent-encoding stands for itself. */
function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
