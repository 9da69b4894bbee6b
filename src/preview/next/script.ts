/** Stands for `next/script`: nothing is loaded from elsewhere. */
export function Script(): null {
  return null;
}

export { Script as default };
