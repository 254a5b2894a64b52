table auth.account (
  id text not null
  accountId text not null
  providerId text not null
  userId text not null
  accessToken text
  refreshToken text
  idToken text
  accessTokenExpiresAt timestamp(3) with time zone
  refreshTokenExpiresAt timestamp(3) with time zone
  scope text
  password text
  createdAt timestamp(3) with time zone not null
  updatedAt timestamp(3) with time zone not null
  constraint account_pk PRIMARY KEY (id)
  constraint account_user_fk FOREIGN KEY ("userId") REFERENCES auth."user"(id) ON DELETE CASCADE
)
-- better-auth: the ways in of one person
CREATE INDEX account_user ON auth.account USING btree ("userId")

-- sessions and sign-in counters: key hashed, value sealed, so that a stolen table signs nobody in
table auth.kept (
  key_hash text not null
  value bytea not null -- sealed, but for counters: ends with the key
  expires_at timestamp(3) with time zone
  constraint kept_pk PRIMARY KEY (key_hash)
)
-- removeExpired: sweeping out ended sessions
CREATE INDEX kept_expired ON auth.kept USING btree (expires_at)

table auth.user (
  id text not null
  name text not null
  email text not null
  emailVerified boolean not null
  image text
  createdAt timestamp(3) with time zone not null
  updatedAt timestamp(3) with time zone not null
  constraint user_email_unique UNIQUE (email)
  constraint user_pk PRIMARY KEY (id)
)

table auth.verification (
  id text not null
  identifier text not null
  value text not null
  expiresAt timestamp(3) with time zone not null
  createdAt timestamp(3) with time zone not null
  updatedAt timestamp(3) with time zone not null
  constraint verification_pk PRIMARY KEY (id)
)
-- better-auth: one-time values by what they are for
CREATE INDEX verification_identifier ON auth.verification USING btree (identifier)

table public.brand (
  id bigint not null generated always as identity
  slug text not null
  name text not null
  created_at timestamp(3) with time zone not null
  constraint brand_pk PRIMARY KEY (id)
  constraint brand_slug_form CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  constraint brand_slug_unique UNIQUE (slug)
)

table public.brand_member (
  brand_id bigint not null
  user_id text not null
  role text not null
  created_at timestamp(3) with time zone not null
  constraint brand_member_brand_fk FOREIGN KEY (brand_id) REFERENCES brand(id) ON DELETE CASCADE
  constraint brand_member_pk PRIMARY KEY (brand_id, user_id)
  constraint brand_member_role_known CHECK ((role = ANY (ARRAY['owner'::text, 'manager'::text, 'moderator'::text, 'juror'::text, 'viewer'::text])))
  constraint brand_member_user_fk FOREIGN KEY (user_id) REFERENCES auth."user"(id) ON DELETE CASCADE
)
-- readMemberships: what one signed-in person may see
CREATE INDEX brand_member_user ON public.brand_member USING btree (user_id)

table public.collect_run (
  id bigint not null generated always as identity
  source_id bigint not null
  target text not null
  started_at timestamp(3) with time zone not null
  ended_at timestamp(3) with time zone
  outcome text not null
  pages integer not null default 0
  seen integer not null default 0
  stored integer not null default 0
  changed integer not null default 0
  withdrawn integer not null default 0
  skipped integer not null default 0
  samples jsonb not null default '[]'::jsonb
  error text
  way text not null default 'poll'::text
  fault text -- why it failed, in a word that everybody may read; null for runs that did not
  reads integer not null default 1 -- how many reads in a row, which brought nothing new, this row stands for
  constraint collect_run_fault_known CHECK ((fault = ANY (ARRAY['unreachable'::text, 'unreadable'::text, 'refused'::text, 'throttled'::text, 'needs_attention'::text, 'broke_off'::text, 'other'::text])))
  constraint collect_run_outcome_known CHECK ((outcome = ANY (ARRAY['running'::text, 'ok'::text, 'failed'::text])))
  constraint collect_run_pk PRIMARY KEY (id)
  constraint collect_run_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
  constraint collect_run_way_known CHECK ((way = ANY (ARRAY['poll'::text, 'stream'::text, 'fill'::text, 'delivery'::text])))
)
-- listLogRows: reads, newest first
CREATE INDEX collect_run_log ON public.collect_run USING btree (source_id, started_at DESC, id DESC)
-- listRuns: the newest runs of a source
CREATE INDEX collect_run_newest ON public.collect_run USING btree (source_id, id DESC)
-- insertRun: runs that broke off
CREATE INDEX collect_run_running ON public.collect_run USING btree (source_id) WHERE (outcome = 'running'::text)

