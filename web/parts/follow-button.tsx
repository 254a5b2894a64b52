import { useContest, usePage } from '../current-page.tsx'

/** Looks an upload up by its receipt, which is a secret and therefore sent in a body. */
export function FollowButton({ receipt }: { receipt: string }) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <form method="post" action={link(`${base}/check`)}>
      <input type="hidden" name="q" value={receipt} />
      <button type="submit">{say('receipt.follow')}</button>
    </form>
  )
}
