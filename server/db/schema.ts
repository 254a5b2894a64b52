import type { AccessTables } from './schema/access-tables.ts'
import type { BlogTables } from './schema/blog-tables.ts'
import type { CatalogueTables } from './schema/catalogue-tables.ts'
import type { CollectionTables } from './schema/collection-tables.ts'
import type { DrawTables } from './schema/draw-tables.ts'
import type { EntryTables } from './schema/entry-tables.ts'
import type { NetworkTables } from './schema/network-tables.ts'

/** Every table as the migrations leave it. Rows stay in `server/db`; the rest of the server sees the nouns. */
export type Schema = CatalogueTables &
  CollectionTables &
  EntryTables &
  DrawTables &
  AccessTables &
  NetworkTables &
  BlogTables
