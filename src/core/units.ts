declare const unit: unique symbol;

/** A number of bytes. */
export type Bytes = number & { readonly [unit]: 'bytes' };
/** A span of time in milliseconds. */
export type Milliseconds = number & { readonly [unit]: 'milliseconds' };

export const bytes = (value: number): Bytes => value as Bytes;
export const milliseconds = (value: number): Milliseconds => value as Milliseconds;
