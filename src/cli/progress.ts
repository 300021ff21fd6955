/** `12.3 MiB`: a size for people. */
export function formatSize(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let unit = 0;
  let value = bytes;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return unit === 0 ? `${bytes} B` : `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)} ${units[unit]}`;
}

/** `34.56%`: what is left of the original. */
export function formatPercent(part: number, whole: number): string {
  return whole === 0 ? '0.00%' : `${((100 * part) / whole).toFixed(2)}%`;
}

/** Characters of a bar. */
const BAR = 24;
/** Milliseconds of work before a bar appears, and between its updates. */
const DELAY = 300;
const INTERVAL = 100;

/** `[=====     ]  50%`: a share from 0 to 1. */
function barOf(share: number): string {
  const filled = Math.round(share * BAR);
  return `[${'='.repeat(filled)}${' '.repeat(BAR - filled)}] ${String(Math.round(100 * share)).padStart(3)}%`;
}

/**
 * A progress bar on standard error. Nothing is drawn before the work has taken a moment, nor where it was not asked for.
 */
export class Progress {
  private readonly started = Date.now();
  private drawn = 0;

  constructor(
    private readonly label: string,
    /** Bytes to read in all, undefined where that is not known. */
    private readonly total: number | undefined,
    private readonly stderr: NodeJS.WritableStream & { columns?: number },
    private readonly enabled: boolean,
  ) {}

  /** Bytes read and written so far. */
  update(read: number, written: number): void {
    this.draw((elapsed) => {
      const bar = this.total !== undefined && this.total > 0 ? `${barOf(Math.min(read / this.total, 1))} ` : '';
      return `${bar}${formatSize(read)} => ${formatSize(written)}, ${formatSize((1000 * read) / elapsed)}/s`;
    });
  }

  /** Work that goes in steps, each with a name. */
  steps(done: number, total: number, name: string): void {
    this.draw(() => `${barOf(done / total)} ${name}`);
  }

  /** Draws the label and a text, when it is time to. */
  private draw(text: (elapsed: number) => string): void {
    const now = Date.now();
    if (!this.enabled || now - this.started < DELAY || now - this.drawn < INTERVAL) return;
    this.drawn = now;
    const rest = `: ${text(now - this.started)}`;
    // A line that wraps cannot be wiped.
    const room = Math.max((this.stderr.columns ?? 80) - rest.length - 1, 8);
    const label = this.label.length > room ? `…${this.label.slice(1 - room)}` : this.label;
    this.stderr.write(`\r\x1b[2K${label}${rest}`);
  }

  /** Wipes the bar. */
  done(): void {
    if (this.drawn !== 0) this.stderr.write('\r\x1b[2K');
  }
}