table public.contest (
  id bigint not null generated always as identity
  brand_id bigint not null
  slug text not null
  state text not null
  title text not null
  intro jsonb not null
  accent text not null
  rehearsal boolean not null
  language text not null
  zone text not null
  opens_local text not null
  closes_local text not null
  opens_at timestamp(3) with time zone not null
  closes_at timestamp(3) with time zone not null
  draw_at timestamp(3) with time zone not null
  grace_hours integer not null
  campaign_tags text[] not null
  disclosure_tag text
  mention text
  min_account_age_days integer
  minimum_age integer
  area text
  staff_excluded boolean not null
  retention_days integer not null
  answer_days integer not null
  cap_per_item integer not null
  cap_per_day integer
  cap_total integer
  moderation text not null
  max_prizes integer not null
  draw_kind text not null
  local_secret bytea -- sealed: what a local draw reveals
  local_commit text
  sponsor text not null
  sponsor_address text not null
  privacy_contact text not null
  rules_text text
  rules_hash text
  opened_at timestamp(3) with time zone
  created_at timestamp(3) with time zone not null
  version bigint not null default 1
  entries integer not null default 0 -- public entries; kept by the triggers of entry
  people integer not null default 0 -- participants with a public entry; kept by the triggers of entry
  respect_hints boolean not null default true -- whether what authors ask of whoever shows a post (post.hints) is kept to
  constraint contest_accent_form CHECK ((accent ~ '^#[0-9a-f]{6}$'::text))
  constraint contest_brand_fk FOREIGN KEY (brand_id) REFERENCES brand(id)
  constraint contest_campaign_tags_not_empty CHECK (((cardinality(campaign_tags) >= 1) AND (cardinality(campaign_tags) <= 5)))
  constraint contest_cap_per_item_range CHECK (((cap_per_item >= 1) AND (cap_per_item <= 10000)))
  constraint contest_draw_kind_known CHECK ((draw_kind = ANY (ARRAY['local'::text, 'drand'::text])))
  constraint contest_grace_hours_range CHECK (((grace_hours >= 0) AND (grace_hours <= 720)))
  constraint contest_language_known CHECK ((language = ANY (ARRAY['en'::text, 'nb'::text])))
  constraint contest_local_whole CHECK (((local_secret IS NULL) = (local_commit IS NULL)))
  constraint contest_moderation_known CHECK ((moderation = ANY (ARRAY['before'::text, 'after'::text])))
  constraint contest_open_has_rules CHECK (((state = 'draft'::text) OR ((rules_hash IS NOT NULL) AND (opened_at IS NOT NULL))))
  constraint contest_pk PRIMARY KEY (id)
  constraint contest_rules_whole CHECK (((rules_text IS NULL) = (rules_hash IS NULL)))
  constraint contest_slug_form CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  constraint contest_slug_unique UNIQUE (slug)
  constraint contest_state_known CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text])))
  constraint contest_window_runs_forward CHECK (((opens_at < closes_at) AND (closes_at <= draw_at)))
)
-- listContestsOf: the contests of one brand, in the console
CREATE INDEX contest_brand ON public.contest USING btree (brand_id, id)

table public.contest_source (
  contest_id bigint not null
  source_id bigint not null
  caught_up_at timestamp(3) with time zone -- when the posts that the source had brought before were judged for the contest; null: still to be done
  constraint contest_source_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint contest_source_pk PRIMARY KEY (contest_id, source_id)
  constraint contest_source_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listFollowers: the contests that follow one source
CREATE INDEX contest_source_source ON public.contest_source USING btree (source_id)

table public.decision (
  id bigint not null generated always as identity
  entry_id bigint not null
  action text not null
  code text
  text text
  item_id bigint
  from_state text not null
  to_state text not null
  decided_by text -- a user of the console; null where a rule or the source decided
  decided_at timestamp(3) with time zone not null
  constraint decision_entry_fk FOREIGN KEY (entry_id) REFERENCES entry(id) ON DELETE CASCADE
  constraint decision_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint decision_pk PRIMARY KEY (id)
)
-- foreign key: the history of an entry
CREATE INDEX decision_entry ON public.decision USING btree (entry_id, id)

table public.draw (
  id bigint not null generated always as identity
  contest_id bigint not null
  number integer not null
  kind text not null
  state text not null
  commit text not null -- commit.json as published: canonical bytes
  commit_hash text not null
  entrants text not null
  draw_at timestamp(3) with time zone not null
  secret bytea -- sealed: the local secret, revealed by the record
  frozen_by text
  frozen_at timestamp(3) with time zone not null
  drawn_at timestamp(3) with time zone
  error text
  constraint draw_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id)
  constraint draw_kind_known CHECK ((kind = ANY (ARRAY['local'::text, 'drand'::text])))
  constraint draw_local_has_secret CHECK (((kind = 'local'::text) = (secret IS NOT NULL)))
  constraint draw_number_positive CHECK ((number > 0))
  constraint draw_number_unique UNIQUE (contest_id, number)
  constraint draw_pk PRIMARY KEY (id)
  constraint draw_state_known CHECK ((state = ANY (ARRAY['committed'::text, 'drawn'::text])))
)
-- listDrawsDue: draws whose time has come
CREATE INDEX draw_due ON public.draw USING btree (draw_at) WHERE (state = 'committed'::text)

