/** One deliberate mistake. */
export interface Mutant {
  /** What is done wrong, in words. */
  mistake: string
  /** The file it is planted in, from the repository's root. */
  file: string
  /** A text that stands in the file exactly once, and what takes its place. */
  find: string
  replace: string
  /** The test files of which one at least must fail, from the repository's root. */
  tests: string[]
}
