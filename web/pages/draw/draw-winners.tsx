import { useContest, usePage } from '../../current-page.tsx'
import { FullCredit } from '../../parts/full-credit.tsx'
import type { Credit, ItemRef } from '../../views.ts'

export interface DrawItem {
  item: ItemRef
  tickets: number
  /** One for each prize; null where no ticket was left. Empty before the draw. */
  winners: (DrawWinner | null)[]
  alternates: number
}

export interface DrawWinner {
  pid: string
  /** 0-based, as in the record. */
  ticket: number
  /** Null until the winner agrees to be named. */
  credit: Credit | null
  /** Null where the winning entry is not public. */
  entry: string | null
  /** Tickets above this one that fell away. */
  redraws: number
}

/** As much of a pid or hash as people compare by eye. */
const SHORT_HEX = 8

/** The first letters of a pid, enough to find its line in the list. */
export function shortPid(pid: string): string {
  return `${pid.slice(0, SHORT_HEX)}…`
}

/** Who won what, thing by thing. */
export function DrawWinners({ items }: { items: DrawItem[] }) {
  const { say } = usePage()
  return (
    <section>
      <h2>{say('draw.winners')}</h2>
      <table class="leaf">
        <tbody>
          {items.map((item) => (
            <ItemRows key={item.item.id} {...item} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ItemRows({ item, tickets, winners, alternates }: DrawItem) {
  const { say, link } = usePage()
  const { base } = useContest()
  return (
    <tr>
      <th scope="row">
        <a href={link(`${base}/items/${item.id}`)}>{item.name}</a>
      </th>
      <td>
        {winners.map((winner, slot) => (
          <p key={winner?.pid ?? slot}>{winner ? <Line {...winner} /> : say('draw.emptySlot')}</p>
        ))}
      </td>
      <td class="quiet">
        {say('draw.ofTickets', { n: tickets })}, {say('draw.alternates', { n: alternates })}
      </td>
    </tr>
  )
}

function Line({ pid, ticket, credit, entry, redraws }: DrawWinner) {
  const { say, link } = usePage()
  const { base } = useContest()
  const number = say('draw.ticketOf', { ticket, pid: shortPid(pid) })
  const name = credit && <FullCredit credit={credit} />
  return (
    <>
      {name && (entry === null ? <b>{name}</b> : <a href={link(`${base}/entries/${entry}`)}>{name}</a>)}{' '}
      <small>{number}</small>
      {redraws > 0 && <small> {say('winners.redrawn', { n: redraws })}</small>}
    </>
  )
}