table public.draw_entrant (
  draw_id bigint not null
  pid text not null
  participant_id bigint not null
  salt bytea not null -- sealed: whoever has it can tie the line to the person
  line integer not null
  constraint draw_entrant_draw_fk FOREIGN KEY (draw_id) REFERENCES draw(id) ON DELETE CASCADE
  constraint draw_entrant_participant_fk FOREIGN KEY (participant_id) REFERENCES participant(id)
  constraint draw_entrant_participant_unique UNIQUE (draw_id, participant_id)
  constraint draw_entrant_pk PRIMARY KEY (draw_id, pid)
)
-- foreign key: the draws one participant is in
CREATE INDEX draw_entrant_participant ON public.draw_entrant USING btree (participant_id)

table public.draw_record (
  draw_id bigint not null
  rev integer not null
  record text not null -- record.json as published: canonical bytes, reveals included
  hash text not null
  created_at timestamp(3) with time zone not null
  constraint draw_record_draw_fk FOREIGN KEY (draw_id) REFERENCES draw(id) ON DELETE CASCADE
  constraint draw_record_pk PRIMARY KEY (draw_id, rev)
)

table public.draw_ticket (
  draw_id bigint not null
  item_id bigint not null
  pid text not null
  ticket integer not null
  entry_id bigint not null
  constraint draw_ticket_entrant_fk FOREIGN KEY (draw_id, pid) REFERENCES draw_entrant(draw_id, pid) ON DELETE CASCADE
  constraint draw_ticket_entry_fk FOREIGN KEY (entry_id) REFERENCES entry(id)
  constraint draw_ticket_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint draw_ticket_pk PRIMARY KEY (draw_id, item_id, pid, ticket)
)
-- listTicketsOf: the tickets of an entry, for my entries
CREATE INDEX draw_ticket_entry ON public.draw_ticket USING btree (entry_id)

table public.entry (
  id bigint not null generated always as identity
  contest_id bigint not null
  post_id bigint not null
  item_id bigint
  named_item_id bigint -- the item the post named; where item_id differs, a person set it
  suggested bigint[] not null
  participant_id bigint
  verdict text not null
  state text not null
  checks jsonb not null
  accepted text[] not null -- codes of review checks that a person decided in the entry's favour
  basis text
  posted_at timestamp(3) with time zone not null
  post_hash text not null -- names the wording and the pictures that were judged: another name has to be looked at again
  media_id text -- the first readable picture of the post
  reject_code text
  reject_text text
  withdrawn_by text
  withdrawn_from text
  decided_at timestamp(3) with time zone
  created_at timestamp(3) with time zone not null
  updated_at timestamp(3) with time zone not null
  room boolean not null default false -- read in the room: never in a draw, in odds, or on a page of the catalogue
  constraint entry_basis_known CHECK ((basis = ANY (ARRAY['rules'::text, 'licence'::text, 'grant'::text])))
  constraint entry_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint entry_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint entry_media_fk FOREIGN KEY (media_id) REFERENCES media(id)
  constraint entry_named_item_fk FOREIGN KEY (named_item_id) REFERENCES item(id)
  constraint entry_participant_fk FOREIGN KEY (participant_id) REFERENCES participant(id)
  constraint entry_pk PRIMARY KEY (id)
  constraint entry_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
  constraint entry_rejected_has_code CHECK (((state <> 'rejected'::text) OR (reject_code IS NOT NULL)))
  constraint entry_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text, 'withdrawn'::text, 'erased'::text])))
  constraint entry_unique UNIQUE NULLS NOT DISTINCT (post_id, contest_id, item_id) -- listEntriesOfPosts too: judging a post again
  constraint entry_verdict_known CHECK ((verdict = ANY (ARRAY['counts'::text, 'review'::text, 'fails'::text])))
  constraint entry_withdrawn_by_known CHECK ((withdrawn_by = ANY (ARRAY['participant'::text, 'source'::text])))
  constraint entry_withdrawn_from_known CHECK ((withdrawn_from = ANY (ARRAY['waiting'::text, 'approved'::text, 'rejected'::text])))
  constraint entry_withdrawn_whole CHECK ((((state = 'withdrawn'::text) = (withdrawn_by IS NOT NULL)) AND ((withdrawn_by IS NULL) = (withdrawn_from IS NULL))))
)
-- listCounting: tickets of a draw and odds of an item
CREATE INDEX entry_counting ON public.entry USING btree (contest_id, item_id, participant_id, posted_at) WHERE ((state = 'approved'::text) AND (verdict = 'counts'::text))
-- removeUnusedMedia: whether an entry shows a picture
CREATE INDEX entry_media ON public.entry USING btree (media_id)
-- listCountingOf: all entries of one participant, for caps and for my entries
CREATE INDEX entry_participant ON public.entry USING btree (participant_id, contest_id)
-- listPublicEntries: newest first, a whole contest
CREATE INDEX entry_public ON public.entry USING btree (contest_id, posted_at DESC, id DESC) WHERE ((state = 'approved'::text) AND (verdict <> 'fails'::text))
-- listPublicEntries of one item; refreshItems
CREATE INDEX entry_public_item ON public.entry USING btree (item_id, posted_at DESC, id DESC) WHERE ((state = 'approved'::text) AND (verdict <> 'fails'::text))
-- listPublicEntries of the room: blog posts, newest first
CREATE INDEX entry_room ON public.entry USING btree (contest_id, posted_at DESC, id DESC) WHERE (room AND (state = 'approved'::text) AND (verdict <> 'fails'::text))
-- listPublicEntries of the room, of one item
CREATE INDEX entry_room_item ON public.entry USING btree (item_id, posted_at DESC, id DESC) WHERE (room AND (state = 'approved'::text) AND (verdict <> 'fails'::text))
-- listQueue: what waits for a person, oldest first
CREATE INDEX entry_waiting ON public.entry USING btree (contest_id, posted_at, id) WHERE ((state = 'waiting'::text) OR ((state = 'approved'::text) AND (verdict = 'review'::text)))
CREATE TRIGGER entry_changed AFTER UPDATE ON public.entry REFERENCING OLD TABLE AS gone NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION keep_crowd()
CREATE TRIGGER entry_gone AFTER DELETE ON public.entry REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION keep_crowd()
CREATE TRIGGER entry_made AFTER INSERT ON public.entry REFERENCING NEW TABLE AS made FOR EACH STATEMENT EXECUTE FUNCTION keep_crowd()

