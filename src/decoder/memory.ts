import { WINDOW_AT } from '../entropy/readArena';

/** A decoder's tables and registers, beside the arena. */
export const TABLES_SIZE = 32 << 10;

/** Bytes that decoding needs beside the window and what fills it: block, literals, tables. */
export const DECODER_MEMORY = WINDOW_AT + TABLES_SIZE;
