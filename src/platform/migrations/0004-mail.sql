-- Mail that the node owes somebody. What was sent forgets its text at once and the rest after a month: the address is
-- personal data, and a link in a text is a key.
create table mail_outbox (
  id uuid primary key,
  recipient text not null check (length(recipient) between 3 and 254),
  subject text not null check (subject !~ '[\r\n]'),
  body text,
  -- The link that the mail carries, for operators of nodes that send no mail.
  link text,
  state text not null check (state in ('pending', 'sent', 'failed')),
  attempts integer not null default 0 check (attempts >= 0),
  created_at timestamptz not null,
  sent_at timestamptz,
  check ((state = 'sent') = (sent_at is not null)),
  check (state = 'sent' or body is not null)
);
create index mail_outbox_waiting on mail_outbox (created_at) where state <> 'sent';
