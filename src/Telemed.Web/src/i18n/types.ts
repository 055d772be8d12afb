import type { zh } from './zh';

/** Chinese is the first catalogue: a key exists when it does there, and every other language must have them all. */
export type Messages = typeof zh;
export type MessageKey = keyof Messages;
export type Catalogue = Readonly<Record<MessageKey, string>>;
