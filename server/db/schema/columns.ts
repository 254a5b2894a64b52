import type { ColumnType, JSONColumnType } from 'kysely'

/** Text in every language of the installation. */
export interface Texts {
  en: string
  nb: string
}

/** A jsonb column: read as the object, written as its JSON. */
export type Json<T extends object> = JSONColumnType<T>

/** A number with a default: may be left out when a row is written. */
export type Counter = ColumnType<number, number | undefined, number>

/** A number that the database keeps by itself. */
export type Kept = ColumnType<number, never, never>

/** A boolean with a default, likewise. */
export type Flag = ColumnType<boolean, boolean | undefined, boolean>