-- pages that a manager brought into the room of a contest by hand
table public.imported_post (
  contest_id bigint not null
  post_id bigint not null
  item_id bigint
  imported_by text not null -- a user of the console
  imported_at timestamp(3) with time zone not null
  constraint imported_post_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint imported_post_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint imported_post_pk PRIMARY KEY (post_id, contest_id)
  constraint imported_post_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
)

table public.item (
  id bigint not null generated always as identity
  contest_id bigint not null
  section_id bigint not null
  slug text not null
  position integer not null
  page integer not null
  name text not null
  summary jsonb not null
  body jsonb not null
  price_amount bigint
  price_currency text
  product_url text
  prize jsonb not null
  media_id text
  winners integer not null
  alternates integer not null
  photos integer not null default 0 -- public entries; kept by refreshItems in the transaction that changes an entry
  cover_entry_id bigint
  constraint item_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint item_cover_entry_fk FOREIGN KEY (cover_entry_id) REFERENCES entry(id) ON DELETE SET NULL
  constraint item_media_fk FOREIGN KEY (media_id) REFERENCES media(id)
  constraint item_photos_range CHECK ((photos >= 0))
  constraint item_pk PRIMARY KEY (id)
  constraint item_position_unique UNIQUE (contest_id, "position") DEFERRABLE INITIALLY DEFERRED
  constraint item_price_whole CHECK (((price_amount IS NULL) = (price_currency IS NULL)))
  constraint item_prizes_range CHECK ((((winners >= 0) AND (winners <= 1000)) AND ((alternates >= 0) AND (alternates <= 1000))))
  constraint item_section_fk FOREIGN KEY (section_id) REFERENCES section(id)
  constraint item_slug_form CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  constraint item_slug_unique UNIQUE (contest_id, slug)
)
-- foreign key: a section with items is not removed
CREATE INDEX item_section ON public.item USING btree (section_id)

table public.item_tag (
  id bigint not null generated always as identity
  contest_id bigint not null
  item_id bigint not null
  position integer not null
  display text not null
  canonical text not null
  loose text not null
  constraint item_tag_item_fk FOREIGN KEY (item_id) REFERENCES item(id) ON DELETE CASCADE
  constraint item_tag_pk PRIMARY KEY (id)
  constraint item_tag_unique UNIQUE (contest_id, canonical)
)
-- readItemTags: the tags of an item, its own first, then aliases
CREATE INDEX item_tag_item ON public.item_tag USING btree (item_id, "position")

table public.likeness (
  media_id text not null
  other_id text not null
  distance integer not null
  constraint likeness_media_fk FOREIGN KEY (media_id) REFERENCES media(id) ON DELETE CASCADE
  constraint likeness_ordered CHECK ((media_id < other_id))
  constraint likeness_other_fk FOREIGN KEY (other_id) REFERENCES media(id) ON DELETE CASCADE
  constraint likeness_pk PRIMARY KEY (media_id, other_id)
)
-- listQueue: the pairs in which a picture stands second
CREATE INDEX likeness_other ON public.likeness USING btree (other_id)

