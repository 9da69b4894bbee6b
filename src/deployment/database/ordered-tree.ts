/**
 * A persistent ordered map (an AVL tree that copies its path on change). A snapshot of the database is a handful of
 * roots, so reading at a point in time and rolling a transaction back cost nothing.
 */

export type Tree<Key, Entry> = {
  readonly key: Key;
  readonly entry: Entry;
  readonly height: number;
  readonly size: number;
  readonly left: Tree<Key, Entry> | null;
  readonly right: Tree<Key, Entry> | null;
};

export type Compare<Key> = (a: Key, b: Key) => number;

/** Where a scan starts and ends: both are monotone in the key order. */
export type Bounds<Key> = { isBelow(key: Key): boolean; isAbove(key: Key): boolean };

export function sizeOf(tree: Tree<unknown, unknown> | null): number {
  return tree === null ? 0 : tree.size;
}

export function insert<Key, Entry>(
  tree: Tree<Key, Entry> | null,
  key: Key,
  entry: Entry,
  compare: Compare<Key>,
): Tree<Key, Entry> {
  if (tree === null) return node(key, entry, null, null);
  const order = compare(key, tree.key);
  if (order === 0) return node(key, entry, tree.left, tree.right);
  if (order < 0) return balance(tree.key, tree.entry, insert(tree.left, key, entry, compare), tree.right);
  return balance(tree.key, tree.entry, tree.left, insert(tree.right, key, entry, compare));
}

export function remove<Key, Entry>(
  tree: Tree<Key, Entry> | null,
  key: Key,
  compare: Compare<Key>,
): Tree<Key, Entry> | null {
  if (tree === null) return null;
  const order = compare(key, tree.key);
  if (order < 0) return balance(tree.key, tree.entry, remove(tree.left, key, compare), tree.right);
  if (order > 0) return balance(tree.key, tree.entry, tree.left, remove(tree.right, key, compare));
  if (tree.left === null) return tree.right;
  if (tree.right === null) return tree.left;
  const next = leftmost(tree.right);
  return balance(next.key, next.entry, tree.left, remove(tree.right, next.key, compare));
}

export function find<Key, Entry>(
  tree: Tree<Key, Entry> | null,
  key: Key,
  compare: Compare<Key>,
): Entry | null {
  let current = tree;
  while (current !== null) {
    const order = compare(key, current.key);
    if (order === 0) return current.entry;
    current = order < 0 ? current.left : current.right;
  }
  return null;
}

/** Visits entries within the bounds in key order until `visit` returns false. O(log n + visited). */
export function scanAscending<Key, Entry>(
  tree: Tree<Key, Entry> | null,
  bounds: Bounds<Key>,
  visit: (entry: Entry, key: Key) => boolean,
): boolean {
  if (tree === null) return true;
  if (!bounds.isBelow(tree.key)) {
    if (!scanAscending(tree.left, bounds, visit)) return false;
    if (bounds.isAbove(tree.key) || !visit(tree.entry, tree.key)) return false;
  }
  return scanAscending(tree.right, bounds, visit);
}

/** {@link scanAscending} from the other end. */
export function scanDescending<Key, Entry>(
  tree: Tree<Key, Entry> | null,
  bounds: Bounds<Key>,
  visit: (entry: Entry, key: Key) => boolean,
): boolean {
  if (tree === null) return true;
  if (!bounds.isAbove(tree.key)) {
    if (!scanDescending(tree.right, bounds, visit)) return false;
    if (bounds.isBelow(tree.key) || !visit(tree.entry, tree.key)) return false;
  }
  return scanDescending(tree.left, bounds, visit);
}

function leftmost<Key, Entry>(tree: Tree<Key, Entry>): Tree<Key, Entry> {
  let current = tree;
  while (current.left !== null) current = current.left;
  return current;
}

function heightOf(tree: Tree<unknown, unknown> | null): number {
  return tree === null ? 0 : tree.height;
}

function node<Key, Entry>(
  key: Key,
  entry: Entry,
  left: Tree<Key, Entry> | null,
  right: Tree<Key, Entry> | null,
): Tree<Key, Entry> {
  const height = 1 + Math.max(heightOf(left), heightOf(right));
  return { key, entry, left, right, height, size: 1 + sizeOf(left) + sizeOf(right) };
}

function balance<Key, Entry>(
  key: Key,
  entry: Entry,
  left: Tree<Key, Entry> | null,
  right: Tree<Key, Entry> | null,
): Tree<Key, Entry> {
  const lean = heightOf(left) - heightOf(right);
  if (lean > 1 && left !== null) {
    const inner = left.right;
    if (inner === null || heightOf(left.left) >= inner.height) {
      return node(left.key, left.entry, left.left, node(key, entry, inner, right));
    }
    return node(
      inner.key,
      inner.entry,
      node(left.key, left.entry, left.left, inner.left),
      node(key, entry, inner.right, right),
    );
  }
  if (lean < -1 && right !== null) {
    const inner = right.left;
    if (inner === null || heightOf(right.right) >= inner.height) {
      return node(right.key, right.entry, node(key, entry, left, inner), right.right);
    }
    return node(
      inner.key,
      inner.entry,
      node(key, entry, left, inner.left),
      node(right.key, right.entry, inner.right, right.right),
    );
  }
  return node(key, entry, left, right);
}
