import type { Reply } from './double.ts'
import { instagramAccount } from './instagram-account.ts'
import { embedReply, mediaReply, postPageReply } from './instagram-pages.ts'
import type { Question } from './instagram-question.ts'
import { Refused } from './instagram-refusals.ts'
import type { Stage } from './instagram-stage.ts'
import { instagramTag, searchTag } from './instagram-tag.ts'
import { exchangeToken, refuseUnknownToken } from './instagram-token.ts'

/** Answers a question, or throws `Refused`. */
export async function answerQuestion(question: Question, stage: Stage): Promise<Reply> {
  const { path, url } = question
  if (question.method !== 'GET') throw new Refused({ kind: 'parameter', message: 'Unsupported request' })
  if (path.startsWith('/media/')) return mediaReply(url, stage)
  if (/^\/(p|reel)\/[\w-]+\/?$/.test(path)) return postPageReply(path, stage)
  if (path === '/oauth/access_token') return exchangeToken(question, stage)
  if (path === '/instagram_oembed') return embedReply(question, stage)
  refuseUnknownToken(question.token, stage)
  if (path === '/ig_hashtag_search') return searchTag(question, stage)
  const [, id = '', edge] = path.split('/')
  return id === stage.habits.pageId || id === stage.habits.accountId
    ? instagramAccount(id, edge, question, stage)
    : instagramTag(id, edge, question, stage)
}