table public.mail (
  id bigint not null generated always as identity
  brand_id bigint not null
  key text not null -- what the mail is about: the same news is written once
  message bytea not null -- sealed JSON of address, subject and text: it may hold confirmation links
  state text not null
  attempts integer not null default 0
  error text
  created_at timestamp(3) with time zone not null
  sent_at timestamp(3) with time zone
  constraint mail_brand_fk FOREIGN KEY (brand_id) REFERENCES brand(id)
  constraint mail_key_unique UNIQUE (key)
  constraint mail_pk PRIMARY KEY (id)
  constraint mail_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
)
-- listMail: the outbox of those who manage a brand, newest first
CREATE INDEX mail_brand ON public.mail USING btree (brand_id, id DESC)
-- listWaitingMail: what is to be sent
CREATE INDEX mail_waiting ON public.mail USING btree (id) WHERE (state = 'waiting'::text)

table public.media (
  id text not null -- SHA-256 of the bytes as received; the renditions are stored under it
  format text not null
  width integer not null
  height integer not null
  bytes integer not null
  frames integer not null
  thumbhash bytea not null
  colour text not null
  created_at timestamp(3) with time zone not null
  fingerprint bytea
  fingerprint_quality integer
  fingerprint_tried_at timestamp(3) with time zone
  constraint media_id_form CHECK ((id ~ '^[0-9a-f]{64}$'::text))
  constraint media_pk PRIMARY KEY (id)
  constraint media_size_positive CHECK (((width > 0) AND (height > 0) AND (bytes > 0) AND (frames > 0)))
)
-- listUnprinted: pictures whose fingerprint is still to be taken
CREATE INDEX media_unprinted ON public.media USING btree (id) WHERE (fingerprint_tried_at IS NULL)

-- what names are made with that stay when the key of the installation is changed
table public.name_key (
  purpose text not null
  key bytea not null -- sealed: 32 bytes in hex
  constraint name_key_pk PRIMARY KEY (purpose)
)

table public.participant (
  id bigint not null generated always as identity
  provider text not null
  provider_id text not null
  handle text not null
  name text not null
  url text
  account_since timestamp(3) with time zone
  first_seen_at timestamp(3) with time zone not null
  constraint participant_key_unique UNIQUE (provider, provider_id)
  constraint participant_pk PRIMARY KEY (id)
  constraint participant_provider_form CHECK ((provider ~ '^[a-z0-9-]{1,32}$'::text))
)

-- accounts that count as another one in the contests of a brand; never removed, so that it stays on record
table public.participant_merge (
  id bigint not null generated always as identity
  brand_id bigint not null
  participant_id bigint not null
  into_id bigint not null
  reason text not null
  merged_by text not null -- a user of the console
  merged_at timestamp(3) with time zone not null
  undone_reason text
  undone_by text
  undone_at timestamp(3) with time zone
  constraint participant_merge_apart CHECK ((participant_id <> into_id))
  constraint participant_merge_brand_fk FOREIGN KEY (brand_id) REFERENCES brand(id) ON DELETE CASCADE
  constraint participant_merge_into_fk FOREIGN KEY (into_id) REFERENCES participant(id)
  constraint participant_merge_participant_fk FOREIGN KEY (participant_id) REFERENCES participant(id)
  constraint participant_merge_pk PRIMARY KEY (id)
  constraint participant_merge_undone_whole CHECK ((((undone_at IS NULL) = (undone_by IS NULL)) AND ((undone_at IS NULL) = (undone_reason IS NULL))))
)
-- listMergedInto: the other accounts of a person
CREATE INDEX participant_merge_into ON public.participant_merge USING btree (into_id, brand_id)
-- readPersons: whom an account counts as; one person at a time
CREATE UNIQUE INDEX participant_merge_standing ON public.participant_merge USING btree (participant_id, brand_id) WHERE (undone_at IS NULL)

table public.picture (
  id bigint not null generated always as identity
  post_id bigint not null
  position integer not null
  kind text not null
  url text
  poster text
  alt text
  state text not null
  why text
  media_id text
  attempts integer not null default 0
  lost boolean not null default false -- it broke because nothing was at its address: another address of it is fetched
  constraint picture_kind_known CHECK ((kind = ANY (ARRAY['image'::text, 'animation'::text, 'video'::text])))
  constraint picture_media_fk FOREIGN KEY (media_id) REFERENCES media(id)
  constraint picture_pk PRIMARY KEY (id)
  constraint picture_position_unique UNIQUE (post_id, "position")
  constraint picture_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
  constraint picture_ready_has_media CHECK (((state = 'ready'::text) = (media_id IS NOT NULL)))
  constraint picture_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'ready'::text, 'broken'::text, 'withheld'::text])))
)
-- listEarlierSame, listPostsShowing: who else posted these bytes; removeUnusedMedia
CREATE INDEX picture_media ON public.picture USING btree (media_id)
-- listPendingPictures: those whose job was lost
CREATE INDEX picture_pending ON public.picture USING btree (id) WHERE (state = 'pending'::text)

