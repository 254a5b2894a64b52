/**
 * Reading typed arrays whose length the type checker cannot know: past the end a number counts as 0. There is one
 * function for each kind of array because V8 compiles a function for the kinds it has seen, and these are read some
 * hundred million times a picture.
 */
export const f64 = (list: Float64Array, i: number): number => list[i] ?? 0
export const f32 = (list: Float32Array, i: number): number => list[i] ?? 0
export const u32 = (list: Uint32Array, i: number): number => list[i] ?? 0
export const u16 = (list: Uint16Array, i: number): number => list[i] ?? 0
export const i32 = (list: Int32Array, i: number): number => list[i] ?? 0
export const u8 = (list: Uint8Array, i: number): number => list[i] ?? 0
