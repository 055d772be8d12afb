/** The promise's outcome, or a failure when it takes longer than this. */
export function within<T>(limitMs: number, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new DOMException('', 'TimeoutError')), limitMs);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