table public.post (
  id bigint not null generated always as identity
  network text not null
  network_id text not null
  url text
  participant_id bigint
  text text not null
  tags text[]
  mentions text[] not null
  language text
  sensitive boolean not null
  posted_at timestamp(3) with time zone not null
  edited_at timestamp(3) with time zone
  first_seen_at timestamp(3) with time zone not null
  seen_at timestamp(3) with time zone not null
  hash text not null
  raw jsonb not null
  checked_at timestamp(3) with time zone not null -- when its source was last asked about it, or showed it for the first time
  gone_since timestamp(3) with time zone -- first definite answer that the post is gone; a second one at least 10 minutes later sets gone_at
  gone_at timestamp(3) with time zone
  gone_why text
  gone_for_good boolean not null default false -- the network itself said that it was deleted: no later reading brings it back
  title text
  licence text
  hints text[] not null default '{}'::text[] -- what its author asks of whoever shows it: no_index, no_strangers
  identified_by text -- how its author became known, where that is not how posts are read
  forgotten_at timestamp(3) with time zone -- when the words and pictures of a post that is gone were removed; hashes and times stay
  constraint post_gone_for_good_is_gone CHECK (((gone_at IS NOT NULL) OR (NOT gone_for_good)))
  constraint post_gone_known CHECK ((gone_why = ANY (ARRAY['deleted'::text, 'private'::text, 'account_gone'::text])))
  constraint post_gone_whole CHECK (((gone_at IS NULL) = (gone_why IS NULL)))
  constraint post_identified_known CHECK ((identified_by = ANY (ARRAY['api'::text, 'mention'::text, 'photo_tag'::text, 'claim'::text, 'moderator'::text])))
  constraint post_network_id_unique UNIQUE (network_id, network) -- findPostByUrl too: on the fediverse the id is an address
  constraint post_participant_fk FOREIGN KEY (participant_id) REFERENCES participant(id)
  constraint post_pk PRIMARY KEY (id)
)
-- listPostsDue: posts whose re-check at their source is due, longest first
CREATE INDEX post_due ON public.post USING btree (checked_at) WHERE (NOT gone_for_good)
-- foreign key: the posts of one participant
CREATE INDEX post_participant ON public.post USING btree (participant_id)
-- listToForget: what is gone and still kept
CREATE INDEX post_to_forget ON public.post USING btree (gone_at) WHERE ((gone_at IS NOT NULL) AND (forgotten_at IS NULL))
-- listPostsDue: posts that seemed gone once and are asked about again
CREATE INDEX post_unsure ON public.post USING btree (checked_at) WHERE ((gone_since IS NOT NULL) AND (gone_at IS NULL))
-- findPostByUrl: my entries by post link
CREATE INDEX post_url ON public.post USING btree (url)

-- other identities that a network gives one post, depending on the way it is read
table public.post_alias (
  network text not null
  alias text not null
  post_id bigint not null
  constraint post_alias_pk PRIMARY KEY (network, alias)
  constraint post_alias_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
)
-- foreign key: the other names of one post
CREATE INDEX post_alias_post ON public.post_alias USING btree (post_id)

-- the wording that each way of a source showed last, where the network tells no time of an edit
table public.post_shown (
  post_id bigint not null
  source_id bigint not null
  via text not null -- empty where the source has one way
  hash text not null
  constraint post_shown_pk PRIMARY KEY (post_id, source_id, via)
  constraint post_shown_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
  constraint post_shown_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)

