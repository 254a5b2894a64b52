import type { VNode } from 'preact'
import { ConsoleContestsPage, type ConsoleContestsProps } from './console/contests.tsx'
import { ModeratePage, type ModerateProps } from './console/moderate.tsx'
import { OutboxPage, type OutboxProps } from './console/outbox.tsx'
import { OverviewPage, type OverviewProps } from './console/overview.tsx'
import { SetupPage, type SetupProps } from './console/setup.tsx'
import { SignInPage, type SignInProps } from './console/sign-in.tsx'
import { CheckPage, type CheckProps } from './pages/check.tsx'
import { ConfirmPage, type ConfirmProps } from './pages/confirm.tsx'
import { CoverPage, type CoverProps } from './pages/cover.tsx'
import { DrawPage, type DrawProps } from './pages/draw.tsx'
import { DrawsPage, type DrawsProps } from './pages/draws.tsx'
import { EntryPage, type EntryProps } from './pages/entry.tsx'
import { ErrorPage, type ErrorProps } from './pages/error.tsx'
import { HomePage, type HomeProps } from './pages/home.tsx'
import { ImprintPage, type ImprintProps } from './pages/imprint.tsx'
import { ItemPage, type ItemProps } from './pages/item.tsx'
import { ItemsPage, type ItemsProps } from './pages/items.tsx'
import { LogPage, type LogProps } from './pages/log.tsx'
import { PrivacyPage, type PrivacyProps } from './pages/privacy.tsx'
import { ReceiptPage, type ReceiptProps } from './pages/receipt.tsx'
import { RoomPage, type RoomProps } from './pages/room.tsx'
import { RulesPage, type RulesProps } from './pages/rules.tsx'
import { TakePartPage, type TakePartProps } from './pages/take-part.tsx'
import { WinnersPage, type WinnersProps } from './pages/winners.tsx'

/** The props of every page the server can render, by the name `render` is asked for it. */
export interface PageProps {
  home: HomeProps
  cover: CoverProps
  items: ItemsProps
  item: ItemProps
  entry: EntryProps
  takePart: TakePartProps
  receipt: ReceiptProps
  confirm: ConfirmProps
  check: CheckProps
  winners: WinnersProps
  draws: DrawsProps
  draw: DrawProps
  room: RoomProps
  rules: RulesProps
  log: LogProps
  privacy: PrivacyProps
  imprint: ImprintProps
  error: ErrorProps
  consoleSetup: SetupProps
  consoleSignIn: SignInProps
  consoleContests: ConsoleContestsProps
  consoleOverview: OverviewProps
  consoleModerate: ModerateProps
  consoleOutbox: OutboxProps
}

export type PageName = keyof PageProps

export const pages: { [Name in PageName]: (props: PageProps[Name]) => VNode } = {
  home: HomePage,
  cover: CoverPage,
  items: ItemsPage,
  item: ItemPage,
  entry: EntryPage,
  takePart: TakePartPage,
  receipt: ReceiptPage,
  confirm: ConfirmPage,
  check: CheckPage,
  winners: WinnersPage,
  draws: DrawsPage,
  draw: DrawPage,
  room: RoomPage,
  rules: RulesPage,
  log: LogPage,
  privacy: PrivacyPage,
  imprint: ImprintPage,
  error: ErrorPage,
  consoleSetup: SetupPage,
  consoleSignIn: SignInPage,
  consoleContests: ConsoleContestsPage,
  consoleOverview: OverviewPage,
  consoleModerate: ModeratePage,
  consoleOutbox: OutboxPage,
}
