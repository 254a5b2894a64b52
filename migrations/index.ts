import type { Migration } from 'kysely/migration'
import * as catalogue from './0001-catalogue.ts'
import * as collection from './0002-collection.ts'
import * as entries from './0003-entries.ts'
import * as draws from './0004-draws.ts'
import * as access from './0005-access.ts'
import * as crowd from './0006-crowd.ts'
import * as networks from './0007-networks.ts'
import * as ways from './0008-ways.ts'
import * as blogs from './0009-blogs.ts'
import * as keys from './0010-keys.ts'
import * as merges from './0011-merges.ts'
import * as watch from './0012-watch.ts'
import * as sightings from './0013-sightings.ts'

/** Every migration in order. Forward only: what has been released is never edited, a mistake is mended by the next one. */
export const migrations: Record<string, Migration> = {
  '0001-catalogue': catalogue,
  '0002-collection': collection,
  '0003-entries': entries,
  '0004-draws': draws,
  '0005-access': access,
  '0006-crowd': crowd,
  '0007-networks': networks,
  '0008-ways': ways,
  '0009-blogs': blogs,
  '0010-keys': keys,
  '0011-merges': merges,
  '0012-watch': watch,
  '0013-sightings': sightings,
}
