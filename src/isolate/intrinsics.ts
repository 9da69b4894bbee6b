/**
 * One realm serves many executions, each of which may believe to be alone: what one has put on the objects that all
 * inherit from is gone before the next begins.
 */

type Kept = { readonly target: object; readonly properties: ReadonlyMap<PropertyKey, PropertyDescriptor> };

/** Notes them as they are now, before any learner code. The function that it gives puts them back. */
export function keepIntrinsics(targets: readonly object[] = INTRINSICS): () => void {
  // Taken now, for what is on `Reflect` may be the learner's later.
  const { apply, ownKeys, defineProperty, deleteProperty, getOwnPropertyDescriptor } = Reflect;
  const kept: readonly Kept[] = targets.map((target) => ({
    target,
    properties: new Map(ownKeys(target).map((key) => [key, bare(getOwnPropertyDescriptor(target, key))])),
  }));
  const { get } = Map.prototype;

  return () => {
    for (let at = 0; at < kept.length; at++) {
      const { target, properties } = kept[at] as Kept;
      const keys = ownKeys(target);
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index] as PropertyKey;
        const was = apply(get, properties, [key]) as PropertyDescriptor | undefined;
        if (was === undefined) deleteProperty(target, key);
        else if (isOther(getOwnPropertyDescriptor(target, key), was)) defineProperty(target, key, was);
      }
    }
  };
}

const INTRINSICS: readonly object[] = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  String.prototype,
  Map.prototype,
  Promise.prototype,
  Object,
  Reflect,
  JSON,
];

/** Without a prototype: a descriptor is read with what it inherits. */
function bare(descriptor: PropertyDescriptor | undefined): PropertyDescriptor {
  return Object.assign(Object.create(null) as PropertyDescriptor, descriptor);
}

function isOther(is: PropertyDescriptor | undefined, was: PropertyDescriptor): boolean {
  return is === undefined || is.value !== was.value || is.get !== was.get || is.set !== was.set;
}