table public.post_sighting (
  post_id bigint not null
  source_id bigint not null
  ref text not null -- what this source calls the post, to ask for it again
  seen_at timestamp(3) with time zone not null
  constraint post_sighting_pk PRIMARY KEY (post_id, source_id)
  constraint post_sighting_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
  constraint post_sighting_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listReferred: a post by what one source calls it
CREATE INDEX post_sighting_ref ON public.post_sighting USING btree (source_id, ref)

table public.post_version (
  post_id bigint not null
  hash text not null
  text text not null
  tags text[]
  mentions text[] not null
  written_at timestamp(3) with time zone not null
  seen_at timestamp(3) with time zone not null
  constraint post_version_pk PRIMARY KEY (post_id, hash, written_at)
  constraint post_version_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
)

table public.report (
  id bigint not null generated always as identity
  entry_id bigint not null
  reason text not null
  text text not null
  reporter text not null -- keyed hash of the address and the day: tells repeats apart, names nobody
  reported_at timestamp(3) with time zone not null
  closed_at timestamp(3) with time zone
  constraint report_entry_fk FOREIGN KEY (entry_id) REFERENCES entry(id) ON DELETE CASCADE
  constraint report_once UNIQUE (entry_id, reporter)
  constraint report_pk PRIMARY KEY (id)
  constraint report_reason_known CHECK ((reason = ANY (ARRAY['mine'::text, 'copied'::text, 'not_the_item'::text, 'offensive'::text, 'advertising'::text, 'other'::text])))
)
-- listQueue: entries with an open report
CREATE INDEX report_open ON public.report USING btree (entry_id) WHERE (closed_at IS NULL)

table public.section (
  id bigint not null generated always as identity
  contest_id bigint not null
  slug text not null
  position integer not null
  name jsonb not null
  constraint section_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint section_pk PRIMARY KEY (id)
  constraint section_slug_unique UNIQUE (contest_id, slug)
)

table public.setup_link (
  id bigint not null generated always as identity
  token_hash text not null
  created_at timestamp(3) with time zone not null
  used_at timestamp(3) with time zone
  constraint setup_link_pk PRIMARY KEY (id)
  constraint setup_link_token_unique UNIQUE (token_hash)
)

table public.source (
  id bigint not null generated always as identity
  brand_id bigint not null
  kind text not null
  name text not null
  settings bytea not null -- sealed JSON: it may hold tokens
  state text not null
  failures integer not null
  wait_until timestamp(3) with time zone
  last_ok_at timestamp(3) with time zone
  last_error text
  created_at timestamp(3) with time zone not null
  refused_deliveries integer not null default 0 -- what was sent to it without a good signature
  active_since timestamp(3) with time zone -- when it was last set active by a person; null: since it was created
  looked_after_at timestamp(3) with time zone -- when its warnings were last asked for
  constraint source_brand_fk FOREIGN KEY (brand_id) REFERENCES brand(id)
  constraint source_failures_range CHECK ((failures >= 0))
  constraint source_name_unique UNIQUE (brand_id, name)
  constraint source_pk PRIMARY KEY (id)
  constraint source_state_known CHECK ((state = ANY (ARRAY['active'::text, 'paused'::text, 'needs_attention'::text])))
)

table public.source_alert (
  id bigint not null generated always as identity
  source_id bigint not null
  code text not null
  message text not null
  raised_at timestamp(3) with time zone not null
  cleared_at timestamp(3) with time zone
  constraint source_alert_code_known CHECK ((code = ANY (ARRAY['needs_attention'::text, 'expires'::text, 'silent'::text, 'budget'::text])))
  constraint source_alert_pk PRIMARY KEY (id)
  constraint source_alert_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listLogRows: alerts, newest first
CREATE INDEX source_alert_log ON public.source_alert USING btree (source_id, raised_at DESC, id DESC)
-- raiseAlert: one of a kind stands at a time; listAlerts
CREATE UNIQUE INDEX source_alert_standing ON public.source_alert USING btree (source_id, code) WHERE (cleared_at IS NULL)

-- what networks sent by themselves, kept until it was taken in and then seven days, so that a redelivery is known
table public.source_delivery (
  id bigint not null generated always as identity
  source_id bigint not null
  key text not null
  payload jsonb not null
  received_at timestamp(3) with time zone not null
  taken_at timestamp(3) with time zone
  error text
  constraint source_delivery_once UNIQUE (source_id, key)
  constraint source_delivery_pk PRIMARY KEY (id)
  constraint source_delivery_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listWaitingDeliveries: those not taken in yet
CREATE INDEX source_delivery_waiting ON public.source_delivery USING btree (id) WHERE (taken_at IS NULL)

-- stretches of time whose posts the usual way of reading could not bring
table public.source_gap (
  id bigint not null generated always as identity
  source_id bigint not null
  gap_from timestamp(3) with time zone not null
  gap_until timestamp(3) with time zone not null
  why text not null
  noticed_at timestamp(3) with time zone not null
  filled_at timestamp(3) with time zone
  filled_how text
  found integer -- posts that filling it brought; null while it is open
  partial text -- why filling it may still not have brought all; null where it did, or it is open
  constraint source_gap_once UNIQUE (source_id, gap_from, gap_until)
  constraint source_gap_order CHECK ((gap_from < gap_until))
  constraint source_gap_pk PRIMARY KEY (id)
  constraint source_gap_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listGaps, listLogRows: newest first
CREATE INDEX source_gap_log ON public.source_gap USING btree (source_id, noticed_at DESC, id DESC)
-- listOpenGaps: what is still to be filled
CREATE INDEX source_gap_open ON public.source_gap USING btree (source_id, gap_from) WHERE (filled_at IS NULL)

table public.source_memory (
  source_id bigint not null
  key text not null
  value bytea not null -- sealed JSON: it may hold tokens
  updated_at timestamp(3) with time zone not null
  constraint source_memory_pk PRIMARY KEY (source_id, key)
  constraint source_memory_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)

-- when people paused a source, for the public log
table public.source_pause (
  id bigint not null generated always as identity
  source_id bigint not null
  paused_at timestamp(3) with time zone not null
  resumed_at timestamp(3) with time zone
  constraint source_pause_pk PRIMARY KEY (id)
  constraint source_pause_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)
-- listLogRows: pauses, newest first
CREATE INDEX source_pause_log ON public.source_pause USING btree (source_id, paused_at DESC, id DESC)
-- beginPause, endPause: a source is paused once at a time
CREATE UNIQUE INDEX source_pause_standing ON public.source_pause USING btree (source_id) WHERE (resumed_at IS NULL)

table public.source_position (
  source_id bigint not null
  target text not null
  cursor text not null
  reads_from timestamp(3) with time zone not null -- posts made before were not taken: a contest that asks for earlier ones has the source read anew
  complete_until timestamp(3) with time zone
  updated_at timestamp(3) with time zone not null
  constraint source_position_pk PRIMARY KEY (source_id, target)
  constraint source_position_source_fk FOREIGN KEY (source_id) REFERENCES source(id) ON DELETE CASCADE
)

-- address and name are sealed: before confirmation they are a stranger's claim
table public.upload (
  post_id bigint not null
  contest_id bigint not null
  item_id bigint not null
  receipt_hash text not null
  confirm_hash text not null
  address bytea not null -- sealed: where the confirmation went
  name bytea not null -- sealed: what the sender is called
  confirmed_at timestamp(3) with time zone
  created_at timestamp(3) with time zone not null
  constraint upload_confirm_unique UNIQUE (confirm_hash)
  constraint upload_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint upload_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint upload_pk PRIMARY KEY (post_id)
  constraint upload_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE CASCADE
  constraint upload_receipt_unique UNIQUE (receipt_hash)
)

-- pages that told us they link to a page of a contest, and what became of it
table public.webmention (
  id bigint not null generated always as identity
  token text not null -- names the page that tells its sender how it stands
  contest_id bigint not null
  item_id bigint
  source text not null
  target text not null
  state text not null
  why text
  post_id bigint
  post_hash text -- the wording read last, to tell edits by
  attempts integer not null default 0
  received_at timestamp(3) with time zone not null
  verified_at timestamp(3) with time zone
  missing_since timestamp(3) with time zone -- when the page was first found gone or without the link; null while it stands
  next_at timestamp(3) with time zone
  constraint webmention_contest_fk FOREIGN KEY (contest_id) REFERENCES contest(id) ON DELETE CASCADE
  constraint webmention_item_fk FOREIGN KEY (item_id) REFERENCES item(id)
  constraint webmention_once UNIQUE (source, target)
  constraint webmention_pk PRIMARY KEY (id)
  constraint webmention_post_fk FOREIGN KEY (post_id) REFERENCES post(id) ON DELETE SET NULL
  constraint webmention_refused_has_why CHECK (((state <> 'refused'::text) OR (why IS NOT NULL)))
  constraint webmention_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'accepted'::text, 'refused'::text])))
  constraint webmention_token_unique UNIQUE (token)
)
-- countWaitingMentions: how many of a contest wait
CREATE INDEX webmention_contest ON public.webmention USING btree (contest_id) WHERE (state = 'waiting'::text)
-- listMentionsDue: what is to be looked at (again)
CREATE INDEX webmention_due ON public.webmention USING btree (next_at) WHERE (next_at IS NOT NULL)
-- readEvidence: which contests a post links to; foreign key
CREATE INDEX webmention_post ON public.webmention USING btree (post_id)

