import type { Mutant } from './mutant.ts'

/** Mistakes in the draw, its lists and its proofs. */
export const hcd1Mutants: Mutant[] = []
