import type { Crew } from './crew';
import { connect, startWorker, type WorkerLike } from './host';
import { poolCrew } from './poolCrew';
import { Recycler } from './recycler';
import { canShare, NUMBERS, SharedTask, sharedRoom } from './sharedTask';
import type { Task, TaskResult } from './tasks';
import type { WorkerMessage, WorkerReply } from './worker';

/** Workers that end in a row, without a task done, before no more are started. */
const FAILURES_MAX = 3;
/** Milliseconds that workers stay without work. */
const IDLE_TIME = 10_000;

/** Tasks of which this many may be done at a time. */
export interface Operation {
  readonly threads: number;
  running: number;
}

/** A task that somebody waits for without blocking. */
interface Errand {
  readonly task: Task;
  readonly operation: Operation;
  readonly number: number;
  /** Its state, where threads can share it. */
  readonly shared: SharedTask | undefined;
  /** Called once, without a result where no worker could do it. */
  settle(result: TaskResult | undefined): void;
  fail(reason: unknown): void;
}

interface Slot {
  readonly worker: WorkerLike;
  errand: Errand | undefined;
}

/**
 * Workers, started when there is work for them, and ended when there is none for a while. They do not keep a process alive that has nothing
 * else to do.
 */
export class WorkerPool extends Recycler {
  private slots: Slot[] = [];
  private queue: Errand[] = [];
  private failures = 0;
  private number = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  /**
   * Memory of tasks goes round apart from that of content: a worker that is late looks for the state of an old task in it, and claims it by
   * writing.
   */
  private readonly states = new Recycler();

  /**
   * @param create starts a worker
   * @param idleTime milliseconds that workers stay without work
   */
  constructor(
    private readonly create: () => WorkerLike = startWorker,
    private readonly idleTime: number = IDLE_TIME,
  ) {
    super();
  }

  /** Sees to it that there are this many workers; returns how many there are. */
  start(count: number): number {
    this.touch();
    while (this.slots.length < count && this.failures < FAILURES_MAX) {
      try {
        const slot: Slot = { worker: this.create(), errand: undefined };
        connect(
          slot.worker,
          (reply) => this.receive(slot, reply as WorkerReply),
          () => this.lose(slot),
        );
        slot.worker.unref?.();
        this.slots.push(slot);
      } catch {
        this.failures = FAILURES_MAX;
      }
    }
    return Math.min(this.slots.length, count);
  }

  /** This many threads for an operation that blocks; none where it may not wait for them. */
  crew(threads: number): Crew | undefined {
    return poolCrew(this, threads);
  }

  /** Memory for a task's result. */
  share({ room, items }: Task): SharedTask {
    const shared = new SharedTask(this.states.take(sharedRoom(room, items)).buffer as SharedArrayBuffer, this.nextNumber(), items);
    shared.offer();
    return shared;
  }

  /** Takes back the memory of a task that no worker is at. */
  takeBack({ lent }: Task, shared?: SharedTask): void {
    if (lent !== undefined) this.give(lent);
    if (shared !== undefined) this.states.give(new Uint8Array(shared.memory));
  }

  /** Offers a task to the first `count` workers: one of them claims it, unless the calling thread does. */
  offer(task: Task, shared: SharedTask, count: number): void {
    const message: WorkerMessage = [task.kind, task.data, shared.number, shared.memory, task.items, false];
    // Idle ones may have been ended since the last task.
    this.start(count);
    for (const { worker } of this.slots.slice(0, count)) worker.postMessage(message);
  }

  /**
   * Has a task done by a worker as soon as one is free. Without a result, no worker could do it.
   *
   * @throws the reason for which the operation is cancelled
   */
  run(task: Task, operation: Operation): Promise<TaskResult | undefined> {
    return new Promise((settle, fail) => {
      const number = this.nextNumber();
      const shared = canShare() ? new SharedTask(new SharedArrayBuffer(sharedRoom(0, 0)), number, 0) : undefined;
      this.queue.push({ task, operation, number, shared, settle, fail });
      this.occupy();
    });
  }

  /** Gives an operation's tasks up. Where memory can be shared, workers stop at once. */
  cancel(operation: Operation, reason: unknown): void {
    for (const errand of [...this.queue, ...this.slots.map((slot) => slot.errand)]) {
      if (errand?.operation !== operation) continue;
      errand.shared?.cancel();
      errand.fail(reason);
    }
    this.queue = this.queue.filter((errand) => errand.operation !== operation);
  }

  /** Ends all workers. What they were at is done by the calling thread. */
  close(): void {
    // No new ones in their place.
    this.failures = FAILURES_MAX;
    for (const slot of this.slots) this.lose(slot);
    this.failures = 0;
    clearTimeout(this.timer);
    this.clear();
    this.states.clear();
  }

  private nextNumber(): number {
    this.number = (this.number + 1) % NUMBERS;
    return this.number;
  }

  /** Gives waiting errands to workers that have none. */
  private occupy(): void {
    for (;;) {
      const i = this.queue.findIndex(({ operation }) => operation.running < operation.threads);
      if (i < 0) return;
      const next = this.queue[i];
      const busy = this.slots.filter(({ errand }) => errand !== undefined).length;
      this.start(Math.min(busy + 1, next.operation.threads));
      const slot = this.slots.find(({ errand }) => errand === undefined);
      if (slot === undefined && busy > 0) return;
      this.queue.splice(i, 1);
      if (slot === undefined) next.settle(undefined);
      else this.send(slot, next);
    }
  }

  private send(slot: Slot, errand: Errand): void {
    const { task, shared, number, operation } = errand;
    const message: WorkerMessage = [task.kind, task.data, number, shared?.memory, 0, true];
    shared?.offer();
    try {
      slot.worker.postMessage(message);
    } catch {
      errand.settle(undefined);
      return;
    }
    slot.worker.ref?.();
    slot.errand = errand;
    operation.running++;
  }

  private receive(slot: Slot, [number, bytes, sizes]: WorkerReply): void {
    const { errand } = slot;
    if (errand === undefined || errand.number !== number) return;
    this.failures = 0;
    this.vacate(slot);
    // Without a result, the caller needs the memory to do the task itself.
    if (bytes !== undefined) this.takeBack(errand.task);
    errand.settle(bytes && { bytes, sizes: sizes ?? [] });
    this.occupy();
  }

  /** A worker has ended, or cannot go on. */
  private lose(slot: Slot): void {
    if (!this.slots.includes(slot)) return;
    const { errand } = slot;
    this.slots = this.slots.filter((other) => other !== slot);
    this.vacate(slot);
    this.failures++;
    slot.worker.terminate();
    if (errand !== undefined) this.queue.unshift(errand);
    this.occupy();
  }

  private vacate(slot: Slot): void {
    if (slot.errand !== undefined) slot.errand.operation.running--;
    slot.errand = undefined;
    slot.worker.unref?.();
    this.touch();
  }

  /** Puts the end of idle workers off. */
  private touch(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (this.slots.every(({ errand }) => errand === undefined)) this.close();
    }, this.idleTime);
    (this.timer as { unref?(): void }).unref?.();
  }
}
