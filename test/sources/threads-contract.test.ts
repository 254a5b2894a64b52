import t from 'tap'
import { HOUR, SECOND } from '../../server/contest/instant.ts'
import { USUAL_THREADS_HABITS } from '../../server/rehearsal/threads-habits.ts'
import { threadsPostId } from '../../server/rehearsal/threads-post.ts'
import { threads } from '../../server/sources/threads.ts'
import { NOON, TAG } from '../support/mastodon.ts'
import { sourceContract } from '../support/source-contract.ts'
import { startThreads, type ThreadsNetwork } from '../support/threads.ts'

for (const markOnLastPage of [true, false]) {
  t.test(`a last page ${markOnLastPage ? 'with' : 'without'} a mark of the next`, async (t) => {
    let server: ThreadsNetwork['server']
    sourceContract(t, {
      source: threads,
      async start(t) {
        const network = await startThreads(t, { markOnLastPage })
        const { timeline, clock, settings, io } = network
        server = network.server
        const publish = async (text: string) => {
          clock.advance(SECOND)
          return threadsPostId(timeline.post({ text: `${text} #hverdagskatalogen` }))
        }
        return { settings, target: TAG, from: NOON - HOUR, io, publish }
      },
      faults: {
        token: USUAL_THREADS_HABITS.token,
        plant: (fault, times) =>
          server.faults.plant({ on: /^\/v/, fault, ...(times === undefined ? {} : { times }) }),
        clear: () => server.faults.clear(),
      },
    })
  })
}
