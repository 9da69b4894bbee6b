/** An error that an author reads: the sentences say it all, so no stack follows. */
export function authorError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
