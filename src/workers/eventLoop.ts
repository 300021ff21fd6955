interface Host {
  scheduler?: { yield?(): Promise<void> };
  setImmediate?(run: () => void): unknown;
  MessageChannel?: new () => { port1: MessagePort; port2: MessagePort };
}

/** Lets everything else that waits have its turn. By a timer only where there is nothing better: browsers make nested ones wait 4 ms. */
export function otherEvents(): Promise<void> {
  const { scheduler, setImmediate, MessageChannel } = globalThis as unknown as Host;
  if (typeof setImmediate === 'function') return new Promise((resolve) => setImmediate(resolve));
  if (typeof scheduler?.yield === 'function') return scheduler.yield();
  return new Promise((resolve) => {
    if (typeof MessageChannel !== 'function') {
      setTimeout(resolve, 0);
      return;
    }
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}
