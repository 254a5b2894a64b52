import { useContest, usePage } from '../current-page.tsx'
import { BlogPosts } from '../parts/blog-posts.tsx'
import { Document } from '../parts/document.tsx'
import { NextLink } from '../parts/next-link.tsx'
import type { BlogPostView } from '../views.ts'

/** `/c/:contest/room`: what blogs write, newest first. */
export interface RoomProps {
  posts: BlogPostView[]
  /** Null at the end of the list. */
  next: string | null
}

export function RoomPage({ posts, next }: RoomProps) {
  const { say } = usePage()
  const { title } = useContest()
  return (
    <Document kind="room" title={say('room.title')} description={say('room.description', { title })} live>
      <header class="title">
        <h1>{say('room.title')}</h1>
        <p>{say('room.how')}</p>
      </header>
      {posts.length === 0 ? (
        <div class="nothing">
          <p>{say('room.none')}</p>
        </div>
      ) : (
        <section aria-label={say('room.title')}>
          <h2 class="unseen">{say('room.title')}</h2>
          <BlogPosts posts={posts} withItem />
        </section>
      )}
      <NextLink cursor={next} words={say('room.more')} />
    </Document>
  )
}
