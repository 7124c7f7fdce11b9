-- What names an organisation in files that travel: its external id, else its own id as a URN (RFC 9562 §4).
-- Unique, so that a file can never mean two organisations.
create unique index organizations_exchange_key on organizations ((coalesce(external_id, 'urn:uuid:' || id::text)));
