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

const BAR = 24;
/** Milliseconds of work before a bar appears, and between its updates. */
const DELAY = 300;
const INTERVAL = 100;

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

  update(read: number, written: number): void {
    const now = Date.now();
    if (!this.enabled || now - this.started < DELAY || now - this.drawn < INTERVAL) return;
    this.drawn = now;
    const speed = formatSize((1000 * read) / (now - this.started));
    const known = this.total !== undefined && this.total > 0;
    const done = known ? Math.min(read / (this.total as number), 1) : 0;
    const filled = Math.round(done * BAR);
    const bar = known ? `[${'='.repeat(filled)}${' '.repeat(BAR - filled)}] ${String(Math.round(100 * done)).padStart(3)}% ` : '';
    const numbers = `: ${bar}${formatSize(read)} => ${formatSize(written)}, ${speed}/s`;
    // A line that wraps cannot be wiped.
    const room = Math.max((this.stderr.columns ?? 80) - numbers.length - 1, 8);
    const label = this.label.length > room ? `…${this.label.slice(1 - room)}` : this.label;
    this.stderr.write(`\r\x1b[2K${label}${numbers}`);
  }

  /** Work that goes in steps, each with a name. */
  steps(done: number, total: number, name: string): void {
    const now = Date.now();
    if (!this.enabled || now - this.started < DELAY || now - this.drawn < INTERVAL) return;
    this.drawn = now;
    const filled = Math.round((done / total) * BAR);
    const bar = `[${'='.repeat(filled)}${' '.repeat(BAR - filled)}] ${String(Math.round((100 * done) / total)).padStart(3)}%`;
    this.stderr.write(`\r\x1b[2K${this.label}: ${bar} ${name}`);
  }

  /** Wipes the bar. */
  done(): void {
    if (this.drawn !== 0) this.stderr.write('\r\x1b[2K');
  }
}