function public.keep_crowd() as
    declare
      contests bigint[];
      persons bigint[];
      changes integer[];
    begin
      if tg_op = 'INSERT' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(1) into contests, persons, changes
          from made where state = 'approved' and verdict <> 'fails' and not room;
      elsif tg_op = 'DELETE' then
        select array_agg(contest_id), array_agg(participant_id), array_agg(-1) into contests, persons, changes
          from gone where state = 'approved' and verdict <> 'fails' and not room;
      else
        select array_agg(contest_id), array_agg(participant_id), array_agg(change) into contests, persons, changes
          from (select *, 1 as change from made union all select *, -1 from gone) as moved
          where state = 'approved' and verdict <> 'fails' and not room;
      end if;
      if contests is null then
        return null;
      end if;
      update contest set entries = contest.entries + crowd.entries, people = contest.people + crowd.people
        from (
          select contest_id, sum(change) as entries,
            coalesce(sum(sign(coalesce(stands, 0)) - sign(coalesce(stands, 0) - change)) filter (where person is not null), 0)
              as people
          from (
            select contest_id, person, sum(change) as change
            from unnest(contests, persons, changes) as moved (contest_id, person, change)
            group by contest_id, person
          ) as moved
          left join (
            select contest_id, participant_id as person, count(*) as stands from entry
            where participant_id = any(persons) and state = 'approved' and verdict <> 'fails' and not room
            group by contest_id, participant_id
          ) as standing using (contest_id, person)
          group by contest_id
        ) as crowd
        where contest.id = crowd.contest_id and (crowd.entries <> 0 or crowd.people <> 0);
      return null;
    end 
