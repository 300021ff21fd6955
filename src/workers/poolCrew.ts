import type { Crew, Pending } from './crew';
import { CLAIMED, canWait, DONE, FAILED, type SharedTask } from './sharedTask';
import { type Buffers, performNow, type Task, type TaskResult } from './tasks';

/** Milliseconds without a sign of life after which whoever waits for a worker does its task. */
const PATIENCE = 1000;
/**
 * Milliseconds in which a worker that is up claims a task, and in which one that has just been started does: long jobs are not to be three
 * at a time on two processors.
 */
const GRACE = 5;
const FIRST_GRACE = 150;

/** What a crew needs of a pool. */
interface SharedPool extends Buffers {
  start(count: number): number;
  share(task: Task): SharedTask;
  offer(task: Task, shared: SharedTask, count: number): void;
  takeBack(task: Task, shared?: SharedTask): void;
}

interface CrewState {
  readonly open: CrewTask<unknown>[];
  readonly threads: number;
  /** Milliseconds that workers are given to claim a task. */
  grace: number;
}

/** A task that workers may have claimed. */
class CrewTask<Data> implements Pending<Data> {
  private outcome: (() => TaskResult) | undefined;
  private left = false;

  constructor(
    readonly task: Task<Data>,
    private readonly shared: SharedTask,
    private readonly pool: SharedPool,
    private readonly crew: CrewState,
  ) {
    crew.open.push(this);
  }

  /** Whether fewer workers are at work than there should be. */
  private get missing(): boolean {
    const { open, threads } = this.crew;
    return open.filter(({ outcome, shared }) => outcome === undefined && shared.phase === CLAIMED).length < threads;
  }

  done(): boolean {
    return this.outcome !== undefined || this.shared.phase === DONE;
  }

  result(): TaskResult {
    for (;;) {
      if (this.outcome !== undefined) return this.outcome();
      const { phase } = this.shared;
      if (phase === DONE) return this.shared.result();
      if (phase === FAILED) {
        this.perform();
        continue;
      }
      if (this.shared.changes(phase, this.crew.grace)) continue;
      // A worker that has nothing to do claims what there is. So where something is left, and not all are busy, one is not up yet.
      if (this.missing && this.crew.open.some((other) => other.help())) {
        this.crew.grace = GRACE;
        continue;
      }
      if (phase !== CLAIMED || this.shared.wait(this.task.patience ?? PATIENCE)) continue;
      // It may only be slow: then it will find that nobody needs it, and its memory must not go round.
      this.left = true;
      this.shared.cancel();
      this.perform();
    }
  }

  release(): void {
    const { shared } = this;
    const { open } = this.crew;
    open.splice(open.indexOf(this), 1);
    if (this.outcome === undefined && !shared.claim() && shared.phase === CLAIMED) {
      this.left = true;
      shared.cancel();
    }
    if (!this.left) this.pool.takeBack(this.task, shared);
  }

  /** Does the task if nobody does. */
  private help(): boolean {
    if (this.outcome !== undefined || !this.shared.claim()) return false;
    this.perform();
    return true;
  }

  private perform(): void {
    try {
      const result = performNow(this.task);
      this.outcome = () => result;
    } catch (error) {
      this.outcome = () => {
        throw error;
      };
    }
  }
}

/** This many workers, and the calling thread while they are starting or fewer; none where it may not wait for them. */
export function poolCrew(pool: SharedPool, threads: number): Crew | undefined {
  if (!canWait()) return undefined;
  const count = pool.start(threads);
  if (count === 0) return undefined;
  const crew: CrewState = { open: [], threads, grace: FIRST_GRACE };
  return {
    depth: count + 2,
    take: (size) => pool.take(size),
    give: (buffer) => pool.give(buffer),
    submit(task) {
      const shared = pool.share(task);
      const pending = new CrewTask(task, shared, pool, crew);
      pool.offer(task, shared, count);
      return pending;
    },
  };
}
