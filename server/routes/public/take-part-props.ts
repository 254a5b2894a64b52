import type { CaptionForm } from '../../../web/pages/part/caption-check.tsx'
import type { UploadForm } from '../../../web/pages/part/upload.tsx'
import type { TakePartProps } from '../../../web/pages/take-part.tsx'
import type { Item } from '../../db/items.ts'
import { MAX_BYTES } from '../../media/limits.ts'
import { BYTES_PER_UPLOAD, PHOTOS_PER_UPLOAD } from '../../steps/take-upload.ts'

/** What *take part* shows. `chosen`: what its reader came for, if it is an item. */
export function takePartProps(
  items: Item[],
  chosen: string | null,
  caption: CaptionForm,
  upload: Omit<UploadForm, 'limits'>,
): TakePartProps {
  return {
    items: items.map((item) => ({
      id: item.slug,
      name: item.name,
      page: item.page,
      tag: item.tags[0]?.display ?? '',
    })),
    chosen: items.some((item) => item.slug === chosen) ? chosen : null,
    caption,
    upload: {
      ...upload,
      limits: { photos: PHOTOS_PER_UPLOAD, bytes: MAX_BYTES, together: BYTES_PER_UPLOAD },
    },
  }
}
