/** As far as `functions.ts` needs them. */
type Row = { n: number };
type Page = { page: Row[]; hasMore: boolean; indexKeys: unknown[] };
export function getPage(ctx: object, request: object): Promise<Page>;

type Stream = { collect(): Promise<Row[]> };
type Equal = { eq(field: string, value: unknown): Equal };
export function stream(
  db: object,
  schema: object,
): { query(table: string): { withIndex(name: string, range: (q: Equal) => Equal): Stream } };
export function mergedStream(streams: Stream[], order: string[]): Stream;
