import { useContest, usePage } from '../current-page.tsx'
import type { BlogPostView } from '../views.ts'
import { webAddress } from './address.ts'
import { Arrow } from './arrow.tsx'
import { Careful } from './careful.tsx'
import { altOf, shortCredit } from './credit.ts'
import { Moment } from './moment.tsx'
import { Picture } from './picture.tsx'

export interface BlogPostsProps {
  posts: BlogPostView[]
  /** Names the thing a post is about, where the page around it does not. */
  withItem?: boolean
}

/** Blog posts in few words, each with its author and the way to the whole. */
export function BlogPosts({ posts, withItem = false }: BlogPostsProps) {
  return (
    <ul class="blog-posts" data-list>
      {posts.map((post) => (
        <li key={post.entry} class="leaf">
          <BlogPost post={post} withItem={withItem} />
        </li>
      ))}
    </ul>
  )
}

function BlogPost({ post, withItem }: { post: BlogPostView; withItem: boolean }) {
  const { say, link } = usePage()
  const { base } = useContest()
  const { image, sensitive, item, excerpt, title } = post
  const original = webAddress(post.url)
  const language = post.language ?? undefined
  const heading = title ?? shortCredit(say, post.credit)
  return (
    <article>
      {image && (
        <div class="picture">
          <Careful is={sensitive}>
            <Picture image={image} alt={altOf(say, post)} sizes="(min-width: 40rem) 18rem, 90vw" />
          </Careful>
        </div>
      )}
      <div>
        <h3 lang={language}>
          {original ? (
            <a href={original} rel="noopener nofollow ugc">
              {heading}
            </a>
          ) : (
            heading
          )}
        </h3>
        <p class="hint">
          {shortCredit(say, post.credit)}, <Moment at={post.postedAt} />
          {withItem && item && (
            <>
              {' · '}
              <a href={link(`${base}/items/${item.id}`)}>{say('room.about', { name: item.name })}</a>
            </>
          )}
        </p>
        {excerpt !== '' && (
          <blockquote lang={language}>
            <p>{excerpt}</p>
          </blockquote>
        )}
        <p class="ways">
          {original && (
            <a href={original} rel="noopener nofollow ugc">
              {say('room.readOn', { host: URL.parse(original)?.host ?? '' })} <Arrow to="out" />
            </a>
          )}{' '}
          <a class="hint" href={link(`${base}/entries/${post.entry}`)}>
            {say('room.entry')}
          </a>
        </p>
      </div>
    </article>
  )
}
