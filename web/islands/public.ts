import { copyWhenPressed } from './copy.ts'
import { followLive } from './live.ts'
import { showLocalTimes } from './local-times.ts'
import { loadMoreWhenReached } from './more.ts'
import { swapAnswers } from './swap.ts'
import { helpUploads } from './upload.ts'

/** All that scripts add to the pages. Each of these does nothing where its marks are not in the html. */
copyWhenPressed()
showLocalTimes()
loadMoreWhenReached()
swapAnswers()
helpUploads()
followLive()
