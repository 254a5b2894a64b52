import type { Generated } from 'kysely'
import type { Instant } from '../../contest/instant.ts'

export interface SetupLinkTable {
  id: Generated<number>
  token_hash: string
  created_at: Instant
  used_at: Instant | null
}

export interface KeptTable {
  key_hash: string
  value: Buffer
  expires_at: Instant | null
}

export interface AuthUserTable {
  id: string
  name: string
  email: string
}

export interface NameKeyTable {
  purpose: string
  key: Buffer
}

/** Set-up links and the sign-in of managers (migration 0005), and what lasting names are made with (0010). */
export interface AccessTables {
  name_key: NameKeyTable
  setup_link: SetupLinkTable
  'auth.kept': KeptTable
  'auth.user': AuthUserTable
}
