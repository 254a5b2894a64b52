import { MINUTE } from '../contest/instant.ts'
import { checkPhotos } from './flickr-check.ts'
import { testFlickr } from './flickr-health.ts'
import { searchPhotos } from './flickr-search.ts'
import { type FlickrSettings, flickrSettings } from './flickr-settings.ts'
import type { Source } from './source.ts'

/** Flickr, by its search for tags. The one network that tells what its people let others do with their pictures. */
export const flickr: Source<FlickrSettings> = {
  kind: 'flickr',
  settings: flickrSettings,
  every: ({ everyMinutes }) => everyMinutes * MINUTE,
  poll: searchPhotos,
  check: checkPhotos,
  test: testFlickr,
}
