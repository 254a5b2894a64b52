import { type Kysely, sql } from 'kysely'

/** Sign-in of managers: better-auth's tables in a schema of their own, sessions by hashed token, and set-up links. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table setup_link (
      id bigint generated always as identity,
      token_hash text not null,
      created_at timestamptz(3) not null,
      used_at timestamptz(3),
      constraint setup_link_pk primary key (id),
      constraint setup_link_token_unique unique (token_hash)
    )`.execute(db)

  await sql`create schema auth`.execute(db)
  await sql`
    create table auth."user" (
      id text not null,
      name text not null,
      email text not null,
      "emailVerified" boolean not null,
      image text,
      "createdAt" timestamptz(3) not null,
      "updatedAt" timestamptz(3) not null,
      constraint user_pk primary key (id),
      constraint user_email_unique unique (email)
    )`.execute(db)
  await sql`
    create table auth.account (
      id text not null,
      "accountId" text not null,
      "providerId" text not null,
      "userId" text not null,
      "accessToken" text,
      "refreshToken" text,
      "idToken" text,
      "accessTokenExpiresAt" timestamptz(3),
      "refreshTokenExpiresAt" timestamptz(3),
      scope text,
      password text,
      "createdAt" timestamptz(3) not null,
      "updatedAt" timestamptz(3) not null,
      constraint account_pk primary key (id),
      constraint account_user_fk foreign key ("userId") references auth."user" (id) on delete cascade
    )`.execute(db)
  await sql`create index account_user on auth.account ("userId")`.execute(db)
  await sql`comment on index auth.account_user is 'better-auth: the ways in of one person'`.execute(db)
  await sql`
    create table auth.verification (
      id text not null,
      identifier text not null,
      value text not null,
      "expiresAt" timestamptz(3) not null,
      "createdAt" timestamptz(3) not null,
      "updatedAt" timestamptz(3) not null,
      constraint verification_pk primary key (id)
    )`.execute(db)
  await sql`create index verification_identifier on auth.verification (identifier)`.execute(db)
  await sql`comment on index auth.verification_identifier is 'better-auth: one-time values by what they are for'`.execute(
    db,
  )
  await sql`
    create table auth.kept (
      key_hash text not null,
      value bytea not null,
      expires_at timestamptz(3),
      constraint kept_pk primary key (key_hash)
    )`.execute(db)
  await sql`comment on table auth.kept is 'sessions and sign-in counters: key hashed, value sealed, so that a stolen table signs nobody in'`.execute(
    db,
  )
  await sql`create index kept_expired on auth.kept (expires_at)`.execute(db)
  await sql`comment on index auth.kept_expired is 'removeExpired: sweeping out ended sessions'`.execute(db)
  await sql`
    alter table brand_member add constraint brand_member_user_fk
      foreign key (user_id) references auth."user" (id) on delete cascade`.execute(db)
}
